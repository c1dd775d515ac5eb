using System.Text;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Keys;

public sealed class CertificateReaderTests : IDisposable
{
    private static readonly Dictionary<string, Func<byte[]>> Good = new()
    {
        ["PEM"] = () => TestKeys.Ascii(TestKeys.Certificate.ExportCertificatePem()),
        ["DER"] = () => TestKeys.Certificate.RawData,
        ["PEM with CRLF"] = () => TestKeys.Ascii(TestKeys.Certificate.ExportCertificatePem().ReplaceLineEndings("\r\n")),
        ["PEM with literal \\n"] = () => TestKeys.Ascii(TestKeys.Certificate.ExportCertificatePem().ReplaceLineEndings("\\n")),
        ["PEM on one line"] = () => TestKeys.Ascii(TestKeys.Certificate.ExportCertificatePem().ReplaceLineEndings(" ")),
        ["PEM with a byte order mark"] = () => Encoding.UTF8.GetBytes("\uFEFF" + TestKeys.Certificate.ExportCertificatePem()),
        ["PEM with openssl's text before it"] = () => TestKeys.Ascii("Certificate:\n    Data:\n        Version: 3 (0x2)\n" + TestKeys.Certificate.ExportCertificatePem()),
        ["PEM after its key"] = () => TestKeys.Ascii(TestKeys.Pkcs8Pem + TestKeys.Certificate.ExportCertificatePem()),
    };

    private static readonly Dictionary<string, Func<byte[]>> Bad = new()
    {
        ["empty"] = () => [],
        ["white space"] = () => " \n"u8.ToArray(),
        ["private key PEM"] = () => TestKeys.Ascii(TestKeys.Pkcs8Pem),
        ["private key DER"] = TestKeys.Rsa.ExportPkcs8PrivateKey,
        ["public key PEM"] = () => TestKeys.Ascii(TestKeys.Rsa.ExportSubjectPublicKeyInfoPem()),
        ["prose"] = () => "no certificate"u8.ToArray(),
        ["cut off"] = () => TestKeys.Ascii(TestKeys.Certificate.ExportCertificatePem()[..400]),
        ["DER cut off"] = () => TestKeys.Certificate.RawData[..400],
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> GoodNames => [.. Good.Keys];

    public static TheoryData<string> BadNames => [.. Bad.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(GoodNames))]
    public void A_certificate_of_each_format_is_read(string form)
    {
        using var certificate = CertificateReader.FromFile(_folder.Write("server.crt", Good[form]()));

        Assert.Equal(TestKeys.Certificate.Thumbprint, certificate.Thumbprint);
    }

    [Theory]
    [MemberData(nameof(BadNames))]
    public void A_file_without_certificate_is_named(string content)
    {
        var path = _folder.Write("server.crt", Bad[content]());

        var error = Assert.Throws<SfException>(() => CertificateReader.FromFile(path));

        Assert.Equal(SfErrorKind.KeyFormatUnknown, error.Kind);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        TestKeys.AssertHidesKey(TestKeys.Pkcs8Pem, error);
    }

    [Fact]
    public void A_missing_file_is_an_error() =>
        Assert.Equal(SfErrorKind.KeyFileNotFound, Assert.Throws<SfException>(() => CertificateReader.FromFile(_folder["server.crt"])).Kind);

    [Theory]
    [InlineData("server.crt")]
    [InlineData("server.cer")]
    [InlineData("server.pem")]
    public void The_certificate_beside_a_key_is_found(string name)
    {
        _folder.Write(name, TestKeys.Certificate.RawData);

        using var certificate = CertificateReader.Beside(_folder["server.key"]);

        Assert.Equal(TestKeys.Certificate.Thumbprint, certificate?.Thumbprint);
    }

    [Theory]
    [MemberData(nameof(BadNames))]
    public void Any_other_file_beside_a_key_is_ignored(string content)
    {
        _folder.Write("server.crt", Bad[content]());
        _folder.Write("server.pem", TestKeys.Certificate.RawData);

        using var certificate = CertificateReader.Beside(_folder["server.key"]);

        Assert.Equal(TestKeys.Certificate.Thumbprint, certificate?.Thumbprint);
    }

    [Fact]
    public void The_key_file_itself_does_not_count_as_a_certificate_beside_it()
    {
        _folder.Write("server.pem", TestKeys.Ascii(TestKeys.Pkcs8Pem));

        Assert.Null(CertificateReader.Beside(_folder["server.pem"]));
        Assert.Null(CertificateReader.Beside(_folder["server.key"]));
    }

    [Fact]
    public void A_thumbprint_that_is_in_no_store_is_an_error()
    {
        var error = Assert.Throws<SfException>(() => CertificateReader.FromStore("\u200E00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff 00 11 22 33"));

        Assert.Equal(SfErrorKind.CertificateNotFound, error.Kind);
    }

    [Fact]
    public void A_key_matches_its_own_certificate_only()
    {
        using var key = TestKeys.Read();
        using var other = TestKeys.CertificateOf(TestKeys.OtherRsa);

        Assert.True(key.Matches(TestKeys.Certificate));
        Assert.False(key.Matches(other));
    }

    [Fact]
    public void A_mismatch_names_both_sources_and_the_thumbprint()
    {
        using var other = TestKeys.CertificateOf(TestKeys.OtherRsa);
        var thumbprint = other.Thumbprint;

        var error = Assert.Throws<SfException>(() => CertificateReader.RequireMatch(TestKeys.Read(), "a.key", other, "b.crt"));

        Assert.Equal(SfErrorKind.KeyCertificateMismatch, error.Kind);
        Assert.All(["a.key", "b.crt", thumbprint], word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
    }
}
