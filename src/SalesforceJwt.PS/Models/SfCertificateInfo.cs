using System.Security.Cryptography;
using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.PS.Models;

/// <summary>What a file or store holds of a certificate, a key, or both.</summary>
public sealed class SfCertificateInfo
{
    internal SfCertificateInfo(string? path, KeyFileInfo info, DateTimeOffset now, (bool Matches, string Path)? comparison)
    {
        Path = path;
        Kind = info.Kind.ToString();
        Format = info.Format;
        IsEncrypted = info.IsEncrypted;
        HasPrivateKey = info.HasPrivateKey;
        KeyAlgorithm = info.KeyAlgorithm;
        KeySize = info.KeySize;
        PublicKeyFingerprint = info.PublicKeyFingerprint;
        Matches = comparison?.Matches;
        MatchedPath = comparison?.Path;
        Problem = info.Problem;
        if (info.Certificate is { } certificate)
        {
            Subject = certificate.Subject;
            NotBefore = certificate.NotBefore;
            NotAfter = certificate.NotAfter;
            DaysLeft = info.DaysLeft(now);
            IsExpired = DaysLeft < 0;
            Thumbprint = certificate.Thumbprint;
            Sha256Thumbprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        }
    }

    /// <summary>The file; empty for a certificate in a store.</summary>
    public string? Path { get; }

    /// <summary>What it holds: Certificate, PrivateKey, CertificateAndPrivateKey, PublicKey or CertificateRequest.</summary>
    public string Kind { get; }

    /// <summary>In which format: <c>PKCS#8 PEM</c>, <c>encrypted PKCS#8 PEM</c>, <c>X.509 DER</c>, <c>PFX</c>, …</summary>
    public string Format { get; }

    /// <summary>Whether a password protects it.</summary>
    public bool IsEncrypted { get; }

    /// <summary>The certificate's distinguished name; empty, like all that only a certificate has, where there is none or a password hides it.</summary>
    public string? Subject { get; }

    /// <summary>The certificate is valid from here, local time.</summary>
    public DateTime? NotBefore { get; }

    /// <summary>The certificate is valid until here, local time.</summary>
    public DateTime? NotAfter { get; }

    /// <summary>Whole days until the certificate ends, negative after it.</summary>
    public int? DaysLeft { get; }

    /// <summary>Whether the certificate has ended.</summary>
    public bool? IsExpired { get; }

    /// <summary>SHA-1 thumbprint, hexadecimal.</summary>
    public string? Thumbprint { get; }

    /// <summary>SHA-256 thumbprint, hexadecimal.</summary>
    public string? Sha256Thumbprint { get; }

    /// <summary>The key's algorithm; Salesforce takes RSA. Empty where a password hides it.</summary>
    public string? KeyAlgorithm { get; }

    /// <summary>Key size in bits.</summary>
    public int? KeySize { get; }

    /// <summary>Whether a private key is in it.</summary>
    public bool HasPrivateKey { get; }

    /// <summary>SHA-256 of the public key (SubjectPublicKeyInfo), hexadecimal: the same for a key and its certificate.</summary>
    public string? PublicKeyFingerprint { get; }

    /// <summary>Whether it belongs together with <see cref="MatchedPath"/>; empty where there was nothing to compare with.</summary>
    public bool? Matches { get; }

    /// <summary>What it was compared with.</summary>
    public string? MatchedPath { get; }

    /// <summary>Why nobody can sign in with it, as far as the file itself tells; empty where nothing is wrong.</summary>
    public string? Problem { get; }

    /// <summary>Where it is and what.</summary>
    public override string ToString() => $"{Path ?? Thumbprint} ({Format})";
}
