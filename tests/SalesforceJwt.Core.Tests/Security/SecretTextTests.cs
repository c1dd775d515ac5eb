using System.Security.Cryptography;
using System.Text;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Tests.Security;

public sealed class SecretTextTests
{
    private const string ConsumerKey = "3MVG9lKcPoNINVBIPJjdw1J9LLM82HnFVVX19KY1uA5mu0QqEWhqKpoW3svG3XHrXDiCQjK1mdgAvhCscA9GE";
    private const string Session = "00D5g000004XXXX!AQEAQNRl7Kd0hvQm4wR1zXy9._t2uVbNcEfGhIjKlMnOpQrStUvWxYz0123456789ABCDEFGH.ijkl";
    private const string Refresh = "5Aep861TSESvWeug_xvFHRBTTbf_YrTWgEyjBJrfoRXt1yz7rJAxlZnU7QnhFYxGDRqcQJ0qa0NcTIQ1F8lFkQK";

    public static TheoryData<string, string> Secrets()
    {
        using var rsa = RSA.Create(2048);
        var pem = rsa.ExportPkcs8PrivateKeyPem();
        var claims = Base64Url("""{"iss":"app","sub":"ci@example.com"}"""u8.ToArray());
        var jwt = $"eyJhbGciOiJSUzI1NiJ9.{claims}.{Base64Url(RandomNumberGenerator.GetBytes(256))}";
        return new TheoryData<string, string>
        {
            { "PEM", pem },
            { "PEM of PKCS#1", rsa.ExportRSAPrivateKeyPem() },
            { "PEM on one line", pem.Replace("\n", "\\n", StringComparison.Ordinal) },
            { "PEM with spaces", pem.Replace('\n', ' ') },
            { "PEM without newlines", pem.Replace("\n", string.Empty, StringComparison.Ordinal) },
            { "PEM cut off", pem[..900] },
            { "base64 of PEM", Convert.ToBase64String(Encoding.ASCII.GetBytes(pem)) },
            { "base64 of PEM in lines", Convert.ToBase64String(Encoding.ASCII.GetBytes(pem), Base64FormattingOptions.InsertLineBreaks) },
            { "base64 of DER in lines", Convert.ToBase64String(rsa.ExportPkcs8PrivateKey(), Base64FormattingOptions.InsertLineBreaks) },
            { "base64 of UTF-16", Convert.ToBase64String(Encoding.Unicode.GetBytes(pem)) },
            { "base64 of base64", Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToBase64String(rsa.ExportRSAPrivateKey()))) },
            { "base64 of DER", Convert.ToBase64String(rsa.ExportPkcs8PrivateKey()) },
            { "base64 in a URL", Uri.EscapeDataString(Convert.ToBase64String(rsa.ExportPkcs8PrivateKey())) },
            { "base64url of DER", Base64Url(rsa.ExportPkcs8PrivateKey()) },
            { "hexadecimal DER", Convert.ToHexString(rsa.ExportPkcs8PrivateKey()) },
            { "hexadecimal with colons", BitConverter.ToString(rsa.ExportPkcs8PrivateKey()).Replace('-', ':') },
            { "base64 after a newline in JSON", "\\n" + Convert.ToBase64String(rsa.ExportPkcs8PrivateKey())[..90] },
            { "consumer secret after a newline in JSON", "\\n" + Convert.ToHexString(RandomNumberGenerator.GetBytes(32)) },
            { "JWT after a newline in JSON", "\\n" + jwt },
            { "the beginning of a key", "x" + Convert.ToBase64String(rsa.ExportPkcs8PrivateKey())[3..64] },
            { "no digits", "kcVKXSdZUHlLadghcypEvJvpNnvlHyHCTkMwKXjRtSgLxVbNdQyP" },
            {
                "PuTTY",
                "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nComment: x\nPrivate-Lines: 14\n"
                    + Convert.ToBase64String(rsa.ExportRSAPrivateKey(), Base64FormattingOptions.InsertLineBreaks)
            },
            { "JWT", jwt },
            { "session id", Session },
            { "session id in a URL", Uri.EscapeDataString(Session) },
            { "refresh token", Refresh },
            { "auth URL", $"force://{ConsumerKey}:1234567890123456789:{Refresh}@acme.my.salesforce.com" },
            { "short auth URL", $"force://{Refresh}@acme.my.salesforce.com" },
            { "consumer secret", Convert.ToHexString(RandomNumberGenerator.GetBytes(32)) },
            { "consumer secret in lower case", Convert.ToHexString(RandomNumberGenerator.GetBytes(32)).ToLowerInvariant() },
        };
    }

    [Theory]
    [MemberData(nameof(Secrets))]
    public void No_piece_of_a_secret_is_shown(string form, string secret)
    {
        string[] texts =
        [
            SecretText.Quote(secret), SecretText.Redact($"There is no file '/home/runner/work/{secret}'."),
            SecretText.Redact($"said: {secret}. Try again."),
        ];
        foreach (var text in texts)
        {
            AssertHoldsNoPiece(text, secret, form);
        }

        Assert.NotNull(SecretText.Detect(secret));
        Assert.Contains("There is no file", SecretText.Redact($"There is no file '{secret}'."), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Secrets))]
    public void No_error_contains_a_secret_wherever_it_was_quoted(string form, string secret)
    {
        var inner = new IOException("x", new FileNotFoundException("Could not find it.", secret));
        var error = new SfException(
            SfErrorKind.KeyFileNotFound,
            $"There is no file '{secret}'.",
            $"Give '{secret}'.",
            inner)
        {
            ServerText = $"<html>{secret}</html>",
        };

        AssertHoldsNoPiece(error + error.Remedy + error.ServerText, secret, form);
        AssertHoldsNoPiece(new SfException(SfErrorKind.KeyFileNotFound, "x", null, new IOException(secret)).ToString(), secret, form);
    }

    [Fact]
    public void A_line_of_a_key_is_detected_wherever_its_slashes_are()
    {
        var (random, bytes) = (new Random(1), new byte[48]);
        var missed = 0;
        for (var i = 0; i < 2_000; i++)
        {
            random.NextBytes(bytes);
            var line = Convert.ToBase64String(bytes);
            missed += Pieces(line).Any(SecretText.Redact($"There is no file '/work/{line}'.").Contains) ? 1 : 0;
        }

        Assert.True(missed <= 10, $"{missed} of 2000 lines were shown.");
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\\n")]
    [InlineData("\\r\\n")]
    [InlineData(" ")]
    public void A_line_that_does_not_look_random_is_hidden_by_its_neighbours(string lineBreak)
    {
        var (random, bytes) = (new Random(2), new byte[48 * 4 + 20]);
        for (var i = 0; i < 500; i++)
        {
            random.NextBytes(bytes);
            var lines = Convert.ToBase64String(bytes).Chunk(64).Select(line => new string(line)).ToList();
            var secret = string.Join(lineBreak, lines);
            string[] texts =
            [
                SecretText.Redact($"There is no file '/home/runner/work/{secret}'."), SecretText.Redact($"said: {secret}. Try again."),
                SecretText.Redact($"said:{lineBreak}{secret}{lineBreak}Try again."),
            ];
            Assert.All(texts, text => Assert.All(lines[1..], line => Assert.DoesNotContain(line, text, StringComparison.Ordinal)));
            Assert.Contains("There is no file", texts[0], StringComparison.Ordinal);
            Assert.EndsWith("again.", texts[1], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\\n")]
    [InlineData(" ")]
    public void Each_line_of_a_block_is_hidden_if_one_of_them_looks_random(string lineBreak)
    {
        const string Random = "uT7dJq0X+zB4rVw9pLm2/Kc8sYhN5eGfAo3iQb6vRxZtMkE1aWyCjUlDnHgPS0F7";
        var plain = string.Concat(Enumerable.Repeat("services", 8));
        for (var at = 0; at < 3; at++)
        {
            string[] lines = [plain, plain, plain, "services"];
            lines[at] = Random;
            var shown = SecretText.Redact($"There is no file '/work/{string.Join(lineBreak, lines)}'.");
            Assert.Matches(@"^There is no file '(/work/)?\(\d+ characters that could be a secret\)'\.$", shown);
        }

        Assert.Null(SecretText.Detect(string.Join(lineBreak, plain, plain)));
    }

    [Theory]
    [InlineData("{\"access_token\":\"hunter2hunter2\",\"x\":1}", "{\"access_token\":\"***\",\"x\":1}")]
    [InlineData("<b>{&quot;refresh_token&quot;:&quot;hunter2&quot;}</b>", "<b>{&quot;refresh_token&quot;:&quot;***&quot;}</b>")]
    [InlineData("<sessionId>hunter2</sessionId>", "<sessionId>***</sessionId>")]
    [InlineData("/secur/frontdoor.jsp?sid=hunter2&retURL=x", "/secur/frontdoor.jsp?sid=***&retURL=x")]
    [InlineData("client_secret=hunter2", "client_secret=***")]
    [InlineData("you sent:\\nclient_secret=hunter2\\n", "you sent:\\nclient_secret=***\\n")]
    [InlineData("Bearer abc.def-123456789", "Bearer ***")]
    [InlineData("https://ci:hunter2@proxy.example.com:8080/x", "https://***@proxy.example.com:8080/x")]
    public void A_named_secret_is_masked(string text, string shown) => Assert.Equal(shown, SecretText.Redact(text));

    [Theory]
    [InlineData("68.0")]
    [InlineData("ci@example.com.sandbox")]
    [InlineData(ConsumerKey)]
    [InlineData("Connect-SfWeb -ClientId " + ConsumerKey + " -LoginUrl https://acme--uat.sandbox.my.salesforce.com")]
    [InlineData("Use the consumer key '" + ConsumerKey + "' of the app AcmeDeploy2024WithAVeryLongNameIndeed.")]
    [InlineData("0123456789abcdef0123456789abcdef01234567")]
    [InlineData(
        "SHA-1 3F2A9B0C1D4E5F60718293A4B5C6D7E8F9010203, SHA-256 3F2A9B0C1D4E5F60718293A4B5C6D7E8F90102033F2A9B0C1D4E5F60718293A4.")]
    [InlineData("SHA-256 of its public key: 3F2A9B0C1D4E5F60718293A4B5C6D7E8F90102033F2A9B0C1D4E5F60718293A4.")]
    [InlineData("/services/data/v68.0/sobjects/ContentVersion/068Dn00000ABCdEIAX/VersionData")]
    [InlineData("/services/data/v68.0/composite/sobjects/Account/0015g00000XyZ9aAAB/Contacts__r/0035g00000XyZ9bAAB")]
    [InlineData("/home/runner/work/_temp/3f2504e0-4f89-11d3-9a0c-0305e82c3301/AccountExport2024-05-01T10-22-33.csv")]
    [InlineData("C:\\Users\\Administrator\\AppData\\Local\\Temp\\SalesforceJwt.PS\\Release2\\BenchmarkDotNet.Artifacts\\results.csv")]
    [InlineData("/var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T/tmpAbC123.tmp/server.key")]
    [InlineData("SELECT Id, Name, MyVeryLongCustomField1__c, AnotherOne2__c FROM Account WHERE OwnerId = '0055g00000AbCdEFGH'")]
    [InlineData("force://CLIENTID:SECRET:REFRESHTOKEN@HOST or force://app:***:***@acme.my.salesforce.com")]
    [InlineData("Give the whole private key, from -----BEGIN to -----END. In CI, check that the secret is set and is visible to this job.")]
    [InlineData("Sign in again, with a scope that holds refresh_token, and with refresh_token among the app's own scopes.")]
    [InlineData("INVALID_SESSION_ID: Session expired or invalid")]
    [InlineData("https://login.salesforce.com/services/oauth2/authorize")]
    [InlineData("SalesforceJwt.PS.Cmdlets.Connections.ConnectSfClientCredentialCommand")]
    public void Text_that_is_not_a_secret_is_shown(string text)
    {
        Assert.Equal(text, SecretText.Redact(text));
        Assert.Null(SecretText.Detect(text));
    }

    [Theory]
    [InlineData("/var/lib/docker/overlay2/2f0c4e1b9a7d4f3e8c6b5a4d3e2f1c0b9a8d7e6f5c4b3a2d1e0f9c8b7a6d5e4f/merged/key.pem",
        "'/var/lib/docker/overlay2/(64 hexadecimal digits that look like a consumer secret)/merged/key.pem'")]
    [InlineData(@"C:\ci\Ab1Cd2Ef3Gh4Ij5Kl6Mn7Op8Qr9St0Uv\server.key", @"'C:\ci\(32 characters that could be a secret)\server.key'")]
    [InlineData("https://acme.my.salesforce.com/secur/frontdoor.jsp?sid=hunter2hunter2",
        "'https://acme.my.salesforce.com/secur/frontdoor.jsp?sid=***'")]
    public void A_path_is_shown_without_the_part_that_may_be_a_secret(string path, string shown) =>
        Assert.Equal(shown, SecretText.Quote(path));

    [Fact]
    public void A_value_is_described_by_what_it_looks_like()
    {
        using var rsa = RSA.Create(2048);
        var base64 = Convert.ToBase64String(rsa.ExportPkcs8PrivateKey());

        Assert.Equal("'Sandbx'", SecretText.Quote("Sandbx"));
        Assert.Matches(@"^\(1,\d{3} characters that look like a private key\)$", SecretText.Quote(rsa.ExportPkcs8PrivateKeyPem()));
        Assert.Matches(@"^\(1,\d{3} characters that look like a private key\)$", SecretText.Quote(base64));
        Assert.Matches(@"characters that look like a certificate\)$", SecretText.Quote(rsa.ExportSubjectPublicKeyInfoPem()));
        Assert.Equal("(94 characters that look like an access token)", SecretText.Quote(Session));
        Assert.Equal("(64 hexadecimal digits that look like a consumer secret)", SecretText.Quote(new string('A', 64)));
        Assert.Equal("(101 characters that could be a secret)", SecretText.Quote(new string('x', 101)));
        Assert.Equal("'https://***@example.com'", SecretText.Quote("https://ci:hunter2@example.com"));
    }

    [Fact]
    public void A_long_text_is_searched_quickly()
    {
        var started = System.Diagnostics.Stopwatch.StartNew();
        string[] texts =
        [
            new string('a', 1 << 20), string.Concat(Enumerable.Repeat("-----BEGIN A-----", 1_000)),
            string.Concat(Enumerable.Repeat("ab:", 300_000)), string.Concat(Enumerable.Repeat("eyJ.", 200_000)), new string('-', 200_000),
        ];
        foreach (var text in texts)
        {
            SecretText.Redact(text);
        }

        Assert.True(started.Elapsed < TimeSpan.FromSeconds(20), $"It took {started.Elapsed}.");
    }

    private static void AssertHoldsNoPiece(string text, string secret, string form)
    {
        foreach (var piece in Pieces(secret))
        {
            Assert.False(text.Contains(piece, StringComparison.Ordinal), $"{form}: {text}");
        }
    }

    private static IEnumerable<string> Pieces(string secret)
    {
        for (var i = 0; i + 40 <= secret.Length; i++)
        {
            yield return secret.Substring(i, 40);
        }
    }

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
