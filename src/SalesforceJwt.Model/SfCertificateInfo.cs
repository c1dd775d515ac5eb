namespace SalesforceJwt.Model;

/// <summary>The content of a file or of the certificate store: a certificate, a key, or both.</summary>
public sealed class SfCertificateInfo
{
    internal SfCertificateInfo(string? path, string kind, string format)
    {
        Path = path;
        Kind = kind;
        Format = format;
    }

    /// <summary>The file; empty for a certificate in a store.</summary>
    public string? Path { get; }

    /// <summary>What it holds: Certificate, PrivateKey, CertificateAndPrivateKey, PublicKey or CertificateRequest.</summary>
    public string Kind { get; }

    /// <summary>In which format: <c>PKCS#8 PEM</c>, <c>encrypted PKCS#8 PEM</c>, <c>X.509 DER</c>, <c>PFX</c>, …</summary>
    public string Format { get; }

    /// <summary>Whether a password protects it.</summary>
    public bool IsEncrypted { get; internal init; }

    /// <summary>
    /// The certificate's distinguished name. Like the other properties of the certificate, it is empty where there is none, or where a
    /// password hides it.
    /// </summary>
    public string? Subject { get; internal init; }

    /// <summary>The certificate is valid from here, local time.</summary>
    public DateTime? NotBefore { get; internal init; }

    /// <summary>The certificate is valid until here, local time.</summary>
    public DateTime? NotAfter { get; internal init; }

    /// <summary>Whole days until the certificate ends, negative after it.</summary>
    public int? DaysLeft { get; internal init; }

    /// <summary>Whether the certificate has ended.</summary>
    public bool? IsExpired { get; internal init; }

    /// <summary>SHA-1 thumbprint, hexadecimal.</summary>
    public string? Thumbprint { get; internal init; }

    /// <summary>SHA-256 thumbprint, hexadecimal.</summary>
    public string? Sha256Thumbprint { get; internal init; }

    /// <summary>The key's algorithm; Salesforce takes RSA. Empty where a password hides it.</summary>
    public string? KeyAlgorithm { get; internal init; }

    /// <summary>Key size in bits.</summary>
    public int? KeySize { get; internal init; }

    /// <summary>Whether a private key is in it.</summary>
    public bool HasPrivateKey { get; internal init; }

    /// <summary>SHA-256 of the public key (SubjectPublicKeyInfo), hexadecimal: the same for a key and its certificate.</summary>
    public string? PublicKeyFingerprint { get; internal init; }

    /// <summary>
    /// Whether it and <see cref="MatchedPath"/> are halves of one key pair; empty where there was nothing to compare with.
    /// </summary>
    public bool? Matches { get; internal init; }

    /// <summary>What it was compared with.</summary>
    public string? MatchedPath { get; internal init; }

    /// <summary>Why it cannot be used to sign in, as far as the file itself shows; empty where nothing is wrong.</summary>
    public string? Problem { get; internal init; }

    /// <summary>Path or thumbprint, and format.</summary>
    public override string ToString() => $"{Path ?? Thumbprint} ({Format})";
}
