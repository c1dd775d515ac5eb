using System.Diagnostics;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Keys;

/// <summary>Keys and certificates with damaged content, by chance or on purpose: every reader fails quickly, with an SfException.</summary>
public sealed class DamagedKeyTests : IDisposable
{
    private const int Version = 0, N = 1, E = 2, D = 3, P = 4, Q = 5, Dp = 6, Qi = 8;

    private static readonly BigInteger Million = BigInteger.Pow(2, 1_000_000) + 1;

    private static readonly Dictionary<string, (int Number, Func<BigInteger, BigInteger> Change)> Numbers = new()
    {
        ["modulus zero"] = (N, _ => 0),
        ["modulus one"] = (N, _ => 1),
        ["modulus tiny"] = (N, _ => 15),
        ["modulus even"] = (N, n => n + 1),
        ["modulus changed"] = (N, n => n + 2),
        ["modulus negative"] = (N, n => -n),
        ["modulus of a million bits"] = (N, _ => Million),
        ["exponent zero"] = (E, _ => 0),
        ["exponent one"] = (E, _ => 1),
        ["exponent even"] = (E, _ => 4),
        ["exponent negative"] = (E, e => -e),
        ["exponent of a million bits"] = (E, _ => Million),
        ["d zero"] = (D, _ => 0),
        ["d changed"] = (D, d => d + 2),
        ["p zero"] = (P, _ => 0),
        ["p changed"] = (P, p => p + 2),
        ["q negative"] = (Q, q => -q),
        ["dp changed"] = (Dp, dp => dp + 2),
        ["dp of a million bits"] = (Dp, _ => Million),
        ["qi changed"] = (Qi, qi => qi + 1),
        ["qi zero"] = (Qi, _ => 0),
        ["version 1: more than two primes"] = (Version, _ => 1),
    };

