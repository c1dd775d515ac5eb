using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.Diagnostics;

/// <summary>The checks of a private key and its certificate, with the key and certificate that they read.</summary>
internal sealed class KeyExamination : IDisposable
{
    private KeyExamination(IReadOnlyList<SfCheck> results, SfPrivateKey? key = null, Lazy<X509Certificate2?>? certificate = null)
    {
        Results = results;
        Key = key;
        Certificate = certificate;
    }

    public IReadOnlyList<SfCheck> Results { get; }

    /// <summary>The key; null if it cannot be used.</summary>
    public SfPrivateKey? Key { get; }

    /// <summary>The certificate that should belong to it; null if none was searched for.</summary>
    public Lazy<X509Certificate2?>? Certificate { get; }

    public static async Task<KeyExamination> OfAsync(
        Func<CancellationToken, Task<SigningKey>> read, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        try
        {
            var (key, found) = await read(cancellationToken).ConfigureAwait(false);
            List<SfCheck> results =
            [
                CheckResult.Passed("Private key", $"can be read: {Describe(key.Format)}"),
                CheckResult.Passed("Key size", $"RSA, {key.KeySize} bits"),
            ];
            try
            {
                var certificate = key.Certificate ?? found?.Value;
                results.Add(OfflineChecks.Certificate(key, certificate));
                if (certificate is not null)
                {
                    results.Add(OfflineChecks.CertificateDates(certificate, now));
                }
            }
            catch (SfException e)
            {
                // The certificate beside the key: the sign-in works without it.
                results.Add(CheckResult.Of("Certificate", SfCheckStatus.Warning, e.Message, e.Advice));
            }

            return new KeyExamination(results, key, found);
        }
        catch (SfException e)
        {
            return new KeyExamination(e.Kind switch
            {
                SfErrorKind.KeyNotRsa or SfErrorKind.KeyTooSmall =>
                    [CheckResult.Passed("Private key", "can be read"), CheckResult.Failed("Key size", e)],
                SfErrorKind.KeyCertificateMismatch =>
                    [CheckResult.Passed("Private key", "can be read"), CheckResult.Failed("Certificate", e)],
                _ => [CheckResult.Failed("Private key", e)],
            });
        }
    }

    public void Dispose()
    {
        if (Certificate is { IsValueCreated: true })
        {
            Certificate.Value?.Dispose();
        }

        Key?.Dispose();
    }

    private static string Describe(KeyFormat format) => format switch
    {
        KeyFormat.Pkcs1 => "PKCS#1 (RSA PRIVATE KEY)",
        KeyFormat.Pkcs1Encrypted => "PKCS#1 in PEM encryption, opened with the password",
        KeyFormat.Pkcs8 => "PKCS#8 (PRIVATE KEY)",
        KeyFormat.Pkcs8Encrypted => "PKCS#8 (ENCRYPTED PRIVATE KEY), opened with the password",
        KeyFormat.Pkcs12 => "PKCS#12 (PFX)",
        KeyFormat.Jwk => "a JSON Web Key",
        KeyFormat.Xml => "RSA key in XML",
        _ => "of a certificate object or store",
    };
}
