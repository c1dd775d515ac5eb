using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.Tests.Keys;

public sealed class SelfSignedCertificateTests
{
    [Fact]
    public void It_uses_RSA_with_SHA_256_and_is_for_signing_only()
    {
        using var certificate = SelfSignedCertificate.Create(new CertificateRequestOptions { Subject = "ci-deploy" });

        using var key = certificate.GetRSAPrivateKey();
        Assert.Equal(2048, key!.KeySize);
        Assert.Equal("1.2.840.113549.1.1.11", certificate.SignatureAlgorithm.Value);
        Assert.Equal("CN=ci-deploy", certificate.Subject);
        Assert.Equal(certificate.Subject, certificate.Issuer);
        Assert.Equal(X509KeyUsageFlags.DigitalSignature, Assert.Single(certificate.Extensions.OfType<X509KeyUsageExtension>()).KeyUsages);
        Assert.False(Assert.Single(certificate.Extensions.OfType<X509BasicConstraintsExtension>()).CertificateAuthority);
    }

    [Fact]
    public void It_starts_an_hour_ago_and_is_valid_for_the_requested_days()
    {
        var time = new SkippingTime();
        var now = time.GetUtcNow();

        using var certificate = SelfSignedCertificate.Create(new CertificateRequestOptions { Subject = "x", ValidDays = 90 }, time);

        Assert.Equal(now.AddHours(-1), certificate.NotBefore.ToUniversalTime(), TimeSpan.FromSeconds(5));
        Assert.Equal(now.AddDays(90), certificate.NotAfter.ToUniversalTime(), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void The_key_has_the_requested_size()
    {
        using var certificate = SelfSignedCertificate.Create(new CertificateRequestOptions { Subject = "x", KeySize = 3072 });
        using var key = certificate.GetRSAPrivateKey();

        Assert.Equal(3072, key!.KeySize);
    }

    [Theory]
    [InlineData("CN=ci-deploy, O=Example, C=DE", "CN=ci-deploy, O=Example, C=DE")]
    [InlineData("Bau & Söhne, Köln", "CN=\"Bau & Söhne, Köln\"")]
    public void The_subject_is_a_distinguished_name_or_a_plain_one(string subject, string expected)
    {
        using var certificate = SelfSignedCertificate.Create(new CertificateRequestOptions { Subject = subject });

        Assert.Equal(expected, certificate.Subject);
    }

    [Theory]
    [InlineData("NOTANATTRIBUTE=x")]
    [InlineData("CN=x, =")]
    [InlineData("=")]
    [InlineData("")]
    public void An_invalid_subject_is_rejected(string subject)
    {
        var error = Assert.Throws<SfException>(() => SelfSignedCertificate.Create(new CertificateRequestOptions { Subject = subject }));

        Assert.Equal(SfErrorKind.RequestInvalid, error.Kind);
        Assert.Contains("CN=ci-deploy", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_has_its_own_key_and_serial_number()
    {
        using var one = SelfSignedCertificate.Create(new CertificateRequestOptions { Subject = "x" });
        using var two = SelfSignedCertificate.Create(new CertificateRequestOptions { Subject = "x" });

        Assert.NotEqual(one.GetPublicKeyString(), two.GetPublicKeyString());
        Assert.NotEqual(one.SerialNumber, two.SerialNumber);
    }

    [Fact]
    public void The_SHA_256_thumbprint_is_that_of_the_certificates_bytes() =>
        Assert.Equal(Convert.ToHexString(SHA256.HashData(TestKeys.Certificate.RawData)), CertificateReader.Sha256Thumbprint(TestKeys.Certificate));
}