    private static readonly Dictionary<string, Func<byte[]>> Seeds = new()
    {
        ["certificate"] = () => TestKeys.Certificate.RawData,
        ["EC certificate"] = EcCertificate,
        ["PKCS#1"] = TestKeys.Rsa.ExportRSAPrivateKey,
        ["PKCS#8"] = TestKeys.Rsa.ExportPkcs8PrivateKey,
        ["encrypted PKCS#8"] = () => TestKeys.Rsa.ExportEncryptedPkcs8PrivateKey(
            TestKeys.Password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10)),
        ["old encryption"] = () => KeyBuilder.OldEncrypted("1.2.840.113549.1.5.3", 10),
        ["EC"] = () =>
        {
            using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return ec.ExportECPrivateKey();
        },
        ["public key"] = TestKeys.Rsa.ExportSubjectPublicKeyInfo,
        ["PFX"] = () => KeyBuilder.WithoutMac(TestKeys.Certificate.ExportPkcs12(
            new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10), TestKeys.Password)),
        ["PFX with its MAC"] = () => TestKeys.Certificate.ExportPkcs12(
            new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10), TestKeys.Password),
        ["open PFX"] = () => KeyBuilder.Pfx([(TestKeys.Rsa, "one"), (TestKeys.OtherRsa, "two")], TestKeys.Certificate.RawData),
        ["PEM of key and certificate"] = () => TestKeys.Ascii(TestKeys.Pkcs8Pem + TestKeys.Certificate.ExportCertificatePem()),
        ["PEM in old encryption"] = () => TestKeys.Ascii(TestKeys.OldEncryptedPem("AES-256-CBC", TestKeys.Password)),
        ["OpenSSH"] = () => KeyBuilder.OpenSsh("ssh-rsa"),
        ["XML"] = () => TestKeys.Ascii(TestKeys.Rsa.ToXmlString(includePrivateParameters: true)),
        ["JSON"] = () => """
            {"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQAB","p":"Aw","q":"BQ","dp":"AQ","dq":"AQ","qi":"AQ"}]}
            """u8.ToArray(),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> NumberNames => [.. Numbers.Keys];

    public static TheoryData<string> SeedNames => [.. Seeds.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(NumberNames))]
    public void An_RSA_key_with_inconsistent_numbers_is_rejected_quickly(string name)
    {
        var (number, change) = Numbers[name];
        var numbers = KeyBuilder.Numbers(TestKeys.Rsa);
        numbers[number] = change(numbers[number]);
        var der = KeyBuilder.Pkcs1(numbers);
        var watch = Stopwatch.StartNew();

        byte[][] files = [der, TestKeys.Pkcs8Of("1.2.840.113549.1.1.1", der), TestKeys.Ascii(TestKeys.Pem("PRIVATE KEY", der))];
        foreach (var file in files)
        {
            var path = _folder.Write("server.key", file);
            Action[] reads =
            [
                () => PrivateKeyReader.FromFile(path), () => KeyFileInspector.FromFile(path), () => OneLineKey.FromFile(path),
            ];
            foreach (var read in reads)
            {
                Assert.Equal(SfErrorKind.KeyFormatUnknown, Assert.Throws<SfException>(read).Kind);
            }
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
    }

    [Theory]
    [InlineData("zero")]
    [InlineData("even")]
    [InlineData("huge")]
    public void A_certificate_with_an_impossible_modulus_is_rejected_quickly(string modulus)
    {
        var certificate = TestKeys.Certificate.RawData;
        var number = TestKeys.Rsa.ExportParameters(includePrivateParameters: false).Modulus!;
        var at = certificate.AsSpan().IndexOf(number);
        var replacement = modulus switch
        {
            "zero" => new byte[number.Length],
            "even" => [.. number[..^1], (byte)(number[^1] & 0xFE)],
            _ => number,
        };
        replacement.CopyTo(certificate, at);
        var file = modulus == "huge" ? KeyBuilder.CertificateOf(Million) : certificate;
        var path = _folder.Write("server.crt", file);
        var watch = Stopwatch.StartNew();

        foreach (var read in (Action[])[() => CertificateReader.FromFile(path), () => KeyFileInspector.FromFile(path)])
        {
            var error = Assert.Throws<SfException>(read);
            Assert.Equal(SfErrorKind.KeyFormatUnknown, error.Kind);
            Assert.Contains("damaged certificate", error.Message, StringComparison.Ordinal);
        }

        Assert.Null(CertificateReader.Beside(_folder["server.key"]));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
    }

    [Theory]
    [MemberData(nameof(SeedNames))]
    public void Damage_of_any_kind_throws_only_SfException(string seed)
    {
        var original = Seeds[seed]();
        var random = new Random(seed.Length * 7919);
        for (var i = 0; i < 300; i++)
        {
            var file = Damage(original, random);
            Try(seed, file, () => PrivateKeyReader.FromBytes(file, TestKeys.Password).Dispose());
            Try(seed, file, () => PrivateKeyReader.FromBytes(file).Dispose());
            var path = _folder.Write("file", file);
            Try(seed, file, () => KeyFileInspector.FromFile(path, TestKeys.Password).ToList().ForEach(f => f.Dispose()));
            Try(seed, file, () => OneLineKey.FromFile(path).Dispose());
            Try(seed, file, () =>
            {
                using var certificate = CertificateReader.FromFile(path);
                using var verifier = JwtVerifier.Of(certificate);
                using var info = KeyFileInfo.Of(certificate, "x");
                using var key = TestKeys.Read();
                key.Matches(certificate);
            });
        }
    }

    private static void Try(string seed, byte[] file, Action read)
    {
        var error = Record.Exception(read);
        Assert.True(error is null or SfException, $"{seed}: {error}\n{Convert.ToBase64String(file)}");
    }

    private static byte[] Damage(byte[] original, Random random)
    {
        var file = original.ToArray();
        switch (random.Next(4))
        {
            case 0:
                return file[..random.Next(file.Length)];
            case 1:
                var at = random.Next(file.Length);
                return [.. file[..at], .. file[Math.Min(file.Length, at + random.Next(1, 40))..]];
            default:
                // Most of the structure is at the beginning.
                for (var n = random.Next(1, 4); n > 0; n--)
                {
                    file[random.Next(2) == 0 ? random.Next(Math.Min(120, file.Length)) : random.Next(file.Length)] = (byte)random.Next(256);
                }

                return file;
        }
    }

    private static byte[] EcCertificate()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=ec", ec, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        return certificate.RawData;
    }
}
