namespace SalesforceJwt.Model;

/// <summary>A key pair that was written: where its files are and how to recognize the certificate.</summary>
public sealed class SfCertificate
{
    internal SfCertificate(
        string certificatePath, string? keyPath, string? pfxPath, string subject, string thumbprint, string sha256Thumbprint)
    {
        CertificatePath = certificatePath;
        KeyPath = keyPath;
        PfxPath = pfxPath;
        Subject = subject;
        Thumbprint = thumbprint;
        Sha256Thumbprint = sha256Thumbprint;
    }

    /// <summary>The certificate (PEM): this is uploaded to Salesforce.</summary>
    public string CertificatePath { get; }

    /// <summary>The private key (PKCS#8 PEM): this stays secret. Empty for a key that is elsewhere, of which there is no file.</summary>
    public string? KeyPath { get; }

    /// <summary>Both in one PKCS#12 file; empty where no password was given.</summary>
    public string? PfxPath { get; }

    /// <summary>The certificate's distinguished name.</summary>
    public string Subject { get; }

    /// <summary>SHA-1 thumbprint, hexadecimal.</summary>
    public string Thumbprint { get; }

    /// <summary>SHA-256 thumbprint, hexadecimal.</summary>
    public string Sha256Thumbprint { get; }

    /// <summary>The certificate is valid from here, local time.</summary>
    public DateTime NotBefore { get; internal init; }

    /// <summary>The certificate is valid until here, local time. Salesforce refuses sign-ins after it.</summary>
    public DateTime NotAfter { get; internal init; }

    /// <summary>RSA key size in bits.</summary>
    public int KeySize { get; internal init; }

    /// <summary>Whether key and PFX are encrypted with a password.</summary>
    public bool IsKeyEncrypted { get; internal init; }

    /// <summary>The certificate's path.</summary>
    public override string ToString() => CertificatePath;
}
