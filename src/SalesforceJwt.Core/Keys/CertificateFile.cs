using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SalesforceJwt.Core.Keys;

/// <summary>The file of a certificate whose key is elsewhere.</summary>
/// <param name="Path">The certificate (PEM), which is uploaded to Salesforce.</param>
internal sealed record CertificateFile(string Path)
{
    /// <summary>Names the file <c>NAME.crt</c> in a folder.</summary>
    /// <param name="folder">Full path of the folder.</param>
    /// <param name="name">Base of the file name.</param>
    public static CertificateFile In(string folder, string name) => new(System.IO.Path.Combine(folder, name + ".crt"));

    /// <summary>Writes the certificate, or changes nothing.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="overwrite">Whether an existing file is replaced.</param>
    /// <exception cref="SfException">As <see cref="CertificateFiles.Write"/> throws.</exception>
    public void Write(X509Certificate2 certificate, bool overwrite)
    {
        var files = new FileSet();
        files.Add(Path, Encoding.ASCII.GetBytes(certificate.ExportCertificatePem() + "\n"), secret: false);
        files.Write(overwrite);
    }

    /// <summary>The certificate as users see it.</summary>
    public SfCertificate ToModel(X509Certificate2 certificate) => CertificateFiles.ToModel(certificate, Path);
}
