using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Keys;

/// <summary>Files with several keys: the one that is chosen, or an error that lists them.</summary>
public sealed class SeveralKeysTests : IDisposable
{
    private static readonly X509Certificate2 Other = TestKeys.CertificateOf(TestKeys.OtherRsa);

    private static readonly Dictionary<string, Func<byte[]>> Files = new()
    {
        ["PFX"] = () => Both().Export(X509ContentType.Pkcs12, TestKeys.Password)!,
        ["PFX without password, with names"] = () => KeyBuilder.Pfx(
            [(TestKeys.OtherRsa, "old"), (TestKeys.Rsa, "new")], TestKeys.Certificate.RawData, Other.RawData),
        ["PEM, keys first"] = () => TestKeys.Ascii(
            OtherPem + TestKeys.Pkcs8Pem + CertificatePem(TestKeys.Certificate) + CertificatePem(Other)),
        ["PEM, encrypted"] = () => TestKeys.Ascii(
            TestKeys.OtherRsa.ExportEncryptedPkcs8PrivateKeyPem(TestKeys.Password, TestKeys.Encryption) + "\n"
                + CertificatePem(Other) + TestKeys.EncryptedPkcs8Pem + CertificatePem(TestKeys.Certificate)),
        ["base64 of a PFX"] = () => TestKeys.Ascii(Convert.ToBase64String(Both().Export(X509ContentType.Pkcs12, TestKeys.Password)!)),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> All => [.. Files.Keys];

    private static string OtherPem => TestKeys.OtherRsa.ExportPkcs8PrivateKeyPem() + "\n";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public void Without_a_choice_the_keys_are_listed(string name)
    {
        var path = _folder.Write("two.file", Files[name]());

        Action[] reads = [() => PrivateKeyReader.FromFile(path, TestKeys.Password), () => OneLineKey.FromFile(path, TestKeys.Password)];
        foreach (var read in reads)
        {
            var error = Assert.Throws<SfException>(read);
            Assert.Equal(SfErrorKind.KeyAmbiguous, error.Kind);
            Assert.All(
                [
                    TestKeys.Certificate.Thumbprint, Other.Thumbprint, "CN=test",
                    TestKeys.Certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", null),
                ],
                word => Assert.Contains(word, error.Message, StringComparison.Ordinal));
            Assert.Contains("ChooseKey", error.Advised(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("new")]
    [InlineData("NEW")]
    public void A_name_chooses_the_key(string name)
    {
        foreach (var certificates in (byte[][][])[[TestKeys.Certificate.RawData, Other.RawData], []])
        {
            var pfx = KeyBuilder.Pfx([(TestKeys.OtherRsa, "old"), (TestKeys.Rsa, "new")], certificates);

            using var key = PrivateKeyReader.FromBytes(pfx, choice: new KeyChoice(name));

            TestKeys.AssertIsTheKey(key);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_thumbprint_chooses_the_key(string name)
    {
        var path = _folder.Write("two.file", Files[name]());
        string[] thumbprints =
        [
            TestKeys.Certificate.Thumbprint, TestKeys.Certificate.Thumbprint.ToLowerInvariant().Insert(4, " "),
            "sha1 Fingerprint=" + TestKeys.Certificate.Thumbprint, CertificateReader.Sha256Thumbprint(TestKeys.Certificate),
        ];

        foreach (var thumbprint in thumbprints)
        {
            using var key = PrivateKeyReader.FromFile(path, TestKeys.Password, new KeyChoice(thumbprint));
            TestKeys.AssertIsTheKey(key);
            Assert.Equal(TestKeys.Certificate.Thumbprint, key.Certificate?.Thumbprint);

            using var line = OneLineKey.FromFile(path, TestKeys.Password, choice: new KeyChoice(thumbprint));
            using var again = PrivateKeyReader.FromText(line.Value, TestKeys.Password);
            TestKeys.AssertIsTheKey(again);
        }

        using var other = PrivateKeyReader.FromFile(path, TestKeys.Password, new KeyChoice(Other.Thumbprint));
        Assert.True(other.Matches(Other));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_given_certificate_or_one_beside_the_file_chooses_the_key(string name)
    {
        var path = _folder.Write("two.file", Files[name]());
        using var given = PrivateKeyReader.FromFile(path, TestKeys.Password, new KeyChoice(Certificate: TestKeys.Certificate));
        TestKeys.AssertIsTheKey(given);

        _folder.Write("two.crt", TestKeys.Certificate.RawData);
        using var found = PrivateKeyReader.FromFile(path, TestKeys.Password);
        TestKeys.AssertIsTheKey(found);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_choice_that_matches_no_key_lists_the_keys(string name)
    {
        using var rsa = RSA.Create(2048);
        using var stranger = TestKeys.CertificateOf(rsa);
        var path = _folder.Write("two.file", Files[name]());

        foreach (var choice in (KeyChoice[])[new(stranger.Thumbprint), new(Certificate: stranger), new("no thumbprint at all")])
        {
            var error = Assert.Throws<SfException>(() => PrivateKeyReader.FromFile(path, TestKeys.Password, choice));
            Assert.Equal(SfErrorKind.CertificateNotFound, error.Kind);
            Assert.Contains(TestKeys.Certificate.Thumbprint, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("no thumbprint at all", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Each_key_is_inspected(string name)
    {
        var infos = KeyFileInspector.FromFile(_folder.Write("two.file", Files[name]()), TestKeys.Password);

        string[] expected = [TestKeys.Certificate.Thumbprint, Other.Thumbprint];
        Assert.Equal(expected.Order(), infos.Select(i => i.Certificate!.Thumbprint).Order());
        Assert.All(infos, i => Assert.True(i is { Kind: KeyFileKind.CertificateAndPrivateKey, KeySize: 2048, Problem: null }));
    }

    [Fact]
    public void The_names_of_a_PFX_are_in_the_list()
    {
        var error = Assert.Throws<SfException>(() => PrivateKeyReader.FromBytes(Files["PFX without password, with names"]()));

        Assert.Contains("'old'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'new'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Control_characters_in_a_name_are_not_shown()
    {
        var file = KeyBuilder.Pfx([(TestKeys.OtherRsa, "\u202Eevil\u001B[2J\n"), (TestKeys.Rsa, "new")]);

        var error = Assert.Throws<SfException>(() => PrivateKeyReader.FromBytes(file));

        Assert.DoesNotContain(error.Message, c => char.IsControl(c) || c == '\u202E');
    }

    [Fact]
    public void The_only_key_with_a_certificate_is_chosen()
    {
        using var key = PrivateKeyReader.FromText(OtherPem + TestKeys.Pkcs8Pem + CertificatePem(TestKeys.Certificate));

        TestKeys.AssertIsTheKey(key);
    }

    [Fact]
    public void The_only_key_that_can_sign_is_chosen()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var locked = TestKeys.OtherRsa.ExportEncryptedPkcs8PrivateKeyPem("another password", TestKeys.Encryption);

        using var key = PrivateKeyReader.FromText(
            ec.ExportPkcs8PrivateKeyPem() + "\n" + locked + "\n" + TestKeys.Pkcs8Pem, TestKeys.Password);

        TestKeys.AssertIsTheKey(key);
    }

    [Fact]
    public void The_same_key_twice_counts_as_one()
    {
        using var key = PrivateKeyReader.FromText(TestKeys.Pkcs1Pem + TestKeys.Pkcs8Pem);

        TestKeys.AssertIsTheKey(key);
    }

    [Fact]
    public void A_thumbprint_distinguishes_the_certificates_of_one_key()
    {
        using var renewed = TestKeys.CertificateOf(TestKeys.Rsa);
        var pem = TestKeys.Pkcs8Pem + CertificatePem(TestKeys.Certificate) + CertificatePem(renewed);

        using var key = PrivateKeyReader.FromText(pem, choice: new KeyChoice(renewed.Thumbprint));

        Assert.Equal(renewed.Thumbprint, key.Certificate?.Thumbprint);
    }

    private static X509Certificate2Collection Both() =>
    [
        Other,
        TestKeys.Certificate,
    ];

    private static string CertificatePem(X509Certificate2 certificate) => certificate.ExportCertificatePem() + "\n";
}
