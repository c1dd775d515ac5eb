using System.Diagnostics;
using System.Numerics;
using System.Security.Cryptography;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Keys;

/// <summary>Encryptions of keys: each is decrypted or named, and only a wrong password is reported as one.</summary>
public sealed class KeyEncryptionTests : IDisposable
{
    private const string Password = "pa ss\"$ü";

    private static readonly Dictionary<string, (Func<byte[]> File, string Name)> Unsupported = new()
    {
        ["scrypt"] = (() => KeyBuilder.Encrypted(kdf: "1.3.6.1.4.1.11591.4.11"), "scrypt"),
        ["Camellia"] = (() => KeyBuilder.Encrypted(cipher: "1.2.392.200011.61.1.1.1.4"), "Camellia-256"),
        ["ARIA"] = (() => KeyBuilder.Encrypted(cipher: "1.2.410.200046.1.1.12"), "ARIA-256"),
        ["SEED"] = (() => KeyBuilder.Encrypted(cipher: "1.2.410.200004.1.4"), "SEED"),
        ["AES-GCM"] = (() => KeyBuilder.Encrypted(cipher: "2.16.840.1.101.3.4.1.46"), "AES in a mode other than CBC"),
        ["SHA-224"] = (() => KeyBuilder.Encrypted(prf: "1.2.840.113549.2.8"), "HMAC-SHA-224"),
        ["SM3"] = (() => KeyBuilder.Encrypted(prf: "1.2.156.10197.1.401.2"), "HMAC-SM3"),
        ["an algorithm nobody knows"] = (() => KeyBuilder.Encrypted(cipher: "1.2.3.4.5"), "1.2.3.4.5"),
        ["RC4"] = (() => KeyBuilder.OldEncrypted("1.2.840.113549.1.12.1.1"), "RC4 of 128 bits"),
        ["MD2"] = (() => KeyBuilder.OldEncrypted("1.2.840.113549.1.5.1"), "MD2"),
        ["PFX in Camellia, RC4"] = (() => KeyBuilder.PfxOf("1.2.840.113549.1.7.6", "1.2.840.113549.1.12.1.2"), "RC4 of 40 bits"),
        ["PFX for a certificate"] = (
            () => KeyBuilder.PfxOf("1.2.840.113549.1.7.3", "1.2.840.113549.1.12.1.3"), "for a certificate or a Windows account"),
        ["PFX with a MAC of RIPEMD"] = (() => KeyBuilder.PfxWithMac("1.3.36.3.2.1", 1), "RIPEMD-160"),
        ["PFX with PBMAC1"] = (() => KeyBuilder.PfxWithMac("1.2.840.113549.1.5.14", 1), "PBMAC1"),
        ["PEM encryption of an old openssl"] = (
            () => TestKeys.Ascii(
                TestKeys.OldEncryptedPem("AES-256-CBC", Password).Replace("AES-256-CBC", "CAMELLIA-256-CBC", StringComparison.Ordinal)),
            "CAMELLIA-256-CBC"),
    };

    private static readonly Dictionary<string, Func<BigInteger, byte[]>> Rounds = new()
    {
        ["PBKDF2"] = n => KeyBuilder.Encrypted(rounds: n),
        ["PKCS#12 KDF"] = n => KeyBuilder.OldEncrypted("1.2.840.113549.1.12.1.3", n),
        ["PBKDF1"] = n => KeyBuilder.OldEncrypted("1.2.840.113549.1.5.3", n),
        ["MAC of a PFX"] = n => KeyBuilder.PfxWithMac("1.3.14.3.2.26", n),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> UnsupportedNames => [.. Unsupported.Keys];

    public static TheoryData<string> RoundNames => [.. Rounds.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(UnsupportedNames))]
    public void An_unsupported_encryption_is_named_with_a_command_that_converts_the_key(string name)
    {
        var (file, algorithm) = Unsupported[name];
        var path = _folder.Write("server.key", file());

        using var info = Assert.Single(KeyFileInspector.FromFile(path, Password));
        Assert.Contains(algorithm, info.Problem, StringComparison.Ordinal);
        foreach (var read in (Action[])[() => PrivateKeyReader.FromFile(path, Password), () => OneLineKey.FromFile(path, Password)])
        {
            var error = Assert.Throws<SfException>(read);
            Assert.Equal(SfErrorKind.KeyFormatUnknown, error.Kind);
            Assert.Contains(algorithm, error.Message, StringComparison.Ordinal);
            Assert.Matches("openssl (pkcs8 -topk8|pkcs12 -legacy)", error.Remedy);
        }
    }

