using System.Text;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Keys;

/// <summary>Text around a key, and wrong PEM labels: the content decides.</summary>
public sealed class KeyWrappingTests : IDisposable
{
    private static readonly Dictionary<string, (Func<byte[]> File, KeyFormat Format)> Wrapped = new()
    {
        ["certutil -encode of a PFX"] = (() => Labelled("CERTIFICATE", TestKeys.Pfx(TestKeys.Password)), KeyFormat.Pkcs12),
        ["certutil -encode of a PEM"] = (() => Labelled("CERTIFICATE", TestKeys.Ascii(TestKeys.Pkcs8Pem)), KeyFormat.Pkcs8),
        ["certutil -encode of a PEM in UTF-16"] = (
            () => Labelled("CERTIFICATE", Encoding.Unicode.GetBytes(TestKeys.Pkcs8Pem)), KeyFormat.Pkcs8),
        ["certutil -encode of base64"] = (
            () => Labelled("CERTIFICATE", TestKeys.Ascii(Convert.ToBase64String(TestKeys.Rsa.ExportPkcs8PrivateKey()))), KeyFormat.Pkcs8),
        ["certutil -encode, and base64 of it"] = (() => Base64(Labelled("CERTIFICATE", TestKeys.Pfx(TestKeys.Password))), KeyFormat.Pkcs12),
        ["certutil -encode of an encrypted DER"] = (
            () => Labelled("CERTIFICATE", TestKeys.Rsa.ExportEncryptedPkcs8PrivateKey(TestKeys.Password, TestKeys.Encryption)),
            KeyFormat.Pkcs8Encrypted),
        ["PKCS#8 that says RSA PRIVATE KEY"] = (() => Labelled("RSA PRIVATE KEY", TestKeys.Rsa.ExportPkcs8PrivateKey()), KeyFormat.Pkcs8),
        ["PKCS#1 that says PRIVATE KEY"] = (() => Labelled("PRIVATE KEY", TestKeys.Rsa.ExportRSAPrivateKey()), KeyFormat.Pkcs1),
        ["PKCS#8 that says EC PRIVATE KEY"] = (() => Labelled("EC PRIVATE KEY", TestKeys.Rsa.ExportPkcs8PrivateKey()), KeyFormat.Pkcs8),
        ["PKCS#1 that says OPENSSH PRIVATE KEY"] = (
            () => Labelled("OPENSSH PRIVATE KEY", TestKeys.Rsa.ExportRSAPrivateKey()), KeyFormat.Pkcs1),
        ["encrypted, says PRIVATE KEY"] = (
            () => Labelled("PRIVATE KEY", TestKeys.Rsa.ExportEncryptedPkcs8PrivateKey(TestKeys.Password, TestKeys.Encryption)),
            KeyFormat.Pkcs8Encrypted),
        ["plain, says ENCRYPTED PRIVATE KEY"] = (
            () => Labelled("ENCRYPTED PRIVATE KEY", TestKeys.Rsa.ExportPkcs8PrivateKey()), KeyFormat.Pkcs8),
        ["says PKCS12"] = (() => Labelled("PKCS12", TestKeys.Pfx(TestKeys.Password)), KeyFormat.Pkcs12),
        ["UTF-16 with its mark"] = (() => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(TestKeys.Pkcs8Pem)], KeyFormat.Pkcs8),
        ["UTF-16, big-endian, with its mark"] = (
            () => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(TestKeys.Pkcs8Pem)], KeyFormat.Pkcs8),
        ["UTF-16 without a mark"] = (() => Encoding.Unicode.GetBytes(TestKeys.Pkcs8Pem), KeyFormat.Pkcs8),
        ["UTF-16, big-endian, without a mark"] = (() => Encoding.BigEndianUnicode.GetBytes(TestKeys.Pkcs8Pem), KeyFormat.Pkcs8),
        ["UTF-32 with its mark"] = (() => [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes(TestKeys.Pkcs8Pem)], KeyFormat.Pkcs8),
        ["base64 of UTF-16"] = (() => Base64(Encoding.Unicode.GetBytes(TestKeys.Pkcs8Pem)), KeyFormat.Pkcs8),
        ["base64 of UTF-16 with its mark"] = (
            () => Base64([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(TestKeys.Pkcs8Pem)]), KeyFormat.Pkcs8),
        ["base64 of UTF-16, big-endian"] = (() => Base64(Encoding.BigEndianUnicode.GetBytes(TestKeys.Pkcs8Pem)), KeyFormat.Pkcs8),
        ["base64 in UTF-16"] = (() => Encoding.Unicode.GetBytes(Convert.ToBase64String(TestKeys.Pfx(TestKeys.Password))), KeyFormat.Pkcs12),
        ["base64 of base64 of UTF-16"] = (() => Base64(Base64(Encoding.Unicode.GetBytes(TestKeys.Pkcs8Pem))), KeyFormat.Pkcs8),
        ["base64url without padding"] = (
            () => TestKeys.Ascii(Convert.ToBase64String(TestKeys.Pfx(TestKeys.Password)).Replace('+', '-').Replace('/', '_').TrimEnd('=')),
            KeyFormat.Pkcs12),
        ["hexadecimal"] = (() => TestKeys.Ascii(Convert.ToHexString(TestKeys.Pfx(TestKeys.Password))), KeyFormat.Pkcs12),
        ["hexadecimal of UTF-16, as ConvertFrom-SecureString writes it"] = (
            () => TestKeys.Ascii(Convert.ToHexString(Encoding.Unicode.GetBytes(TestKeys.Pkcs8Pem)).ToLowerInvariant()), KeyFormat.Pkcs8),
        ["no-break spaces of a web page"] = (
            () => Encoding.UTF8.GetBytes(TestKeys.Pkcs8Pem.Replace("\n", "\u00A0\n", StringComparison.Ordinal)), KeyFormat.Pkcs8),
        ["zero-width spaces of a web page"] = (() => Encoding.UTF8.GetBytes(
            "\u200B" + TestKeys.Pkcs8Pem.Replace("\n", "\u200B\n", StringComparison.Ordinal)), KeyFormat.Pkcs8),
        ["JSON that holds a PEM"] = (() => TestKeys.Ascii(
            $"{{\"private_key\": \"{TestKeys.Pkcs8Pem.Replace("\n", "\\n", StringComparison.Ordinal)}\"}}"), KeyFormat.Pkcs8),
        ["JSON Web Key"] = (() => TestKeys.Ascii(Jwk()), KeyFormat.Jwk),
        ["set of JSON Web Keys"] = (() => TestKeys.Ascii($"{{\"keys\": [{Jwk()}]}}"), KeyFormat.Jwk),
        ["base64 of a JSON Web Key"] = (() => Base64(TestKeys.Ascii(Jwk())), KeyFormat.Jwk),
        ["ToXmlString"] = (() => TestKeys.Ascii(TestKeys.Rsa.ToXmlString(includePrivateParameters: true)), KeyFormat.Xml),
        ["DER and a newline"] = (() => [.. TestKeys.Rsa.ExportPkcs8PrivateKey(), (byte)'\n'], KeyFormat.Pkcs8),
        ["PFX of a key without its certificate"] = (() => KeyBuilder.Pfx([(TestKeys.Rsa, "alias")]), KeyFormat.Pkcs12),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> All => [.. Wrapped.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public void A_key_is_read_whatever_is_around_it(string wrapping)
    {
        var (file, format) = Wrapped[wrapping];
        var path = _folder.Write("file", file());

        using var key = PrivateKeyReader.FromFile(path, TestKeys.Password);

        Assert.Equal(format, key.Format);
        TestKeys.AssertIsTheKey(key);
        using var info = Assert.Single(KeyFileInspector.FromFile(path, TestKeys.Password));
        Assert.True(info.HasPrivateKey);
        using var line = OneLineKey.FromFile(path, TestKeys.Password);
        using var again = PrivateKeyReader.FromText(line.Value, TestKeys.Password);
        TestKeys.AssertIsTheKey(again);
    }

    [Theory]
    [InlineData("PRIVATE KEY")]
    [InlineData("PKCS7")]
    [InlineData("TRUSTED CERTIFICATE")]
    public void A_certificate_is_read_whatever_its_label_says(string label)
    {
        using var certificate = CertificateReader.FromFile(_folder.Write("server.crt", Labelled(label, TestKeys.Certificate.RawData)));

        Assert.Equal(TestKeys.Certificate.Thumbprint, certificate.Thumbprint);
    }

    [Fact]
    public async Task Certificates_of_a_p7b_are_read()
    {
        var source = _folder.Write("server.crt", TestKeys.Ascii(TestKeys.Certificate.ExportCertificatePem()));
        foreach (var form in new[] { "DER", "PEM" })
        {
            await OpenSsl.RunAsync("crl2pkcs7", "-nocrl", "-certfile", source, "-outform", form, "-out", _folder["server.p7b"]);

            using var certificate = CertificateReader.FromFile(_folder["server.p7b"]);
            Assert.Equal(TestKeys.Certificate.Thumbprint, certificate.Thumbprint);
            var error = Assert.Throws<SfException>(() => PrivateKeyReader.FromFile(_folder["server.p7b"]));
            Assert.Equal(SfErrorKind.KeyNotPrivate, error.Kind);
        }
    }

    private static byte[] Labelled(string label, byte[] content) => TestKeys.Ascii(TestKeys.Pem(label, content).ReplaceLineEndings("\r\n"));

    private static byte[] Base64(byte[] content) =>
        TestKeys.Ascii(Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks));

    private static string Jwk()
    {
        var p = TestKeys.Rsa.ExportParameters(includePrivateParameters: true);
        var numbers = new Dictionary<string, byte[]?>
        {
            ["n"] = p.Modulus,
            ["e"] = p.Exponent,
            ["d"] = p.D,
            ["p"] = p.P,
            ["q"] = p.Q,
            ["dp"] = p.DP,
            ["dq"] = p.DQ,
            ["qi"] = p.InverseQ,
        };
        return "{\"kty\":\"RSA\"," + string.Join(',', numbers.Select(
            n => $"\"{n.Key}\":\"{Convert.ToBase64String(n.Value!).Replace('+', '-').Replace('/', '_').TrimEnd('=')}\"")) + "}";
    }
}
