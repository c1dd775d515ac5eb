using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Keys;

/// <summary>Reads certificates (PEM or DER) from files and stores.</summary>
internal static class CertificateReader
{
    /// <summary>
    /// Reads a certificate file: PEM, DER, PKCS#7, a PFX without password, or one of these in a mangled form. Of several, the first.
    /// </summary>
    /// <param name="path">Full path of the file.</param>
    /// <exception cref="SfException">The file is missing, unreadable or holds no certificate.</exception>
    public static X509Certificate2 FromFile(string path) => FromFile(path, isPfxRead: true);

    /// <summary>Finds the certificate beside a key file: <c>server.crt</c> (or .cer, .pem) beside <c>server.key</c>.</summary>
    /// <param name="keyPath">Full path of the key file.</param>
    /// <returns>The certificate; null if there is none or it cannot be read: it only helps.</returns>
    public static X509Certificate2? Beside(string keyPath)
    {
        foreach (var extension in (ReadOnlySpan<string>)[".crt", ".cer", ".pem"])
        {
            var path = Path.ChangeExtension(keyPath, extension);
            if (path == keyPath || !File.Exists(path))
            {
                continue;
            }

            try
            {
                return FromFile(path, isPfxRead: false);
            }
            catch (SfException)
            {
                // Another file of that name does not help, but is not a reason to fail.
            }
        }

        return null;
    }

    /// <summary>Finds a certificate with its private key by thumbprint, in the stores "My" of the user and of the machine.</summary>
    /// <param name="thumbprint">SHA-1 or SHA-256 thumbprint in hexadecimal; spaces and colons are allowed.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.CertificateNotFound"/>.</exception>
    public static X509Certificate2 FromStore(string thumbprint)
    {
        foreach (var location in (ReadOnlySpan<StoreLocation>)[StoreLocation.CurrentUser, StoreLocation.LocalMachine])
        {
            try
            {
                using var store = new X509Store(StoreName.My, location, OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
                if (store.Certificates.FirstOrDefault(c => KeyChoice.IsOf(thumbprint, c)) is { } found)
                {
                    return found;
                }
            }
            catch (CryptographicException)
            {
                // Linux has no LocalMachine\My, and a store that was never used does not exist.
            }
        }

        throw new SfException(
            SfErrorKind.CertificateNotFound,
            $"No certificate with the thumbprint {SecretText.Quote(thumbprint)} is in the stores CurrentUser\\My and LocalMachine\\My.",
            new Advice("List the certificates in the store, or give a PFX file.", NextStep.ListStoreCertificates));
    }

    /// <summary>The SHA-256 thumbprint in upper-case hexadecimal.</summary>
    /// <param name="certificate">The certificate.</param>
    public static string Sha256Thumbprint(X509Certificate2 certificate)
    {
        return certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }

    /// <summary>Rejects a certificate of another key; both are disposed then.</summary>
    /// <param name="key">The private key.</param>
    /// <param name="keySource">Where the key came from, for the error.</param>
    /// <param name="certificate">The certificate.</param>
    /// <param name="certificateSource">Where the certificate came from, for the error.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.KeyCertificateMismatch"/>.</exception>
    public static void RequireMatch(SfPrivateKey key, string keySource, X509Certificate2 certificate, string certificateSource)
    {
        if (key.Matches(certificate))
        {
            return;
        }

        using (key)
        using (certificate)
        {
            throw Mismatch(keySource, certificate, certificateSource);
        }
    }

    /// <summary>The RSA key of a certificate; null if it has another algorithm or no library accepts the key.</summary>
    internal static RSA? RsaPublicKey(X509Certificate2 certificate)
    {
        try
        {
            return certificate.GetRSAPublicKey();
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The elliptic curve key of a certificate; null if it has another algorithm or no library accepts the key.</summary>
    internal static ECDsa? EcPublicKey(X509Certificate2 certificate)
    {
        try
        {
            return certificate.GetECDsaPublicKey();
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    internal static SfException Mismatch(string keySource, X509Certificate2 certificate, string certificateSource) => new(
        SfErrorKind.KeyCertificateMismatch,
        $"The private key and the certificate do not belong together. Key: {keySource}. Certificate: "
            + $"{certificateSource} (SHA-1 {certificate.Thumbprint}).",
        new Advice(
            "Use the key that was made together with the certificate uploaded to Salesforce, or make a new pair and upload its .crt.",
            NextStep.CreateCertificate));

    /// <param name="path">Full path of the file.</param>
    /// <param name="isPfxRead">Whether a PFX is opened, which can take seconds.</param>
    private static X509Certificate2 FromFile(string path, bool isPfxRead)
    {
        var source = PrivateKeyReader.FileSource(path);
        var bytes = PrivateKeyReader.ReadFile(path);
        try
        {
            using var content = KeyFileContent.Read(bytes, source);
            if (!isPfxRead && content.Items.Any(i => i.Kind == DerKind.Pkcs12))
            {
                throw NoCertificate(source);
            }

            using var file = KeyFile.Open(content, default, source);
            return file.Certificates.Count > 0 ? Load(file.Certificates[0].Der, source)
                : throw file.Keys.Find(k => k.Format == KeyFormat.Pkcs12)?.Problem ?? NoCertificate(source);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>
    /// Loads a certificate and reads every part that is used later: .NET parses each part only on first use.
    /// </summary>
    /// <exception cref="SfException">It is damaged.</exception>
    internal static X509Certificate2 Load(ReadOnlyMemory<byte> der, string source)
    {
        X509Certificate2? certificate = null;
        try
        {
            RequireModulus(der);
            certificate = new X509Certificate2(der.Span);
            _ = (certificate.Subject, certificate.Thumbprint);
            _ = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
            _ = certificate.PublicKey.ExportSubjectPublicKeyInfo();
            RsaPublicKey(certificate)?.Dispose();
            return certificate;
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException or ArgumentException)
        {
            certificate?.Dispose();
            throw KeyErrors.Damaged(source, "certificate", e);
        }
    }

    /// <summary>Rejects an RSA key that no library works with, before one tries.</summary>
    private static void RequireModulus(ReadOnlyMemory<byte> der)
    {
        var certificate = new AsnReader(der, AsnEncodingRules.BER).ReadSequence().ReadSequence();
        if (certificate.PeekTag().TagClass == TagClass.ContextSpecific)
        {
            certificate.ReadEncodedValue();
        }

        // Serial number, algorithm, issuer, dates, subject.
        for (var i = 0; i < 5; i++)
        {
            certificate.ReadEncodedValue();
        }

        var publicKey = certificate.ReadSequence();
        if (publicKey.ReadSequence().ReadObjectIdentifier() == DerFormat.RsaEncryption
            && !RsaKey.IsModulus(
                new AsnReader(publicKey.ReadBitString(out _), AsnEncodingRules.BER).ReadSequence().ReadIntegerBytes().Span))
        {
            throw new CryptographicException("The modulus cannot be one of an RSA key.");
        }
    }

    private static SfException NoCertificate(string source) => new(
        SfErrorKind.KeyFormatUnknown,
        $"{source} holds no certificate.",
        "Give the .crt file that was made together with the key (PEM or DER).");
}
