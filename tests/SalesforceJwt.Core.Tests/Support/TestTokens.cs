using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>Valid and forged tokens.</summary>
internal static class TestTokens
{
    public const string Claims = """{"iss":"3MVG9.key","sub":"ci@example.com","aud":"https://login.salesforce.com","exp":1800000180,"jti":"one"}""";

    /// <summary>A token with this header and these claims, signed by the test key or in another way.</summary>
    public static string Make(string header = """{"alg":"RS256","typ":"JWT"}""", string claims = Claims, Func<byte[], byte[]>? sign = null)
    {
        var signed = $"{Part(header)}.{Part(claims)}";
        return $"{signed}.{Base64Url.EncodeToString((sign ?? Rs256)(Encoding.ASCII.GetBytes(signed)))}";
    }

    public static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public static byte[] Rs256(byte[] data) => TestKeys.Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
