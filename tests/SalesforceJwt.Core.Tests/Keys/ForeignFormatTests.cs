using System.Text;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Keys;

/// <summary>Key formats of other programs, and text that is not a key: every reader names them, with a remedy.</summary>
public sealed class ForeignFormatTests : IDisposable
{
    private static readonly Dictionary<string, (Func<byte[]> File, string Word, string Remedy)> Files = new()
    {
        ["JKS"] = (
            () => [0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2, .. new byte[200]],
            "JKS",
            "keytool -importkeystore -srckeystore FILE -destkeystore FILE.p12 -deststoretype PKCS12"),
        ["JCEKS"] = (() => [0xCE, 0xCE, 0xCE, 0xCE, 0, 0, 0, 2, .. new byte[200]], "JCEKS", "keytool -importkeystore"),
        ["BKS"] = (() => [0, 0, 0, 2, 0, 0, 0, 20, .. new byte[200]], "BKS", "-srcstoretype BKS"),
        ["JKS in base64"] = (
            () => TestKeys.Ascii(Convert.ToBase64String([0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2, .. new byte[200]])), "JKS", "keytool"),
        ["JKS through certutil -encode"] = (
            () => TestKeys.Ascii(TestKeys.Pem("CERTIFICATE", [0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2, .. new byte[200]])), "JKS", "keytool"),
        ["PuTTY 3"] = (
            () => "PuTTY-User-Key-File-3: ssh-rsa\r\nEncryption: aes256-cbc\r\nComment: x\r\n"u8.ToArray(),
            "PuTTY",
            "puttygen FILE.ppk -O private-openssh -o FILE.key"),
        ["PuTTY 2 in UTF-16"] = (
            () => Encoding.Unicode.GetBytes("PuTTY-User-Key-File-2: ssh-rsa\r\nEncryption: none\r\n"), "PuTTY", "puttygen"),
        ["OpenSSH"] = (() => Pem("OPENSSH PRIVATE KEY", KeyBuilder.OpenSsh("ssh-rsa")), "OpenSSH", "ssh-keygen -p -m PEM -f COPY"),
        ["OpenSSH, encrypted"] = (
            () => Pem("OPENSSH PRIVATE KEY", KeyBuilder.OpenSsh("ssh-rsa", "aes256-ctr")), "encrypted key in OpenSSH", "ssh-keygen"),
        ["OpenSSH without PEM"] = (() => KeyBuilder.OpenSsh("ssh-rsa"), "OpenSSH", "ssh-keygen"),
        ["OpenSSH of Ed25519"] = (() => Pem("OPENSSH PRIVATE KEY", KeyBuilder.OpenSsh("ssh-ed25519")), "ssh-ed25519", "Make a key and certificate"),
        ["public SSH key"] = (() => "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC me@host"u8.ToArray(), "public SSH key", "private key"),
        ["public SSH2 key"] = (
            () => "---- BEGIN SSH2 PUBLIC KEY ----\nComment: x\nAAAA\n---- END SSH2 PUBLIC KEY ----\n"u8.ToArray(),
            "public SSH key",
            "private key"),
        ["PGP"] = (
            () => "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOYBF\n=abcd\n-----END PGP PRIVATE KEY BLOCK-----\n"u8.ToArray(),
            "PGP",
            "Make a key and certificate"),
        ["PGP, binary"] = (() => [0x95, 0x03, 0x98, 4, 0x60, 0, 0, 0, 1, .. new byte[100]], "PGP", "Make a key and certificate"),
        ["age"] = (() => "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQ"u8.ToArray(), "age key", "Make a key and certificate"),
        ["file that age encrypted"] = (() => "age-encryption.org/v1\n-> X25519 abc\n"u8.ToArray(), "age encrypted", "age -d"),
        ["file that age encrypted, as text"] = (() => Pem("AGE ENCRYPTED FILE", [97, 103, 101]), "age encrypted", "age -d"),
        ["openssl enc"] = (() => [.. "Salted__"u8, .. new byte[1712]], "openssl enc", "openssl enc -d"),
        ["openssl enc in base64"] = (
            () => TestKeys.Ascii(Convert.ToBase64String([.. "Salted__"u8, .. new byte[1712]], Base64FormattingOptions.InsertLineBreaks)),
            "openssl enc", "-a"),
        ["CMS"] = (() => Pem("CMS", [0x30, 3, 6, 1, 42]), "CMS", "openssl cms -decrypt"),
        ["Git LFS"] = (
            () => "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1704\n"u8.ToArray(), "Git LFS", "git lfs pull"),
        ["SOPS"] = (() => "key: ENC[AES256_GCM,data:abc,iv:def,tag:ghi,type:str]\nsops:\n    mac: x\n"u8.ToArray(), "SOPS", "sops -d"),
        ["dashes of a document"] = (
            () => Encoding.UTF8.GetBytes(TestKeys.Pkcs8Pem.Replace("-----", "\u2014\u2013", StringComparison.Ordinal)),
            "became dashes", "plain text"),
        ["Ansible Vault"] = (() => "$ANSIBLE_VAULT;1.1;AES256\n6162\n"u8.ToArray(), "Ansible", "ansible-vault decrypt"),
        ["macOS keychain"] = (() => [.. "kych"u8, 0, 1, 0, 0, .. new byte[100]], "keychain", "security export"),
        ["DPAPI"] = (() => [1, 0, 0, 0, 0xD0, 0x8C, 0x9D, 0xDF, .. new byte[100]], "DPAPI", "Give the key"),
        ["PVK"] = (() => [0x1E, 0xF1, 0xB5, 0xB0, .. new byte[100]], "PVK", "openssl rsa -inform PVK"),
        ["CSP blob"] = (() => [7, 2, 0, 0, 0, 0xA4, 0, 0, .. "RSA2"u8, .. new byte[100]], "CSP", "openssl rsa -inform MSBLOB"),
        ["gzip"] = (() => [0x1F, 0x8B, 8, 0, .. new byte[100]], "gzip", "Unpack"),
        ["web page"] = (() => "<!doctype html><html><body>Sign in</body></html>"u8.ToArray(), "web page", "Download"),
        ["JSON Web Key, public"] = (() => "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}"u8.ToArray(), "a public key", "private key"),
        ["JSON Web Key, EC"] = (() => "{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"AQAB\"}"u8.ToArray(), "EC", "Make a key and certificate"),
        ["XML, public"] = (() => TestKeys.Ascii(TestKeys.Rsa.ToXmlString(includePrivateParameters: false)), "a public key", "private key"),
        ["certificate request in DER"] = (() => Request(), "certificate request", "private key"),
        ["no BEGIN line"] = (() => TestKeys.Ascii(TestKeys.Pkcs8Pem[28..]), "BEGIN line is missing", "whole"),
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> All => [.. Files.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public void A_foreign_format_is_named_with_a_remedy(string name)
    {
        var (file, word, remedy) = Files[name];
        var path = _folder.Write("file", file());

        Action[] reads = [() => PrivateKeyReader.FromFile(path, TestKeys.Password), () => OneLineKey.FromFile(path, TestKeys.Password)];
        foreach (var read in reads)
        {
            var error = Assert.Throws<SfException>(read);
            Assert.Contains(word, error.Message, StringComparison.Ordinal);
            Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
        }

        Assert.NotNull(Record.Exception(() => CertificateReader.FromFile(path)) as SfException);
        Assert.True(Record.Exception(() => KeyFileInspector.FromFile(path)) is null or SfException);
    }

    [Theory]
    [InlineData("/builds/acme/project.tmp/SF_JWT_KEY", "path of a file")]
    [InlineData("/keys/ciKey", "path of a file")]
    [InlineData("C:\\keys\\server.key", "path of a file")]
    [InlineData("D:/keys/server", "path of a file")]
    [InlineData("\\\\server\\share\\key", "path of a file")]
    [InlineData("~/server", "path of a file")]
    [InlineData("./server", "path of a file")]
    [InlineData("..\\server", "path of a file")]
    [InlineData("server.key", "path of a file")]
    [InlineData("\"certs/server.pem\"\n", "path of a file")]
    [InlineData("file:///keys/server", "path of a file")]
    [InlineData("SF_JWT_KEY", "name of a variable")]
    [InlineData("$SF_JWT_KEY", "name of a variable")]
    [InlineData("${SF_JWT_KEY}", "name of a variable")]
    [InlineData("$(sfJwtKey)", "name of a variable")]
    [InlineData("%SF_JWT_KEY%", "name of a variable")]
    [InlineData("$env:SF_JWT_KEY", "name of a variable")]
    [InlineData("${{ secrets.SF_JWT_KEY }}", "name of a variable")]
    [InlineData("https://vault.example.com/key", "a URL")]
    [InlineData("force://PlatformCLI::token@acme.my.salesforce.com", "auth URL")]
    [InlineData("3MVG9AcmeExampleOfAConsumerKey", "consumer key")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhcHAifQ.c2lnbmF0dXJl", "JSON Web Token")]
    public void Text_that_is_not_a_key_is_described_and_not_quoted(string text, string word)
    {
        var error = Assert.Throws<SfException>(() => PrivateKeyReader.FromText(text, default, "The environment variable SF_JWT_KEY"));

        Assert.Equal(SfErrorKind.KeyFormatUnknown, error.Kind);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy!);
        if (text.Trim() != "SF_JWT_KEY" && !text.Contains("SF_JWT_KEY", StringComparison.Ordinal))
        {
            Assert.DoesNotContain(text, error + error.Remedy, StringComparison.Ordinal);
        }
    }

    private static byte[] Pem(string label, byte[] content) => TestKeys.Ascii(TestKeys.Pem(label, content));

    private static byte[] Request() => new System.Security.Cryptography.X509Certificates.CertificateRequest(
        "CN=x",
        TestKeys.Rsa,
        System.Security.Cryptography.HashAlgorithmName.SHA256,
        System.Security.Cryptography.RSASignaturePadding.Pkcs1).CreateSigningRequest();
}
