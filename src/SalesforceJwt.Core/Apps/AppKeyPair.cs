using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.Apps;

/// <summary>The certificate that is uploaded to an app, and the file of its private key.</summary>
internal sealed record AppKeyPair
{
    // Salesforce Help, "Create a Self-Signed Certificate": the upload is limited.
    private const int LongestFile = 4 * 1024;

    private const int SmallestKey = 2048;

    private static readonly string[] KeyExtensions = [".key", ".pem"];

    /// <summary>The certificate as PEM.</summary>
    public required string Pem { get; init; }

    /// <summary>SHA-256 of its public key, in hexadecimal.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Full path of the certificate; null before it is written.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>Full path of the private key; null where only the certificate is here.</summary>
    public string? KeyPath { get; init; }

    /// <summary>Reads a certificate that is there, and finds its key beside it.</summary>
    /// <param name="path">Full path of the certificate.</param>
    /// <param name="keyPath">Full path of the key; null to look for it.</param>
    /// <param name="password">The key's password; empty for none.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.CertificateInvalid"/>: Salesforce would refuse it; <see cref="SfErrorKind.KeyCertificateMismatch"/>; or a
    /// file cannot be read.
    /// </exception>
    public static AppKeyPair Open(string path, string? keyPath, ReadOnlySpan<char> password, DateTimeOffset now)
    {
        using var certificate = CertificateReader.FromFile(path);
        var pair = Of(certificate, path, now);
        keyPath ??= FindKey(path);
        if (keyPath is not null)
        {
            using var key = PrivateKeyReader.FromFile(keyPath, password);
            if (!key.Matches(certificate))
            {
                throw CertificateReader.Mismatch(
                    PrivateKeyReader.FileSource(keyPath), certificate, PrivateKeyReader.FileSource(path));
            }
        }

        return pair with { CertificatePath = path, KeyPath = keyPath };
    }

    /// <summary>Reads a certificate; its key may be elsewhere, or locked.</summary>
    /// <param name="path">Full path of the certificate.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.CertificateInvalid"/>: Salesforce would refuse it; or the file cannot be read.
    /// </exception>
    public static AppKeyPair OpenCertificate(string path, DateTimeOffset now)
    {
        using var certificate = CertificateReader.FromFile(path);
        return Of(certificate, path, now) with { CertificatePath = path, KeyPath = FindKey(path) };
    }

    /// <summary>A new pair, which is not written yet.</summary>
    /// <param name="certificate">A certificate with its private key.</param>
    /// <param name="files">Where it will be; null for nowhere.</param>
    public static AppKeyPair Of(X509Certificate2 certificate, CertificateFiles? files, DateTimeOffset now) =>
        Of(certificate, files?.CertificatePath ?? "the certificate", now) with
        {
            CertificatePath = files?.CertificatePath,
            KeyPath = files?.KeyPath,
        };

    private static string? FindKey(string path) => KeyExtensions.Select(extension => Path.ChangeExtension(path, extension))
        .FirstOrDefault(file => file != path && File.Exists(file));

    private static AppKeyPair Of(X509Certificate2 certificate, string source, DateTimeOffset now)
    {
        var pem = certificate.ExportCertificatePem();
        using var rsa = CertificateReader.RsaPublicKey(certificate);
        var problem = rsa is null ? "its key is not RSA"
            : rsa.KeySize < SmallestKey ? FormattableString.Invariant($"its key has {rsa.KeySize} bits, fewer than {SmallestKey}")
            : certificate.NotAfter.ToUniversalTime() <= now
                ? FormattableString.Invariant($"it expired on {certificate.NotAfter:yyyy-MM-dd}")
            : certificate.NotBefore.ToUniversalTime() > now
                ? FormattableString.Invariant($"it is valid from {certificate.NotBefore:yyyy-MM-dd} on only")
            : pem.Length > LongestFile ? FormattableString.Invariant($"it has {pem.Length:N0} bytes, more than {LongestFile:N0}")
            : null;
        return problem is not null ? throw AppErrors.Certificate(source, problem) : new AppKeyPair
        {
            Pem = pem,
            Fingerprint = KeyFileInfo.Fingerprint(rsa!.ExportSubjectPublicKeyInfo()),
        };
    }
}
