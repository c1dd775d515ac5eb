using System.Security.Cryptography.X509Certificates;
using System.Text;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Keys;

public sealed class OneLineKeyTests : IDisposable
{
    private static readonly Dictionary<string, (Func<byte[]> File, bool Encrypted)> Files = new()
    {
        ["PKCS#1 PEM"] = (() => TestKeys.Ascii(TestKeys.Pkcs1Pem), false),
        ["PKCS#8 PEM"] = (() => TestKeys.Ascii(TestKeys.Pkcs8Pem), false),
        ["PKCS#8 DER"] = (TestKeys.Rsa.ExportPkcs8PrivateKey, false),
        ["PKCS#8 PEM in base64"] = (() => TestKeys.Ascii(Convert.ToBase64String(TestKeys.Ascii(TestKeys.Pkcs8Pem))), false),
        ["key and certificate"] = (() => TestKeys.Ascii(TestKeys.Certificate.ExportCertificatePem() + "\n" + TestKeys.Pkcs8Pem), false),
        ["PFX without password"] = (() => TestKeys.Pfx(null), false),
        ["encrypted PKCS#8 PEM"] = (() => TestKeys.Ascii(TestKeys.EncryptedPkcs8Pem), true),
        ["encrypted PKCS#8 PEM on one line"] = (() => TestKeys.Ascii(TestKeys.EncryptedPkcs8Pem.Replace("\n", "\\n", StringComparison.Ordinal)), true),
        ["encrypted PKCS#8 DER"] = (() => TestKeys.Rsa.ExportEncryptedPkcs8PrivateKey(TestKeys.Password, TestKeys.Encryption), true),
        ["encrypted PKCS#1 PEM"] = (() => TestKeys.Ascii(TestKeys.OldEncryptedPem("AES-256-CBC", TestKeys.Password)), true),
        ["PFX"] = (() => TestKeys.Pfx(TestKeys.Password), true),
        ["PFX in base64"] = (() => TestKeys.Ascii(Convert.ToBase64String(TestKeys.Pfx(TestKeys.Password))), true),
    };

    /// <summary>The line as CI systems, shells and users change it.</summary>
    private static readonly Dictionary<string, Func<string, string>> Manglings = new()
    {
        ["as it is"] = v => v,
        ["trailing newline"] = v => v + "\n",
        ["trailing CRLF"] = v => v + "\r\n",
        ["double quotes"] = v => $"\"{v}\"",
        ["single quotes and a newline"] = v => $"'{v}'\n",
        ["wrapped at 64"] = v => Wrap(v, 64, "\n"),
        ["wrapped at 76"] = v => Wrap(v, 76, "\n"),
        ["wrapped at 76 with CRLF"] = v => Wrap(v, 76, "\r\n"),
        ["wrapped with spaces"] = v => Wrap(v, 64, " "),
        ["wrapped with literal \\n"] = v => Wrap(v, 64, "\\n"),
        ["wrapped with literal \\r\\n"] = v => Wrap(v, 64, "\\r\\n"),
        ["wrapped with literal \\\\n"] = v => Wrap(v, 64, "\\\\n"),
        ["a backslash at each line's end"] = v => Wrap(v, 64, "\\\n"),
        ["literal \\n at the end"] = v => v + "\\n",
        ["byte order mark"] = v => "\uFEFF" + v,
        ["quoted with a byte order mark"] = v => $"\uFEFF \"{v}\" ",
        ["indented"] = v => "    " + Wrap(v, 64, "\n    "),
        ["base64 once more"] = v => Convert.ToBase64String(TestKeys.Ascii(v)),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> AllFiles => [.. Files.Keys];

    public static TheoryData<string> AllManglings => [.. Manglings.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(AllFiles))]
    public void Every_key_becomes_one_line_that_any_CI_system_accepts_and_masks(string name)
    {
        var (file, encrypted) = Files[name];
        using var line = OneLineKey.FromFile(_folder.Write("file", file()), TestKeys.Password);

        Assert.Equal(encrypted, line.IsEncrypted);
        Assert.Matches("^[A-Za-z0-9+/]{8,}=*$", new string(line.Value));
        using var key = PrivateKeyReader.FromText(line.Value, encrypted ? TestKeys.Password : default);
        TestKeys.AssertIsTheKey(key);
    }

