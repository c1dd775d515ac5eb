using System.Security.Cryptography.X509Certificates;
using System.Text;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Keys;

/// <summary>Every supported key format, as a file and as text.</summary>
public sealed class KeyFormatTests
{
    private static readonly Dictionary<string, (Func<byte[]> File, string? Password, KeyFormat Format)> Files = new()
    {
        ["PKCS#1 PEM"] = (() => TestKeys.Ascii(TestKeys.Pkcs1Pem), null, KeyFormat.Pkcs1),
        ["PKCS#1 DER"] = (TestKeys.Rsa.ExportRSAPrivateKey, null, KeyFormat.Pkcs1),
        ["PKCS#8 PEM"] = (() => TestKeys.Ascii(TestKeys.Pkcs8Pem), null, KeyFormat.Pkcs8),
        ["PKCS#8 DER"] = (TestKeys.Rsa.ExportPkcs8PrivateKey, null, KeyFormat.Pkcs8),
        ["encrypted PKCS#8 PEM"] = (() => TestKeys.Ascii(TestKeys.EncryptedPkcs8Pem), TestKeys.Password, KeyFormat.Pkcs8Encrypted),
        ["encrypted PKCS#8 DER"] = (() => TestKeys.Rsa.ExportEncryptedPkcs8PrivateKey(TestKeys.Password, TestKeys.Encryption), TestKeys.Password, KeyFormat.Pkcs8Encrypted),
        ["PEM encrypted with DES-EDE3"] = Old("DES-EDE3-CBC"),
        ["PEM encrypted with DES"] = Old("DES-CBC"),
        ["PEM encrypted with AES-128"] = Old("AES-128-CBC"),
        ["PEM encrypted with AES-192"] = Old("AES-192-CBC"),
        ["PEM encrypted with AES-256"] = Old("AES-256-CBC"),
        ["PFX with password"] = (() => TestKeys.Pfx(TestKeys.Password), TestKeys.Password, KeyFormat.Pkcs12),
        ["PFX without password"] = (() => TestKeys.Pfx(null), null, KeyFormat.Pkcs12),
        ["key and certificate in one PEM"] = (
            () => TestKeys.Ascii(TestKeys.Pkcs8Pem + TestKeys.Certificate.ExportCertificatePem()), null, KeyFormat.Pkcs8),
        ["certificate and key in one PEM"] = (
            () => TestKeys.Ascii(TestKeys.Certificate.ExportCertificatePem() + "\n" + TestKeys.Pkcs1Pem), null, KeyFormat.Pkcs1),
        ["a chain of certificates, the issuer's first, and key in one PEM"] = (
            () => TestKeys.Ascii(TestKeys.CertificateOf(TestKeys.OtherRsa).ExportCertificatePem() + "\n" + TestKeys.Certificate.ExportCertificatePem() + "\n" + TestKeys.Pkcs8Pem), null, KeyFormat.Pkcs8),
        ["PEM with openssl's bag attributes"] = (
            () => TestKeys.Ascii("Bag Attributes\n    localKeyID: 01 02 03\nKey Attributes: <No Attributes>\n" + TestKeys.Pkcs8Pem), null, KeyFormat.Pkcs8),
    };

    public static TheoryData<string> All => [.. Files.Keys];

    public static TheoryData<string> WithPassword => [.. Files.Where(f => f.Value.Password is not null).Select(f => f.Key)];

