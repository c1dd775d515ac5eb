using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.Diagnostics;

/// <summary>The checks of a private key and its certificate, with the key and certificate that they read.</summary>
internal sealed class KeyExamination : IDisposable
{
    private const string Elsewhere = "is elsewhere: a signer signs with it";

    private KeyExamination(IReadOnlyList<SfCheck> results, SigningKey? key = null)
    {
        Results = results;
        Key = key;
    }

    public IReadOnlyList<SfCheck> Results { get; }

    /// <summary>The key; null if it cannot be used.</summary>
    public SigningKey? Key { get; }

    public static async Task<KeyExamination> OfAsync(
        Func<CancellationToken, Task<SigningKey>> read, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        try
        {
            var found = await read(cancellationToken).ConfigureAwait(false);
            var signer = found.Signer;
            List<SfCheck> results =
            [
                CheckResult.Passed(
                    "Private key", signer is SfPrivateKey inMemory ? $"can be read: {Describe(inMemory.Format)}" : Elsewhere),
                signer.PublicKey is { } publicKey
                    ? CheckResult.Passed("Key size", $"RSA, {RsaKey.SizeOf(publicKey)} bits")
                    : CheckResult.Of("Key size", SfCheckStatus.Skipped, "Not known: the signer does not show its public key."),
            ];
            try
            {
                var certificate = signer.Certificate ?? found.Certificate?.Value;
                results.Add(OfflineChecks.Certificate(signer, certificate));
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

            if (!signer.IsInMemory && !await TrySigningAsync(signer, results, cancellationToken).ConfigureAwait(false))
            {
                found.Dispose();
                return new KeyExamination(results);
            }

            return new KeyExamination(results, found);
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

    public void Dispose() => Key?.Dispose();

    /// <summary>Lets a signer sign: its mistakes are found here, and cost no sign-in.</summary>
    private static async Task<bool> TrySigningAsync(IJwtSigner signer, List<SfCheck> results, CancellationToken cancellationToken)
    {
        try
        {
            var signature = await signer.SignAsync("Test"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            results.Add(CheckResult.Passed(
                "Signature",
                signer.PublicKey is null
                    ? $"{signature.Length} bytes, and no certificate to verify them with"
                    : $"RS256 of {signature.Length} bytes, verified"));
            return true;
        }
        catch (SfException e)
        {
            results.Add(CheckResult.Failed("Signature", e));
            return false;
        }
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
