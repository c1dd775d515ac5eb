using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.Core.Keys;

/// <summary>Describes a file of keys and certificates. It never holds a private key.</summary>
internal sealed record KeyFileInfo : IDisposable
{
    /// <summary>What it holds.</summary>
    public required KeyFileKind Kind { get; init; }

    /// <summary>In which format, for people: <c>PKCS#8 PEM</c>, <c>encrypted PKCS#8 PEM</c>, <c>X.509 DER</c>, <c>PFX</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Whether a password protects it.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>The key's algorithm: <c>RSA</c>, <c>EC</c>, …; null if encrypted.</summary>
    public string? KeyAlgorithm { get; init; }

    /// <summary>Key size in bits; null where it is not known.</summary>
    public int? KeySize { get; init; }

    /// <summary>
    /// SHA-256 of the public key (SubjectPublicKeyInfo), hexadecimal; the same for a key and its certificate. Null if encrypted.
    /// </summary>
    public string? PublicKeyFingerprint { get; init; }

    /// <summary>The certificate: the private key's own, else the file's first. Null if there is none or it is encrypted.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>
    /// Whether certificate and private key within the file belong together; null unless the file holds both, and for a PFX, which pairs
    /// them itself.
    /// </summary>
    public bool? IsPair { get; init; }

    /// <summary>Why sign-in to Salesforce with it would fail, as far as the file shows; null if nothing is wrong.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether a private key is in it.</summary>
    public bool HasPrivateKey => Kind is KeyFileKind.PrivateKey or KeyFileKind.CertificateAndPrivateKey;

    /// <summary>Whole days until the certificate ends, negative after it; null without a certificate.</summary>
    /// <param name="now">The present time.</param>
    public int? DaysLeft(DateTimeOffset now) =>
        Certificate is null ? null : (int)Math.Floor((Certificate.NotAfter.ToUniversalTime() - now.UtcDateTime).TotalDays);

    /// <summary>Whether two files hold halves of one key pair; null if the key of one is encrypted.</summary>
    /// <param name="other">The other file.</param>
    public bool? Matches(KeyFileInfo other)
    {
        return PublicKeyFingerprint is null || other.PublicKeyFingerprint is null
            ? null : PublicKeyFingerprint == other.PublicKeyFingerprint;
    }

    /// <summary>Describes a certificate by itself, for example one from a store.</summary>
    /// <param name="certificate">The certificate; disposed with the description.</param>
    /// <param name="format">Its format or store.</param>
    public static KeyFileInfo Of(X509Certificate2 certificate, string format)
    {
        var info = new KeyFileInfo
        {
            Kind = certificate.HasPrivateKey ? KeyFileKind.CertificateAndPrivateKey : KeyFileKind.Certificate,
            Format = format,
            Certificate = certificate,
            KeyAlgorithm = Algorithm(certificate.PublicKey.Oid.Value),
            PublicKeyFingerprint = Fingerprint(certificate.PublicKey.ExportSubjectPublicKeyInfo()),
        };
        using AsymmetricAlgorithm? key = CertificateReader.RsaPublicKey(certificate)
            ?? (AsymmetricAlgorithm?)CertificateReader.EcPublicKey(certificate);
        return info.WithKey(key);
    }

    /// <summary>The description as users see it.</summary>
    /// <param name="path">The file; null for a certificate in a store.</param>
    /// <param name="now">The present time.</param>
    /// <param name="comparison">Whether another file holds the other half of the key pair, and which; null without a comparison.</param>
    public SfCertificateInfo ToModel(string? path, DateTimeOffset now, (bool Matches, string Path)? comparison) =>
        new(path, Kind.ToString(), Format)
        {
            IsEncrypted = IsEncrypted,
            Subject = Certificate?.Subject,
            NotBefore = Certificate?.NotBefore,
            NotAfter = Certificate?.NotAfter,
            DaysLeft = DaysLeft(now),
            IsExpired = DaysLeft(now) is { } days ? days < 0 : null,
            Thumbprint = Certificate?.Thumbprint,
            Sha256Thumbprint = Certificate?.GetCertHashString(HashAlgorithmName.SHA256),
            KeyAlgorithm = KeyAlgorithm,
            KeySize = KeySize,
            HasPrivateKey = HasPrivateKey,
            PublicKeyFingerprint = PublicKeyFingerprint,
            Matches = comparison?.Matches,
            MatchedPath = comparison?.Path,
            Problem = Problem,
        };

    /// <summary>The fingerprint of a public key.</summary>
    /// <param name="subjectPublicKeyInfo">Its DER.</param>
    public static string Fingerprint(ReadOnlySpan<byte> subjectPublicKeyInfo) => Convert.ToHexString(SHA256.HashData(subjectPublicKeyInfo));

    /// <inheritdoc/>
    public void Dispose() => Certificate?.Dispose();

    /// <summary>Adds the key's algorithm and size, and the problem that Salesforce would have with it.</summary>
    internal KeyFileInfo WithKey(AsymmetricAlgorithm? key)
    {
        var algorithm = key switch { RSA => "RSA", ECDsa => "EC", _ => KeyAlgorithm };
        return this with
        {
            KeyAlgorithm = algorithm,
            KeySize = key?.KeySize,
            PublicKeyFingerprint = key is null ? PublicKeyFingerprint : Fingerprint(key.ExportSubjectPublicKeyInfo()),
            Problem = algorithm is null ? Problem
                : algorithm != "RSA" ? $"Salesforce accepts RSA keys only, and this one is {algorithm}."
                : key?.KeySize < SfPrivateKey.MinimumKeySize ? $"Salesforce accepts RSA keys of {SfPrivateKey.MinimumKeySize} bits or more."
                : Problem,
        };
    }

    private static string? Algorithm(string? oid) => oid switch
    {
        "1.2.840.113549.1.1.1" => "RSA",
        "1.2.840.10045.2.1" => "EC",
        null => null,
        _ => DerFormat.AlgorithmName(oid),
    };
}