    public static TheoryData<string> WithCertificate => [.. Files.Keys.Where(f => f.Contains("PFX", StringComparison.Ordinal) || f.Contains("certificate", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(All))]
    public void A_file_of_each_format_is_read(string format)
    {
        using var folder = new TemporaryFolder();
        var (file, password, expected) = Files[format];

        using var key = PrivateKeyReader.FromFile(folder.Write("server.key", file()), password);

        Assert.Equal(expected, key.Format);
        TestKeys.AssertIsTheKey(key);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Base64_of_a_file_of_each_format_is_read(string format)
    {
        var (file, password, expected) = Files[format];

        using var key = PrivateKeyReader.FromText(Convert.ToBase64String(file()), password);

        Assert.Equal(expected, key.Format);
        TestKeys.AssertIsTheKey(key);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Base64_wrapped_at_76_columns_in_a_file_of_its_own_is_read(string format)
    {
        using var folder = new TemporaryFolder();
        var (file, password, expected) = Files[format];
        var wrapped = Convert.ToBase64String(file(), Base64FormattingOptions.InsertLineBreaks) + "\r\n";

        using var key = PrivateKeyReader.FromFile(folder.Write("server.b64", TestKeys.Ascii(wrapped)), password);

        Assert.Equal(expected, key.Format);
        TestKeys.AssertIsTheKey(key);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public void A_PEM_file_with_a_byte_order_mark_is_read(string encoding)
    {
        using var folder = new TemporaryFolder();
        var text = Encoding.GetEncoding(encoding);

        using var key = PrivateKeyReader.FromFile(folder.Write("server.key", [.. text.GetPreamble(), .. text.GetBytes(TestKeys.Pkcs8Pem)]));

        TestKeys.AssertIsTheKey(key);
    }

    [Theory]
    [MemberData(nameof(WithCertificate))]
    public void The_certificate_that_comes_with_a_key_is_kept(string format)
    {
        var (file, password, _) = Files[format];

        using var key = PrivateKeyReader.FromBytes(file(), password);

        Assert.Equal(TestKeys.Certificate.Thumbprint, key.Certificate?.Thumbprint);
    }

    [Theory]
    [MemberData(nameof(WithPassword))]
    public void An_encrypted_key_without_password_is_an_error(string format)
    {
        using var folder = new TemporaryFolder();
        var content = Files[format].File();
        var path = folder.Write("server.key", content);

        var error = Assert.Throws<SfException>(() => PrivateKeyReader.FromFile(path));

        Assert.Equal(SfErrorKind.KeyPasswordRequired, error.Kind);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("SF_JWT_KEY_PASSWORD", error.Remedy, StringComparison.Ordinal);
        TestKeys.AssertHidesKey(Encoding.Latin1.GetString(content), error);
    }

    [Theory]
    [MemberData(nameof(WithPassword))]
    public void A_wrong_password_is_an_error_and_not_shown(string format)
    {
        using var folder = new TemporaryFolder();
        var content = Files[format].File();
        var path = folder.Write("server.key", content);

        var error = Assert.Throws<SfException>(() => PrivateKeyReader.FromFile(path, "battery staple"));

        Assert.Equal(SfErrorKind.KeyPasswordWrong, error.Kind);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("battery", error + error.Remedy, StringComparison.Ordinal);
        TestKeys.AssertHidesKey(Encoding.Latin1.GetString(content), error);
    }

    [Theory]
    [InlineData("-des3")]
    [InlineData("-aes128")]
    [InlineData("-aes256")]
    public async Task A_key_in_openssls_old_encryption_is_read(string cipher)
    {
        using var folder = new TemporaryFolder();
        var plain = folder.Write("plain.key", TestKeys.Ascii(TestKeys.Pkcs8Pem));
        await OpenSsl.RunAsync("rsa", "-in", plain, "-traditional", cipher, "-passout", "pass:" + TestKeys.Password, "-out", folder["server.key"]);

        using var key = PrivateKeyReader.FromFile(folder["server.key"], TestKeys.Password);

        Assert.Equal(KeyFormat.Pkcs1Encrypted, key.Format);
        TestKeys.AssertIsTheKey(key);
    }

    [Fact]
    public void A_password_for_an_unencrypted_key_is_ignored()
    {
        using var key = PrivateKeyReader.FromText(TestKeys.Pkcs1Pem, "not needed");

        TestKeys.AssertIsTheKey(key);
    }

    [Fact]
    public void A_key_is_read_from_a_certificate_object_without_disposing_it()
    {
        using var certificate = TestKeys.CertificateOf(TestKeys.Rsa);

        using (var key = SfPrivateKey.FromCertificate(certificate))
        {
            Assert.Equal(KeyFormat.Certificate, key.Format);
            TestKeys.AssertIsTheKey(key);
        }

        using var stillUsable = certificate.GetRSAPrivateKey();
        Assert.NotNull(stillUsable);
    }

    private static (Func<byte[]> File, string? Password, KeyFormat Format) Old(string cipher) =>
        (() => TestKeys.Ascii(TestKeys.OldEncryptedPem(cipher, TestKeys.Password)), TestKeys.Password, KeyFormat.Pkcs1Encrypted);
}
