using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.Fuzz.Tests.Engine;
using SalesforceJwt.Fuzz.Tests.Mutation;
using SalesforceJwt.Fuzz.Tests.Support;

namespace SalesforceJwt.Fuzz.Tests.Targets;

/// <summary>Private keys and certificates in every format, with and without a password, read and then used.</summary>
internal static class KeyTargets
{
    private static readonly JwtAssertion Assertion = new("client", "user@example.com", "https://login.salesforce.com");

    private static RSAParameters PublicKey => TokenTargets.Key.Value.PublicKey!.Value;

    private static string Signature => Convert.ToBase64String(
        TokenTargets.Key.Value.Rsa.SignHash(new byte[32], HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public static IEnumerable<FuzzTarget> All =>
    [
        Of("key.read", input => Sign(PrivateKeyReader.FromBytes(input))),
        Of("key.read-with-password", input => Sign(PrivateKeyReader.FromBytes(input, Seeds.KeyPassword))),
        Of("key.read-text", input => Sign(PrivateKeyReader.FromText(TextMutation.Text(input), Seeds.KeyPassword))),
        Of("key.inspect", input => Inspect(input, default)),
        Of("key.inspect-with-password", input => Inspect(input, Seeds.KeyPassword)),
        Of("key.one-line", input => OneLineKey.FromFile(Folder.Write("one-line.key", input)).Dispose()),
        Of("key.one-line-decrypted", input => OneLineKey.FromText(TextMutation.Text(input), Seeds.KeyPassword, decrypt: true).Dispose()),
        Of("key.public", input => PublicKeyReader.Read(TextMutation.Text(input))),
        Of("key.signature", input => SignatureCheck.Require(SignatureText.Read(TextMutation.Text(input)), new byte[32], PublicKey)) with
        {
            Seeds = [.. Seeds.AllKeys, .. Seeds.Texts(Signature, "vault:v1:" + Signature)],
        },
        Of("key.signature-bytes", input => SignatureCheck.Require(
            input.Length < 256 ? input : input[..256], new byte[32], input.Length % 2 == 0 ? PublicKey : null)),
        Of("key.certificate", input => Use(CertificateReader.FromFile(Folder.Write("x.crt", input)))),
        Of("key.certificate-beside", input =>
        {
            Folder.Write("pair.crt", input);
            CertificateReader.Beside(Folder.File("pair.key"))?.Dispose();
        }),
    ];

    private static FuzzTarget Of(string name, Action<byte[]> read) => new(name, Seeds.AllKeys, KeyMutation.Mutate, (input, _) =>
    {
        read(input);
        return Task.CompletedTask;
    })
    {
        Inputs = 250,
        IsSecret = true,
        Secrets = [Seeds.KeyPassword],
    };

    private static void Sign(SfPrivateKey key)
    {
        using (key)
        {
            Assertion.SignAsync(key, DateTimeOffset.UnixEpoch, CancellationToken.None).GetAwaiter().GetResult();
            if (key.Certificate is { } certificate)
            {
                key.Matches(certificate);
            }
        }
    }

    private static void Inspect(byte[] input, ReadOnlySpan<char> password)
    {
        var path = Folder.Write("inspected.pem", input);
        var all = KeyFileInspector.FromFile(path, password);
        foreach (var info in all)
        {
            using (info)
            {
                _ = info.DaysLeft(DateTimeOffset.UnixEpoch);
                _ = KeyFileInspector.CompareBeside(path, info, password);
                _ = KeyFileInspector.Compare(info, all);
                if (info.Certificate is { } certificate)
                {
                    Show(certificate);
                }
            }
        }
    }

    private static void Use(X509Certificate2 certificate)
    {
        using (certificate)
        {
            Show(certificate);
            using var verifier = JwtVerifier.Of(certificate);
            verifier.Verify(JwtReader.Read(TokenTargets.Signed));
        }
    }

    /// <summary>The output of Get-SfCertificate.</summary>
    private static void Show(X509Certificate2 certificate)
    {
        _ = certificate.Subject + certificate.Issuer + certificate.SerialNumber + certificate.Thumbprint;
        _ = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        _ = certificate.NotAfter - certificate.NotBefore;
    }
}
