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
        AddExtensions(request);
        var (start, end) = Life(options, time);
        return request.CreateSelfSigned(start, end);
    }

    /// <summary>Makes a certificate for a key that is elsewhere: its signer signs the certificate.</summary>
    /// <param name="options">Subject and life.</param>
    /// <param name="signer">What signs with the key; its public half is known.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <returns>A certificate without a private key.</returns>
    /// <exception cref="SfException"><see cref="SfErrorKind.RequestInvalid"/>: the subject is not a distinguished name; or what is wrong
    /// with the signature.</exception>
    public static X509Certificate2 Create(
        CertificateRequestOptions options, IJwtSigner signer, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        using var publicKey = RSA.Create(signer.PublicKey ?? throw new SfException(
            SfErrorKind.ValueMissing,
            "The public key of the signing key is missing.",
            new Advice("Give it: the service that holds the key shows it.", NextStep.SetPublicKey)));
        var generator = new SignerSignatureGenerator(signer, publicKey, cancellationToken);
        var request = new CertificateRequest(ParseSubject(options.Subject), generator.PublicKey, HashAlgorithmName.SHA256);
        AddExtensions(request);
        var (start, end) = Life(options, time);

        // RFC 5280 section 4.1.2.2: positive, at most 20 bytes.
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return request.Create(request.SubjectName, generator, start, end, serial);
    }

    private static void AddExtensions(CertificateRequest request)
    {
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
    }

    private static (DateTimeOffset Start, DateTimeOffset End) Life(CertificateRequestOptions options, TimeProvider? time)
    {
        var now = (time ?? TimeProvider.System).GetUtcNow();
        return (now.AddHours(-1), now.AddDays(options.ValidDays));
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
