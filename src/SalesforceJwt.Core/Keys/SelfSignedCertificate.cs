using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.Core.Keys;

/// <summary>Makes the RSA key and self-signed certificate whose public half is uploaded to a Salesforce app.</summary>
internal static class SelfSignedCertificate
{
    /// <summary>Makes a key and its certificate. It starts an hour ago, so that a clock that runs behind does not refuse it.</summary>
    /// <param name="options">Subject, size and life.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <returns>A certificate that holds its private key.</returns>
    /// <exception cref="SfException"><see cref="SfErrorKind.RequestInvalid"/>: the subject is not a distinguished name.</exception>
    public static X509Certificate2 Create(CertificateRequestOptions options, TimeProvider? time = null)
    {
        using var rsa = RSA.Create(options.KeySize);
        var request = new CertificateRequest(ParseSubject(options.Subject), rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = (time ?? TimeProvider.System).GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddDays(options.ValidDays));
    }

    private static X500DistinguishedName ParseSubject(string subject)
    {
        try
        {
            if (subject.Contains('='))
            {
                return new X500DistinguishedName(subject);
            }

            var name = new X500DistinguishedNameBuilder();
            name.AddCommonName(subject);
            return name.Build();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new SfException(
                SfErrorKind.RequestInvalid,
                $"'{subject}' is not a distinguished name: {e.Message}",
                "Write it like CN=ci-deploy, O=Example, C=DE, with commas between the parts; or give a plain name.",
                e);
        }
    }
}