    [Theory]
    [MemberData(nameof(RoundNames))]
    public void Too_many_iterations_are_rejected_immediately(string name)
    {
        foreach (var rounds in (BigInteger[])[10_000_001, int.MaxValue, BigInteger.Pow(2, 70), 0, -1])
        {
            var path = _folder.Write("server.key", Rounds[name](rounds));
            var watch = Stopwatch.StartNew();

            var error = Assert.Throws<SfException>(() => PrivateKeyReader.FromFile(path, Password));

            Assert.Equal(SfErrorKind.KeyFormatUnknown, error.Kind);
            Assert.Contains(rounds > 0 ? $"{rounds} rounds" : "damaged", error.Message, StringComparison.Ordinal);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"It took {watch.Elapsed}.");
        }
    }

    [Theory]
    [InlineData(PbeEncryptionAlgorithm.Aes128Cbc, "SHA1")]
    [InlineData(PbeEncryptionAlgorithm.Aes192Cbc, "SHA256")]
    [InlineData(PbeEncryptionAlgorithm.Aes256Cbc, "SHA384")]
    [InlineData(PbeEncryptionAlgorithm.Aes256Cbc, "SHA512")]
    [InlineData(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, "SHA1")]
    public void A_key_and_a_PFX_that_NET_encrypted_are_read(PbeEncryptionAlgorithm algorithm, string hash)
    {
        var parameters = new PbeParameters(algorithm, new HashAlgorithmName(hash), 3000);
        byte[][] files =
        [
            TestKeys.Rsa.ExportEncryptedPkcs8PrivateKey(Password, parameters), TestKeys.Certificate.ExportPkcs12(parameters, Password),
        ];
        foreach (var file in files)
        {
            using var key = PrivateKeyReader.FromBytes(file, Password);
            TestKeys.AssertIsTheKey(key);

            Assert.Equal(SfErrorKind.KeyPasswordRequired, Assert.Throws<SfException>(() => PrivateKeyReader.FromBytes(file)).Kind);
            foreach (var wrong in (string[])["pa ss\"$u", "PA SS\"$Ü", Password + "\n", "x"])
            {
                Assert.Equal(SfErrorKind.KeyPasswordWrong, Assert.Throws<SfException>(() => PrivateKeyReader.FromBytes(file, wrong)).Kind);
            }
        }
    }

    [Theory]
    [InlineData("\"", "\"", "a quotation mark (U+0022)")]
    [InlineData("", "\n", "a line break (U+000A)")]
    [InlineData("", " ", "a space")]
    [InlineData("\uFEFF", "", "a byte order mark (U+FEFF)")]
    [InlineData("", "x", null)]
    public void Characters_around_a_wrong_password_are_named(string before, string after, string? part)
    {
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 3000);
        byte[][] files =
        [
            TestKeys.Rsa.ExportEncryptedPkcs8PrivateKey(Password, parameters), TestKeys.Certificate.ExportPkcs12(parameters, Password),
        ];
        foreach (var file in files)
        {
            var error = Assert.Throws<SfException>(() => PrivateKeyReader.FromBytes(file, before + Password + after));

            Assert.Equal(SfErrorKind.KeyPasswordWrong, error.Kind);
            Assert.Equal(part is not null, error.Message.Contains($"begins or ends with {part}, which counts", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("-v2 aes-256-cbc")]
    [InlineData("-v2 aes-128-cbc -v2prf hmacWithSHA512")]
    [InlineData("-v2 des3")]
    [InlineData("-v1 PBE-SHA1-3DES")]
    [InlineData("-v1 PBE-SHA1-2DES")]
    [InlineData("-v2 aes-256-cbc -iter 200000")]
    public async Task A_key_that_openssl_encrypted_is_read(string options)
    {
        var plain = _folder.Write("plain.key", TestKeys.Ascii(TestKeys.Pkcs8Pem));
        await OpenSsl.RunAsync(
            ["pkcs8", "-topk8", "-in", plain, "-out", _folder["locked.key"], "-passout", "pass:" + Password, .. options.Split(' ')]);

        using var key = PrivateKeyReader.FromFile(_folder["locked.key"], Password);

        TestKeys.AssertIsTheKey(key);
        Assert.Equal(
            SfErrorKind.KeyPasswordWrong, Assert.Throws<SfException>(() => PrivateKeyReader.FromFile(_folder["locked.key"], "wrong")).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-nomac")]
    [InlineData("-macalg sha512")]
    [InlineData("-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1")]
    [InlineData("-keypbe NONE -certpbe NONE")]
    [InlineData("-certpbe NONE -name alias")]
    [InlineData("-iter 100000")]
    public async Task A_PFX_of_openssl_is_read_with_its_certificate(string options)
    {
        var plain = _folder.Write("plain.key", TestKeys.Ascii(TestKeys.Pkcs8Pem));
        var certificate = _folder.Write("plain.crt", TestKeys.Ascii(TestKeys.Certificate.ExportCertificatePem()));
        await OpenSsl.RunAsync([
            "pkcs12", "-export", "-inkey", plain, "-in", certificate, "-out", _folder["a.pfx"], "-passout", "pass:" + Password,
            .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        using var key = PrivateKeyReader.FromFile(_folder["a.pfx"], Password);

        TestKeys.AssertIsTheKey(key);
        Assert.Equal(TestKeys.Certificate.Thumbprint, key.Certificate?.Thumbprint);
        if (!options.Contains("NONE -certpbe", StringComparison.Ordinal))
        {
            Assert.Equal(
                SfErrorKind.KeyPasswordWrong, Assert.Throws<SfException>(() => PrivateKeyReader.FromFile(_folder["a.pfx"], "wrong")).Kind);
            Assert.Equal(
                SfErrorKind.KeyPasswordRequired, Assert.Throws<SfException>(() => PrivateKeyReader.FromFile(_folder["a.pfx"])).Kind);
        }
    }

    [Fact]
    public void A_PFX_is_read_with_an_empty_password_and_with_none()
    {
        foreach (var file in (byte[][])[TestKeys.Pfx(null), TestKeys.Pfx(string.Empty)])
        {
            foreach (var password in (string[])[string.Empty, "not needed"])
            {
                using var key = PrivateKeyReader.FromBytes(file, password);
                Assert.Equal(TestKeys.Certificate.Thumbprint, key.Certificate?.Thumbprint);
            }
        }
    }

    [Fact]
    public void A_PFX_whose_certificates_cannot_be_opened_still_gives_its_key()
    {
        // As old programs wrote them: with certificates in an encryption that newer programs no longer support.
        var file = TestKeys.Certificate.ExportPkcs12(
            new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2000), string.Empty);
        var scheme = Convert.FromHexString("06092A864886F70D01050D");
        var at = file.AsSpan().IndexOf(scheme);
        Assert.True(at > 0);
        file[at + scheme.Length - 1] = 0x63;

        // The MAC covers the changed part, so it is removed too.
        var withoutMac = KeyBuilder.WithoutMac(file);
        using var key = PrivateKeyReader.FromBytes(withoutMac);
        TestKeys.AssertIsTheKey(key);
        Assert.Null(key.Certificate);
    }

    [Fact]
    public void The_output_of_a_wrong_password_is_never_read_as_a_key()
    {
        // One in 256 wrong passwords gives a valid padding.
        var file = TestKeys.Rsa.ExportEncryptedPkcs8PrivateKey(
            Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1));
        for (var i = 0; i < 2000; i++)
        {
            Assert.Equal(
                SfErrorKind.KeyPasswordWrong, Assert.Throws<SfException>(() => PrivateKeyReader.FromBytes(file, $"wrong {i}")).Kind);
        }
    }
}
