using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Keys;

public sealed class KeyFileInspectorTests : IDisposable
{
    private const KeyFileKind Key = KeyFileKind.PrivateKey;
    private const KeyFileKind Pair = KeyFileKind.CertificateAndPrivateKey;

    private static readonly Dictionary<string, (Func<byte[]> File, KeyFileKind Kind, string Format, bool Encrypted)> OurKey = new()
    {
        ["certificate PEM"] = (() => TestKeys.Ascii(TestKeys.Certificate.ExportCertificatePem()), KeyFileKind.Certificate, "X.509 PEM", false),
        ["certificate DER"] = (() => TestKeys.Certificate.RawData, KeyFileKind.Certificate, "X.509 DER", false),
        ["certificate PEM in base64"] = (() => Base64(TestKeys.Ascii(TestKeys.Certificate.ExportCertificatePem())), KeyFileKind.Certificate, "X.509 PEM in base64", false),
        ["PKCS#1 PEM"] = (() => TestKeys.Ascii(TestKeys.Pkcs1Pem), Key, "PKCS#1 PEM", false),
        ["PKCS#1 DER"] = (TestKeys.Rsa.ExportRSAPrivateKey, Key, "PKCS#1 DER", false),
        ["PKCS#8 PEM"] = (() => TestKeys.Ascii(TestKeys.Pkcs8Pem), Key, "PKCS#8 PEM", false),
        ["PKCS#8 PEM, UTF-16"] = (() => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(TestKeys.Pkcs8Pem)], Key, "PKCS#8 PEM", false),
        ["PKCS#8 DER"] = (TestKeys.Rsa.ExportPkcs8PrivateKey, Key, "PKCS#8 DER", false),
        ["PKCS#8 PEM in base64 of base64"] = (() => Base64(Base64(TestKeys.Ascii(TestKeys.Pkcs8Pem))), Key, "PKCS#8 PEM in base64", false),
        ["encrypted PKCS#8 PEM"] = (() => TestKeys.Ascii(TestKeys.EncryptedPkcs8Pem), Key, "encrypted PKCS#8 PEM", true),
        ["encrypted PKCS#8 DER"] = (() => TestKeys.Rsa.ExportEncryptedPkcs8PrivateKey(TestKeys.Password, TestKeys.Encryption), Key, "encrypted PKCS#8 DER", true),
        ["encrypted PKCS#1 PEM"] = (() => TestKeys.Ascii(TestKeys.OldEncryptedPem("AES-256-CBC", TestKeys.Password)), Key, "encrypted PKCS#1 PEM", true),
        ["PFX"] = (() => TestKeys.Pfx(TestKeys.Password), Pair, "PFX", true),
        ["PFX without password"] = (() => TestKeys.Pfx(null), Pair, "PFX", false),
        ["key and certificate"] = (() => TestKeys.Ascii(TestKeys.Pkcs8Pem + TestKeys.Certificate.ExportCertificatePem()), Pair, "PKCS#8 PEM", false),
        ["public key PEM"] = (() => TestKeys.Ascii(TestKeys.Rsa.ExportSubjectPublicKeyInfoPem()), KeyFileKind.PublicKey, "public key PEM", false),
        ["PKCS#1 public key DER"] = (TestKeys.Rsa.ExportRSAPublicKey, KeyFileKind.PublicKey, "public key DER", false),
    };

    private static readonly Dictionary<string, (Func<byte[]> File, string Format, string? Algorithm, string Problem)> Unusable = new()
    {
        ["EC, SEC 1"] = (() => TestKeys.Ascii(Ec(e => e.ExportECPrivateKeyPem())), "SEC 1 PEM", "EC", "RSA keys only"),
        ["EC, PKCS#8"] = (() => Ec(e => e.ExportPkcs8PrivateKey()), "PKCS#8 DER", "EC", "RSA keys only"),
        ["EC, encrypted"] = (() => TestKeys.Ascii(Ec(e => e.ExportEncryptedPkcs8PrivateKeyPem(TestKeys.Password, TestKeys.Encryption))), "encrypted PKCS#8 PEM", "EC", "RSA keys only"),
        ["EC certificate"] = (EcCertificate, "X.509 DER", "EC", "RSA keys only"),
        ["Ed25519"] = (() => TestKeys.Pkcs8Of("1.3.101.112", [4, 32, .. new byte[32]]), "PKCS#8 DER", "Ed25519", "RSA keys only"),
        ["RSA of 1024 bits"] = (Small, "PKCS#8 DER", "RSA", "2048 bits"),
        ["OpenSSH"] = (() => TestKeys.Ascii(TestKeys.Pem("OPENSSH PRIVATE KEY", [.. "openssh-key-v1\0"u8, .. new byte[400]])), "OpenSSH", null, "SSH logins"),
        ["PuTTY"] = (() => "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n"u8.ToArray(), "PuTTY", null, "SSH logins"),
        ["certificate request"] = (() => TestKeys.Ascii(Request()), "PKCS#10 PEM", null, "certificate authority"),
        ["key and certificate of another"] = (
            () => TestKeys.Ascii(TestKeys.OtherRsa.ExportPkcs8PrivateKeyPem() + "\n" + TestKeys.Certificate.ExportCertificatePem()), "PKCS#8 PEM", "RSA", "do not belong together"),
    };

    private static readonly Dictionary<string, Func<byte[]>> Wrong = new()
    {
        ["empty"] = () => [],
        ["white space"] = () => " \n"u8.ToArray(),
        ["prose"] = () => "This is not what you are looking for."u8.ToArray(),
        ["random bytes"] = () => [0x30, 0x82, .. RandomNumberGenerator.GetBytes(300)],
        ["base64 of prose"] = () => Base64("This is not what you are looking for."u8.ToArray()),
        ["key cut off"] = () => TestKeys.Ascii(TestKeys.Pkcs8Pem[..600]),
        ["certificate DER cut off"] = () => TestKeys.Certificate.RawData[..400],
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> OurKeys => [.. OurKey.Keys];

    public static TheoryData<string> Unusables => [.. Unusable.Keys];

    public static TheoryData<string> Wrongs => [.. Wrong.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(OurKeys))]
    public void Each_format_is_named_and_its_key_recognized(string name)
    {
        var (file, kind, format, encrypted) = OurKey[name];

        using var info = Inspect(_folder.Write("file", file()), TestKeys.Password);

        Assert.Equal((kind, format, encrypted), (info.Kind, info.Format, info.IsEncrypted));
        Assert.Equal(("RSA", 2048), (info.KeyAlgorithm, info.KeySize));
        Assert.Equal(KeyFileInfo.Fingerprint(TestKeys.Rsa.ExportSubjectPublicKeyInfo()), info.PublicKeyFingerprint);
        Assert.Null(info.Problem);
        Assert.Equal(kind is KeyFileKind.Certificate or Pair ? TestKeys.Certificate.Thumbprint : null, info.Certificate?.Thumbprint);
        Assert.Equal(kind is Key or Pair, info.HasPrivateKey);
    }

    [Theory]
    [MemberData(nameof(OurKeys))]
    public void Without_its_password_an_encrypted_file_still_has_its_format(string name)
    {
        var (file, kind, format, encrypted) = OurKey[name];

        using var info = Inspect(_folder.Write("file", file()));

        Assert.Equal((kind, format, encrypted), (info.Kind, info.Format, info.IsEncrypted));
        Assert.Equal(encrypted, info.PublicKeyFingerprint is null);
        Assert.Equal(encrypted, info.Problem?.Contains("encrypted", StringComparison.Ordinal) ?? false);
    }

    [Theory]
    [MemberData(nameof(OurKeys))]
    public void A_wrong_password_is_an_error_if_one_is_needed(string name)
    {
        var (file, _, _, encrypted) = OurKey[name];
        var path = _folder.Write("file", file());
        if (!encrypted)
        {
            using var info = Inspect(path, "wrong");
            Assert.NotNull(info.PublicKeyFingerprint);
            return;
        }

        var error = Assert.Throws<SfException>(() => KeyFileInspector.FromFile(path, "wrong"));
        Assert.Equal(SfErrorKind.KeyPasswordWrong, error.Kind);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Unusables))]
    public void A_key_that_Salesforce_does_not_accept_is_described_and_not_an_error(string name)
    {
        var (file, format, algorithm, problem) = Unusable[name];

        using var info = Inspect(_folder.Write("file", file()), TestKeys.Password);

        Assert.Equal((format, algorithm), (info.Format, info.KeyAlgorithm));
        Assert.Contains(problem, info.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Wrongs))]
    public void Anything_else_is_an_error_that_names_the_file_and_quotes_nothing_from_it(string name)
    {
        var bytes = Wrong[name]();
        var path = _folder.Write("file", bytes);

        var error = Assert.Throws<SfException>(() => KeyFileInspector.FromFile(path));

        Assert.Equal(SfErrorKind.KeyFormatUnknown, error.Kind);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        TestKeys.AssertHidesKey(Encoding.Latin1.GetString(bytes), error);
    }

    [Fact]
    public void Days_until_the_end_become_negative_after_it()
    {
        using var info = Inspect(_folder.Write("file", TestKeys.Certificate.RawData));
        var end = new DateTimeOffset(info.Certificate!.NotAfter);

        Assert.Equal(10, info.DaysLeft(end.AddDays(-10.5)));
        Assert.Equal(0, info.DaysLeft(end.AddHours(-1)));
        Assert.Equal(-1, info.DaysLeft(end.AddHours(1)));
    }

    [Theory]
    [InlineData("a.crt", "a.key")]
    [InlineData("a.cer", "a.pem")]
    [InlineData("a.key", "a.crt")]
    [InlineData("a.pem", "a.crt")]
    public void The_matching_file_beside_a_key_or_certificate_is_found_and_compared(string name, string otherName)
    {
        var isKey = name is "a.key" or "a.pem";
        var path = _folder.Write(name, isKey ? TestKeys.Rsa.ExportPkcs8PrivateKey() : TestKeys.Certificate.RawData);
        var other = _folder.Write(otherName, isKey ? TestKeys.Certificate.RawData : TestKeys.OtherRsa.ExportPkcs8PrivateKey());
        using var info = Inspect(path);

        Assert.Equal((isKey, other), KeyFileInspector.CompareBeside(path, info));
    }

    [Fact]
    public void Missing_unreadable_and_locked_files_and_those_of_the_same_kind_are_not_compared()
    {
        var path = _folder.Write("a.crt", TestKeys.Certificate.RawData);
        using var info = Inspect(path);

        Assert.Null(KeyFileInspector.CompareBeside(path, info));
        _folder.Write("a.key", "prose"u8.ToArray());
        _folder.Write("a.pem", TestKeys.Certificate.RawData);
        _folder.Write("a.pfx", TestKeys.Pfx(TestKeys.Password));
        Assert.Null(KeyFileInspector.CompareBeside(path, info));
        Assert.Equal((true, _folder["a.pfx"]), KeyFileInspector.CompareBeside(path, info, TestKeys.Password));
    }

    private static KeyFileInfo Inspect(string path, string? password = null) => Assert.Single(KeyFileInspector.FromFile(path, password));

    private static byte[] Base64(byte[] bytes) => TestKeys.Ascii(Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks));

    private static T Ec<T>(Func<ECDsa, T> export)
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return export(ec);
    }

    private static byte[] EcCertificate() => Ec(ec =>
    {
        using var certificate = new CertificateRequest("CN=ec", ec, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        return certificate.RawData;
    });

    private static string Request() =>
        new CertificateRequest("CN=x", TestKeys.Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem();

    private static byte[] Small()
    {
#pragma warning disable CA5385 // Too small on purpose.
        using var rsa = RSA.Create(1024);
#pragma warning restore CA5385
        return rsa.ExportPkcs8PrivateKey();
    }
}
