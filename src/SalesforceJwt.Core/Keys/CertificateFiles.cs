using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SalesforceJwt.Core.Keys;

/// <summary>The files of one key pair: their paths, and writing all of them or none.</summary>
/// <param name="CertificatePath">The certificate (PEM), which is uploaded to Salesforce.</param>
/// <param name="KeyPath">The private key (PKCS#8 PEM), which never leaves this machine.</param>
/// <param name="PfxPath">Both in one PKCS#12 file; null without a password to protect it.</param>
internal sealed record CertificateFiles(string CertificatePath, string KeyPath, string? PfxPath)
{
    // OWASP's figure for servers (600,000) would cost every sign-in 0.2 s; openssl's own default is 2,048.
    internal static readonly PbeParameters KeyEncryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 100_000);

    /// <summary>The paths of all files.</summary>
    public IEnumerable<string> Paths => PfxPath is null ? [CertificatePath, KeyPath] : [CertificatePath, KeyPath, PfxPath];

    /// <summary>Names the files <c>NAME.crt</c>, <c>NAME.key</c> and, with a password, <c>NAME.pfx</c> in a folder.</summary>
    /// <param name="folder">Full path of the folder.</param>
    /// <param name="name">Base of the file names.</param>
    /// <param name="withPfx">Whether there is a password, and so a PFX.</param>
    public static CertificateFiles In(string folder, string name, bool withPfx) => new(
        Path.Combine(folder, name + ".crt"),
        Path.Combine(folder, name + ".key"),
        withPfx ? Path.Combine(folder, name + ".pfx") : null);

    /// <summary>
    /// Writes certificate and key: all files, or none and nothing changes. The key file is readable only by its owner from its first
    /// byte on.
    /// </summary>
    /// <param name="certificate">A certificate that holds its private key.</param>
    /// <param name="password">Encrypts key and PFX; empty for a plain key.</param>
    /// <param name="overwrite">Whether existing files are replaced.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.FileExists"/>, <see cref="SfErrorKind.FolderNotFound"/> or
    /// <see cref="SfErrorKind.FileAccessFailed"/>.</exception>
    public void Write(X509Certificate2 certificate, ReadOnlySpan<char> password, bool overwrite)
    {
        using var rsa = certificate.GetRSAPrivateKey()!;
        var keyPem = password.IsEmpty ? rsa.ExportPkcs8PrivateKeyPem() : rsa.ExportEncryptedPkcs8PrivateKeyPem(password, KeyEncryption);
        var files = new FileSet();
        files.Add(CertificatePath, Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n"), secret: false);
        files.Add(KeyPath, Encoding.ASCII.GetBytes(keyPem + "\n"), secret: true);
        if (PfxPath is not null)
        {
            files.Add(PfxPath, certificate.Export(X509ContentType.Pkcs12, password.ToString()), secret: true);
        }
        else
        {
            // A PFX of an earlier key pair of this name holds another key.
            files.Replace(Path.ChangeExtension(KeyPath, ".pfx"));
        }

        files.Write(overwrite);
    }

    /// <summary>The key pair as users see it.</summary>
    /// <param name="certificate">The certificate that was written.</param>
    /// <param name="isEncrypted">Whether a password encrypts the key.</param>
    public SfCertificate ToModel(X509Certificate2 certificate, bool isEncrypted) =>
        ToModel(certificate, CertificatePath, KeyPath, PfxPath, isEncrypted);

    /// <summary>A certificate, and its key if that is in a file, as users see them.</summary>
    internal static SfCertificate ToModel(
        X509Certificate2 certificate, string path, string? keyPath = null, string? pfxPath = null, bool isEncrypted = false) => new(
        path, keyPath, pfxPath, certificate.Subject, certificate.Thumbprint, certificate.GetCertHashString(HashAlgorithmName.SHA256))
        {
            NotBefore = certificate.NotBefore,
            NotAfter = certificate.NotAfter,
            KeySize = certificate.GetRSAPublicKey()!.KeySize,
            IsKeyEncrypted = isEncrypted,
        };

    /// <summary>The error for an existing file that must not be overwritten.</summary>
    /// <param name="path">The file.</param>
    public static SfException Exists(string path) => new(
        SfErrorKind.FileExists,
        $"'{path}' already exists; nothing was written.",
        new Advice(
            "Choose another name or folder, or overwrite the files. The old key stops working with Salesforce only when its "
                + "certificate is replaced there.",
            NextStep.OverwriteFile));
}