    [Theory]
    [MemberData(nameof(AllFiles))]
    public void Without_a_password_an_encrypted_key_stays_encrypted_and_a_plain_key_is_converted(string name)
    {
        var (file, encrypted) = Files[name];
        using var line = OneLineKey.FromFile(_folder.Write("file", file()));

        Assert.Equal(encrypted, line.IsEncrypted);
        using var key = PrivateKeyReader.FromText(line.Value, TestKeys.Password);
        TestKeys.AssertIsTheKey(key);
    }

    [Theory]
    [MemberData(nameof(AllFiles))]
    public void Decrypted_it_is_the_base64_of_a_PKCS8_PEM(string name)
    {
        using var line = OneLineKey.FromFile(_folder.Write("file", Files[name].File()), TestKeys.Password, decrypt: true);

        Assert.False(line.IsEncrypted);
        Assert.Equal(TestKeys.Pkcs8Pem, Encoding.ASCII.GetString(Convert.FromBase64CharArray(line.Value, 0, line.Value.Length)));
    }

    [Theory]
    [MemberData(nameof(AllManglings))]
    public void The_line_is_read_whatever_happens_to_it(string mangling)
    {
        foreach (var (file, encrypted) in Files.Values)
        {
            using var line = OneLineKey.FromFile(_folder.Write("file", file()), TestKeys.Password);
            using var key = PrivateKeyReader.FromText(Manglings[mangling](new string(line.Value)), encrypted ? TestKeys.Password : default);
            TestKeys.AssertIsTheKey(key);
        }
    }

    [Fact]
    public void Text_is_accepted_like_a_file()
    {
        using var line = OneLineKey.FromText(TestKeys.Pkcs1Pem.Replace("\n", "\\n", StringComparison.Ordinal));

        using var key = PrivateKeyReader.FromText(line.Value);
        TestKeys.AssertIsTheKey(key);
    }

    [Fact]
    public async Task Openssl_reads_what_the_line_decodes_to()
    {
        foreach (var name in new[] { "encrypted PKCS#8 PEM on one line", "encrypted PKCS#1 PEM", "PKCS#1 PEM" })
        {
            using var line = OneLineKey.FromFile(_folder.Write("file", Files[name].File()));
            var path = _folder.Write("decoded.key", Convert.FromBase64CharArray(line.Value, 0, line.Value.Length));
            Assert.Contains("RSA key ok", await OpenSsl.RunAsync("rsa", "-in", path, "-passin", "pass:" + TestKeys.Password, "-check", "-noout"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("locked", "wrong", false, SfErrorKind.KeyPasswordWrong)]
    [InlineData("locked", "", true, SfErrorKind.KeyPasswordRequired)]
    [InlineData("certificate", "", false, SfErrorKind.KeyNotPrivate)]
    [InlineData("prose", "", false, SfErrorKind.KeyFormatUnknown)]
    public void An_unusable_key_is_an_error(string content, string password, bool decrypt, SfErrorKind kind)
    {
        var path = _folder.Write("file", content switch
        {
            "locked" => TestKeys.Ascii(TestKeys.EncryptedPkcs8Pem),
            "certificate" => TestKeys.Certificate.RawData,
            _ => "prose"u8.ToArray(),
        });

        Assert.Equal(kind, Assert.Throws<SfException>(() => OneLineKey.FromFile(path, password, decrypt)).Kind);
    }

    [Fact]
    public void A_PFX_that_is_too_large_for_a_secret_is_an_error()
    {
        var many = new X509Certificate2Collection(TestKeys.Certificate);
        for (var i = 0; i < 60; i++)
        {
            many.Add(X509CertificateLoader.LoadCertificate(TestKeys.CertificateOf(TestKeys.OtherRsa).RawData));
        }

        var path = _folder.Write("file", many.Export(X509ContentType.Pkcs12, TestKeys.Password)!);

        var error = Assert.Throws<SfException>(() => OneLineKey.FromFile(path, TestKeys.Password));
        Assert.Equal(SfErrorKind.KeyTooLarge, error.Kind);
        using var line = OneLineKey.FromFile(path, TestKeys.Password, decrypt: true);
        Assert.True(line.Value.Length < 3000);
    }

    private static string Wrap(string value, int width, string newline) => string.Join(newline, value.Chunk(width).Select(c => new string(c)));
}
