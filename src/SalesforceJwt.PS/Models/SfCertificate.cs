using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.PS.Models;

/// <summary>A key pair that was written: where its files are and how to recognize the certificate.</summary>
public sealed class SfCertificate
{
    internal SfCertificate(CertificateFiles files, X509Certificate2 certificate, bool isEncrypted)
    {
        CertificatePath = files.CertificatePath;
        KeyPath = files.KeyPath;
        PfxPath = files.PfxPath;
        Subject = certificate.Subject;
        Thumbprint = certificate.Thumbprint;
        Sha256Thumbprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        NotBefore = certificate.NotBefore;
        NotAfter = certificate.NotAfter;
        KeySize = certificate.GetRSAPublicKey()!.KeySize;
        IsKeyEncrypted = isEncrypted;
    }

    /// <summary>The certificate (PEM): this is uploaded to Salesforce.</summary>
    public string CertificatePath { get; }

    /// <summary>The private key (PKCS#8 PEM): this stays secret.</summary>
    public string KeyPath { get; }

    /// <summary>Both in one PKCS#12 file; empty where no password was given.</summary>
    public string? PfxPath { get; }

    /// <summary>The certificate's distinguished name.</summary>
    public string Subject { get; }

    /// <summary>SHA-1 thumbprint, hexadecimal.</summary>
    public string Thumbprint { get; }

    /// <summary>SHA-256 thumbprint, hexadecimal.</summary>
    public string Sha256Thumbprint { get; }

    /// <summary>The certificate is valid from here, local time.</summary>
    public DateTime NotBefore { get; }

    /// <summary>The certificate is valid until here, local time. Salesforce refuses sign-ins after it.</summary>
    public DateTime NotAfter { get; }

    /// <summary>RSA key size in bits.</summary>
    public int KeySize { get; }

    /// <summary>Whether key and PFX are encrypted with a password.</summary>
    public bool IsKeyEncrypted { get; }

    /// <summary>The certificate's path.</summary>
    public override string ToString() => CertificatePath;
}
