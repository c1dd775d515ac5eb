using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Keys;

/// <summary>Unusable keys: the kind of error, which names the file and shows none of its content.</summary>
public sealed class BadKeyTests : IDisposable
{
    private static readonly Dictionary<string, (Func<byte[]> File, SfErrorKind Kind, string Word)> Files = new()
    {
        ["empty file"] = (() => [], SfErrorKind.KeyFormatUnknown, "empty"),
        ["white space"] = (() => " \r\n\t\n"u8.ToArray(), SfErrorKind.KeyFormatUnknown, "empty"),
        ["a pair of quotes"] = (() => "\"\"\n"u8.ToArray(), SfErrorKind.KeyFormatUnknown, "empty"),
        ["prose"] = (() => "This is not the key that you are looking for."u8.ToArray(), SfErrorKind.KeyFormatUnknown, "no private key"),
        ["a name of a variable"] = (() => "$SF_JWT_KEY"u8.ToArray(), SfErrorKind.KeyFormatUnknown, "name of a variable"),
        ["random bytes"] = (() => RandomBytes(1200, 0x81), SfErrorKind.KeyFormatUnknown, "no private key"),
        ["random bytes that begin like DER"] = (() => RandomBytes(1200, 0x30, 0x82), SfErrorKind.KeyFormatUnknown, "damaged"),
        ["a zip file"] = (() => RandomBytes(400, (byte)'P', (byte)'K', 3, 4), SfErrorKind.KeyFormatUnknown, "a zip file"),
        ["base64 of random bytes"] = (() => TestKeys.Ascii(Convert.ToBase64String(RandomBytes(1200, 0x81))), SfErrorKind.KeyFormatUnknown, "no private key"),
        ["2 MB"] = (() => new byte[2 * 1024 * 1024], SfErrorKind.KeyFormatUnknown, "larger than any key"),
        ["public key"] = (() => TestKeys.Ascii(TestKeys.Rsa.ExportSubjectPublicKeyInfoPem()), SfErrorKind.KeyNotPrivate, "a public key"),
        ["PKCS#1 public key"] = (() => TestKeys.Ascii(TestKeys.Rsa.ExportRSAPublicKeyPem()), SfErrorKind.KeyNotPrivate, "a public key"),
        ["public key DER"] = (TestKeys.Rsa.ExportSubjectPublicKeyInfo, SfErrorKind.KeyNotPrivate, "a public key"),
        ["PKCS#1 public key DER"] = (TestKeys.Rsa.ExportRSAPublicKey, SfErrorKind.KeyNotPrivate, "a public key"),
        ["certificate"] = (() => TestKeys.Ascii(TestKeys.Certificate.ExportCertificatePem()), SfErrorKind.KeyNotPrivate, "a certificate"),
        ["certificate DER"] = (() => TestKeys.Certificate.RawData, SfErrorKind.KeyNotPrivate, "a certificate"),
        ["certificate request"] = (() => TestKeys.Ascii(CertificateRequest()), SfErrorKind.KeyNotPrivate, "a certificate"),
        ["PFX without private key"] = (PfxWithoutKey, SfErrorKind.KeyNotPrivate, "a certificate"),
        ["EC, SEC 1"] = (() => TestKeys.Ascii(Ec(e => e.ExportECPrivateKeyPem())), SfErrorKind.KeyNotRsa, "EC"),
        ["EC, PKCS#8"] = (() => TestKeys.Ascii(Ec(e => e.ExportPkcs8PrivateKeyPem())), SfErrorKind.KeyNotRsa, "EC"),
        ["EC, DER"] = (() => Ec(e => e.ExportPkcs8PrivateKey()), SfErrorKind.KeyNotRsa, "EC"),
        ["EC, PFX"] = (EcPfx, SfErrorKind.KeyNotRsa, "EC"),
        ["EC, with parameters before it"] = (
            () => TestKeys.Ascii(TestKeys.Pem("EC PARAMETERS", [6, 8, 42, 134, 72, 206, 61, 3, 1, 7]) + Ec(e => e.ExportECPrivateKeyPem())), SfErrorKind.KeyNotRsa, "EC"),
        ["DSA"] = (() => TestKeys.Ascii(TestKeys.Pem("DSA PRIVATE KEY", TestKeys.Numbers(6))), SfErrorKind.KeyNotRsa, "DSA"),
        ["DSA, PKCS#8"] = (() => TestKeys.Ascii(TestKeys.Pem("PRIVATE KEY", TestKeys.Pkcs8Of("1.2.840.10040.4.1", RandomBytes(24)))), SfErrorKind.KeyNotRsa, "DSA"),
        ["Ed25519"] = (() => TestKeys.Ascii(TestKeys.Pem("PRIVATE KEY", TestKeys.Pkcs8Of("1.3.101.112", [4, 32, .. RandomBytes(32)]))), SfErrorKind.KeyNotRsa, "Ed25519"),
        ["RSA-PSS"] = (() => TestKeys.Ascii(TestKeys.Pem("PRIVATE KEY", TestKeys.Pkcs8Of("1.2.840.113549.1.1.10", TestKeys.Rsa.ExportRSAPrivateKey()))), SfErrorKind.KeyNotRsa, "RSA-PSS"),
        ["OpenSSH"] = (() => TestKeys.Ascii(TestKeys.Pem("OPENSSH PRIVATE KEY", [.. "openssh-key-v1\0"u8, .. RandomBytes(400)])), SfErrorKind.KeyFormatUnknown, "OpenSSH"),
        ["PuTTY"] = (
            () => TestKeys.Ascii($"PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nComment: x\nPublic-Lines: 1\n{Convert.ToBase64String(RandomBytes(48))}\n"),
            SfErrorKind.KeyFormatUnknown, "PuTTY"),
        ["RSA of 1024 bits"] = (() => TestKeys.Ascii(Small()), SfErrorKind.KeyTooSmall, "1024"),
        ["no END line"] = (() => TestKeys.Ascii(TestKeys.Pkcs8Pem[..TestKeys.Pkcs8Pem.IndexOf("-----END", StringComparison.Ordinal)]), SfErrorKind.KeyFormatUnknown, "END line is missing"),
        ["BEGIN line cut off"] = (() => "-----BEGIN RSA PRIV"u8.ToArray(), SfErrorKind.KeyFormatUnknown, "damaged"),
        ["nothing between BEGIN and END"] = (() => "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"u8.ToArray(), SfErrorKind.KeyFormatUnknown, "damaged"),
        ["lines missing in the middle"] = (() => TestKeys.Ascii(WithoutLines(TestKeys.Pkcs1Pem, 5, 4)), SfErrorKind.KeyFormatUnknown, "damaged"),
        ["a base64 character missing"] = (() => TestKeys.Ascii(TestKeys.Pkcs8Pem.Remove(200, 1)), SfErrorKind.KeyFormatUnknown, "damaged"),
        ["a character that is not base64"] = (() => TestKeys.Ascii(TestKeys.Pkcs8Pem.Remove(200, 1).Insert(200, "*")), SfErrorKind.KeyFormatUnknown, "damaged"),
        ["DER cut off"] = (() => TestKeys.Rsa.ExportPkcs8PrivateKey()[..600], SfErrorKind.KeyFormatUnknown, "damaged"),
        ["base64 of a PEM cut off"] = (() => TestKeys.Ascii(Convert.ToBase64String(TestKeys.Ascii(TestKeys.Pkcs8Pem))[..800]), SfErrorKind.KeyFormatUnknown, "END line is missing"),
        ["certificate of another key beside the key"] = (
            () => TestKeys.Ascii(TestKeys.OtherRsa.ExportPkcs8PrivateKeyPem() + "\n" + TestKeys.Certificate.ExportCertificatePem()), SfErrorKind.KeyCertificateMismatch, "do not belong together"),
        ["PEM encryption of an unknown kind"] = (
            () => TestKeys.Ascii(TestKeys.OldEncryptedPem("AES-256-CBC", TestKeys.Password).Replace("AES-256-CBC", "IDEA-CBC", StringComparison.Ordinal)), SfErrorKind.KeyFormatUnknown, "IDEA-CBC"),
        ["PEM encryption with a damaged IV"] = (
            () => TestKeys.Ascii(TestKeys.OldEncryptedPem("AES-256-CBC", TestKeys.Password).Replace("DEK-Info: AES-256-CBC,", "DEK-Info: AES-256-CBC,XY", StringComparison.Ordinal)), SfErrorKind.KeyFormatUnknown, "DEK-Info"),
        ["PEM encryption without a DEK-Info"] = (
            () => "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"u8.ToArray(), SfErrorKind.KeyFormatUnknown, "PEM encryption"),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> All => [.. Files.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public void A_file_that_is_no_usable_key_is_named_and_explained(string content)
    {
        var (file, kind, word) = Files[content];
        var bytes = file();
        var path = _folder.Write("server.key", bytes);

        var error = Assert.Throws<SfException>(() => PrivateKeyReader.FromFile(path, TestKeys.Password));

        Assert.Equal(kind, error.Kind);
        Assert.Contains(word, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy!);
        TestKeys.AssertHidesKey(Encoding.Latin1.GetString(bytes), error);
    }

    [Fact]
    public void A_missing_file_is_an_error()
    {
        var error = Fails(_folder["no.key"], SfErrorKind.KeyFileNotFound);
        Assert.Equal(NextStep.CreateOrGiveKey, error.Advice!.Step);
    }

    [Fact]
    public void A_file_in_a_missing_folder_is_an_error() => Fails(Path.Combine(_folder["no-folder"], "server.key"), SfErrorKind.KeyFileNotFound);

    [Fact]
    public void A_folder_is_an_error() => Assert.Contains("folder", Fails(_folder.Path, SfErrorKind.KeyFileUnreadable).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_another_program_locks_is_an_error()
    {
        var path = _folder.Write("server.key", TestKeys.Ascii(TestKeys.Pkcs8Pem));
        using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Fails(path, SfErrorKind.KeyFileUnreadable);
    }

    [Fact]
    public void A_file_without_read_permission_is_an_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "An administrator may read everything.");
        var path = _folder.Write("server.key", TestKeys.Ascii(TestKeys.Pkcs8Pem));
#pragma warning disable CA1416 // Not reached on Windows.
        File.SetUnixFileMode(path, UnixFileMode.None);
#pragma warning restore CA1416

        Fails(path, SfErrorKind.KeyFileUnreadable);
    }

    [Theory]
    [InlineData("EC PRIVATE KEY", "EC")]
    [InlineData("DSA PRIVATE KEY", "DSA")]
    public void An_old_encrypted_key_that_is_not_RSA_is_not_reported_as_a_wrong_password(string label, string algorithm)
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var der = algorithm == "EC" ? ec.ExportECPrivateKey() : TestKeys.Numbers(6);
        var path = _folder.Write("server.key", TestKeys.Ascii(TestKeys.OldEncryptedPem("AES-256-CBC", TestKeys.Password, label, der)));

        var error = Assert.Throws<SfException>(() => PrivateKeyReader.FromFile(path, TestKeys.Password));

        Assert.Equal(SfErrorKind.KeyNotRsa, error.Kind);
        Assert.Contains(algorithm, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encrypted_EC_key_is_not_reported_as_a_wrong_password()
    {
        var path = _folder.Write("server.key", TestKeys.Ascii(Ec(e => e.ExportEncryptedPkcs8PrivateKeyPem(TestKeys.Password, TestKeys.Encryption))));

        var error = Assert.Throws<SfException>(() => PrivateKeyReader.FromFile(path, TestKeys.Password));

        Assert.Equal(SfErrorKind.KeyNotRsa, error.Kind);
    }

    [Fact]
    public void A_certificate_object_without_private_key_is_an_error()
    {
        using var certificate = X509CertificateLoader.LoadCertificate(TestKeys.Certificate.RawData);

        var error = Assert.Throws<SfException>(() => SfPrivateKey.FromCertificate(certificate));

        Assert.Equal(SfErrorKind.KeyNotPrivate, error.Kind);
        Assert.Contains(certificate.Thumbprint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_named_as_the_caller_names_it()
    {
        var error = Assert.Throws<SfException>(() => PrivateKeyReader.FromText("nonsense!", default, "The environment variable SF_JWT_KEY"));

        Assert.StartsWith("The environment variable SF_JWT_KEY ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("nonsense", error + error.Remedy, StringComparison.Ordinal);
    }

    private static SfException Fails(string path, SfErrorKind kind)
    {
        var error = Assert.Throws<SfException>(() => PrivateKeyReader.FromFile(path));
        Assert.Equal(kind, error.Kind);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy!);
        return error;
    }

    private static byte[] RandomBytes(int count, params byte[] start) => [.. start, .. RandomNumberGenerator.GetBytes(count)];

    private static T Ec<T>(Func<ECDsa, T> export)
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return export(ec);
    }

    private static byte[] EcPfx() => Ec(ec =>
    {
        using var certificate = new CertificateRequest("CN=ec", ec, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        return certificate.Export(X509ContentType.Pkcs12, TestKeys.Password);
    });

    private static byte[] PfxWithoutKey()
    {
        using var certificate = X509CertificateLoader.LoadCertificate(TestKeys.Certificate.RawData);
        return certificate.Export(X509ContentType.Pkcs12, TestKeys.Password);
    }

    private static string CertificateRequest() =>
        new CertificateRequest("CN=x", TestKeys.Rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem();

    private static string Small()
    {
#pragma warning disable CA5385 // Too small on purpose.
        using var rsa = RSA.Create(1024);
#pragma warning restore CA5385
        return rsa.ExportPkcs8PrivateKeyPem();
    }

    private static string WithoutLines(string text, int first, int count)
    {
        var lines = text.Split('\n').ToList();
        lines.RemoveRange(first, count);
        return string.Join('\n', lines);
    }
}
