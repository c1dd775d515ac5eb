using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.TestSupport;

/// <summary>One key and its certificate for all tests, since making RSA keys is slow.</summary>
internal static class TestKeys
{
    public const string Password = "correct horse";

    public static RSA Rsa { get; } = RSA.Create(2048);

    public static RSA OtherRsa { get; } = RSA.Create(2048);

    public static X509Certificate2 Certificate { get; } = CertificateOf(Rsa);

    public static X509Certificate2 CertificateOf(RSA key) =>
        new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(30));
}
