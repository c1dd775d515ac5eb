using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.LocalOrg.Metadata.Components;

/// <summary>Reads the <c>certificate</c> of an external client app.</summary>
internal static class AppCertificate
{
    private const string Element = "certificate";
    private const int SmallestKey = 2048;
    private const string Begin = "-----BEGIN CERTIFICATE-----";

    /// <exception cref="MetadataException">It is not a certificate that can verify assertions.</exception>
    public static X509Certificate2 Read(MetadataDocument document, DateTimeOffset now, bool requiresPem)
    {
        var text = document.Text(Element)!;
        if (text.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            throw document.Error(Element, "The certificate must not contain a private key");
        }

        var certificate = Parse(text, requiresPem)
            ?? throw document.Error(Element, "The certificate is not a PEM-encoded X.509 certificate");
        var problem = ProblemOf(certificate, now);
        if (problem is not null)
        {
            certificate.Dispose();
            throw document.Error(Element, problem);
        }

        return certificate;
    }

    private static X509Certificate2? Parse(string text, bool requiresPem)
    {
        try
        {
            return text.Contains(Begin, StringComparison.Ordinal) ? X509Certificate2.CreateFromPem(text)
                : requiresPem ? null
                : X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text));
        }
        catch (Exception error) when (error is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private static string? ProblemOf(X509Certificate2 certificate, DateTimeOffset now)
    {
        using var key = certificate.GetRSAPublicKey();
        return key is null ? "The certificate must have an RSA key"
            : key.KeySize < SmallestKey ? $"The certificate's key has {key.KeySize} bits, fewer than {SmallestKey}"
            : now >= certificate.NotAfter ? "The certificate has expired"
            : now < certificate.NotBefore ? "The certificate is not valid yet"
            : null;
    }
}
