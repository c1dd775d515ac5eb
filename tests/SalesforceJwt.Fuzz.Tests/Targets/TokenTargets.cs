using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Canvas;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.Fuzz.Tests.Engine;
using SalesforceJwt.Fuzz.Tests.Mutation;
using SalesforceJwt.Fuzz.Tests.Support;

namespace SalesforceJwt.Fuzz.Tests.Targets;

/// <summary>Tokens from users: JWT, Canvas signed requests, auth URLs.</summary>
internal static class TokenTargets
{
    private static readonly string Claims = Seeds.Json("jwt-claims");

    private static readonly string Context = Seeds.Json("canvas");

    /// <summary>The key of the examples.</summary>
    public static readonly Lazy<SfPrivateKey> Key = new(() => PrivateKeyReader.FromBytes(Seeds.Key("pkcs8.der")));
    private static readonly Lazy<X509Certificate2> EllipticCurve = new(() => CertificateReader.FromFile(Folder.Write("ec.crt",
        Seeds.Key("ec-cert.pem"))));

    /// <summary>A JWT that is signed by the key of the examples.</summary>
    public static string Signed => Jwt("""{"alg":"RS256","typ":"JWT","kid":"1"}""", Claims);

    public static IEnumerable<FuzzTarget> All =>
    [
        new("jwt", Seeds.Texts(Signed, Jwt("""{"alg":"ES256"}""", Claims), Jwt("""{"alg":"none","crit":["x"]}""", "{}"),
            "Bearer " + Signed, "a.b.c.d.e", "00D000000000001!AQ.x.y", "."), TokenMutation.Mutate, Sync(ReadJwt)) { IsSecret = true },
        new("jwt.key-set", Seeds.Texts(KeySet, """{"keys":[]}""", """{"keys":[{"kty":"EC"},1,null]}"""), JsonMutation.Mutate, Sync(ReadKeySet)),
        new("canvas.signed-request", Seeds.Texts(SignedRequestOf(Encoding.UTF8.GetBytes(Context)),
            "signed_request=" + Uri.EscapeDataString(SignedRequestOf("{}"u8))), TokenMutation.Mutate,
            Sync(input => SignedRequest.Read(TextMutation.Text(input), Org.Password)))
        {
            IsSecret = true,
            Secrets = Org.Secrets,
        },
        new("canvas.context", Seeds.Texts(Context, "{}"), JsonMutation.Mutate, Sync(input => SignedRequest.Read(SignedRequestOf(input),
            Org.Password))) { Secrets = Org.Secrets },
        new("auth-url", Seeds.Texts($"force://PlatformCLI::{Org.Refresh}@acme.my.salesforce.com",
            $"force://3MVG9.x:secret:{Org.Refresh}@acme.my.salesforce.com:8443/", $"force://{Org.Refresh}@x"), TextMutation.Mutate,
            Sync(input => SfAuthUrl.Parse(TextMutation.Text(input)).ToString()))
        {
            IsSecret = true,
            Secrets = Org.Secrets,
        },
        new(
            "auth-url.file",
            Seeds.Texts(Seeds.Json("auth-url"), $$"""{"sfdxAuthUrl":"force://a:b:{{Org.Refresh}}@h"}""", $"force://{Org.Refresh}@x\n"),
            JsonMutation.Mutate,
            Sync(input => SfAuthUrl.FromFile(Folder.Write("auth.json", input)).ToString()))
        {
            IsSecret = true,
            Secrets = Org.Secrets,
        },
    ];

    public static Func<byte[], CancellationTokenSource, Task> Sync(Action<byte[]> read) => (input, _) =>
    {
        read(input);
        return Task.CompletedTask;
    };

    private static void ReadJwt(byte[] input)
    {
        var token = JwtReader.Read(TextMutation.Text(input));
        _ = string.Concat(token.Algorithm, token.KeyId, token.Type, token.Id, token.Issuer, token.Subject,
            string.Concat(token.Audience), token.IssuedAt, token.ExpiresAt, token.NotBefore);
        using var rsa = JwtVerifier.Of(Key.Value);
        rsa.Verify(token);
        using var curve = JwtVerifier.Of(EllipticCurve.Value);
        curve.Verify(token);
    }

    /// <summary>A key set with the key of the examples and one of an elliptic curve, as an issuer publishes it.</summary>
    private static string KeySet
    {
        get
        {
            var rsa = Key.Value.Rsa.ExportParameters(includePrivateParameters: false);
            using var ec = EllipticCurve.Value.GetECDsaPublicKey()!;
            var curve = ec.ExportParameters(includePrivateParameters: false);
            return $$"""
                {"keys":[{"kty":"RSA","kid":"1","use":"sig","alg":"RS256","n":"{{Text(rsa.Modulus)}}","e":"{{Text(rsa.Exponent)}}"},
                {"kty":"EC","kid":"2","crv":"P-{{ec.KeySize}}","x":"{{Text(curve.Q.X)}}","y":"{{Text(curve.Q.Y)}}"}]}
                """;

            static string Text(byte[]? number) => Base64Url.EncodeToString(number);
        }
    }

    /// <summary>Verifies with what a key set holds. The unchanged one has to verify the example.</summary>
    private static void ReadKeySet(byte[] input)
    {
        var set = PublicKeySet.Parse(input) ?? throw new SfException(SfErrorKind.ResponseInvalid, "Not a key set.");
        var token = JwtReader.Read(Signed);
        var rsa = Verify(token, "RS256");
        Verify(JwtReader.Read(Jwt("""{"alg":"ES256","kid":"2"}""", Claims)), "ES256");
        if (rsa.Status != JwtSignatureStatus.Verified)
        {
            throw new SfException(SfErrorKind.ResponseInvalid, rsa.Reason!);
        }

        JwtSignature Verify(JwtContent token, string algorithm) => JwtVerifier.VerifyAsync(
            token, () => Task.FromResult((set.Find(token.KeyId, algorithm), "x"))).GetAwaiter().GetResult();
    }

    private static string Jwt(string header, string claims)
    {
        var signed = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(claims))}";
        var signature = Key.Value.Rsa.SignData(Encoding.UTF8.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Encode(signature)}";

        static string Encode(byte[] part) => Base64Url.EncodeToString(part);
    }

    private static string SignedRequestOf(ReadOnlySpan<byte> json)
    {
        var payload = Convert.ToBase64String(json);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Org.Password), Encoding.UTF8.GetBytes(payload));
        return $"{Convert.ToBase64String(signature)}.{payload}";
    }
}
