using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;

using static SalesforceJwt.Core.Tests.Support.TextAssert;

namespace SalesforceJwt.Core.Tests.OAuth;

/// <summary>Auth URLs of the sf CLI: reading, writing, and redaction.</summary>
public sealed class SfAuthUrlTests
{
    private const string Host = "acme--dev.sandbox.my.salesforce.com";
    private const string Token = "5Aep861.re-fresh_TOKEN==";
    private const string Whole = $"force://3MVG9.id:5EC2E7:{Token}@{Host}";

    [Theory]
    [InlineData(Whole, "3MVG9.id", "5EC2E7")]
    [InlineData($"force://PlatformCLI::{Token}@{Host}", "PlatformCLI", null)]
    [InlineData($"force://{Token}@{Host}", "PlatformCLI", null)]
    [InlineData($"  {Whole}\r\n", "3MVG9.id", "5EC2E7")]
    [InlineData($"\"{Whole}\"", "3MVG9.id", "5EC2E7")]
    [InlineData($"'{Whole}/'", "3MVG9.id", "5EC2E7")]
    public void Every_form_of_auth_URL_is_read(string text, string clientId, string? secret)
    {
        var url = SfAuthUrl.Parse(text);

        Assert.Equal((clientId, secret, Token, $"https://{Host}/"), (url.Client.ClientId, url.Client.ClientSecret, url.RefreshToken, url.Client.LoginUrl.AbsoluteUri));
    }

    [Fact]
    public void A_port_is_kept()
    {
        Assert.Equal("https://localhost:8443/", SfAuthUrl.Parse($"force://id::{Token}@localhost:8443").Client.LoginUrl.AbsoluteUri);
    }

    [Theory]
    [InlineData("")]
    [InlineData("force://")]
    [InlineData($"https://{Host}/?t={Token}")]
    [InlineData($"force://id:5EC2E7:{Token}")]
    [InlineData($"force://id:5EC2E7:{Token}@")]
    [InlineData($"force://id:5EC2E7:{Token}@{Host}:99999")]
    [InlineData($"force://id:5EC2E7:{Token}@{Host}/path")]
    [InlineData($"force://id:5EC2E7:{Token}@{Host}@evil.example")]
    [InlineData($"force://id:5EC2E7:{Token}@evil.example/x@{Host}")]
    [InlineData($"force://5EC2E7:{Token}@{Host}")]
    [InlineData($"force://id:5EC2E7:\n{Token}@{Host}")]
    [InlineData($"force://id:5EC2E7:5Aep%3D@{Host}")]
    [InlineData($"FORCE://id:5EC2E7:{Token}@{Host}")]
    public void Text_that_is_not_an_auth_URL_is_rejected_and_not_quoted(string text)
    {
        var error = Assert.Throws<SfException>(() => SfAuthUrl.Parse(text));

        Assert.Equal(SfErrorKind.AuthUrlInvalid, error.Kind);
        ContainsAll(error.Remedy, "force://CLIENTID:SECRET:REFRESHTOKEN@HOST", "sf org auth show-sfdx-auth-url --json");
        HidesSecrets(error, "5Aep", "5EC2E7");
    }

    [Fact]
    public void It_is_written_unchanged_and_displayed_without_its_secrets()
    {
        var url = SfAuthUrl.Parse(Whole);

        Assert.Equal(Whole, url.Reveal());
        Assert.Equal($"force://3MVG9.id:***:***@{Host}", url.ToString());
        Assert.DoesNotContain("5EC2E7", url.Client.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:8080", "id", Token)]
    [InlineData($"https://{Host}", "an id/of-strange+form", Token)]
    [InlineData($"https://{Host}", "id", "to:ken")]
    public void Values_that_an_auth_URL_cannot_contain_are_an_error(string host, string clientId, string token)
    {
        var error = Assert.ThrowsAny<SfException>(() => SfAuthUrl.Create(new OAuthClient(new Uri(host), clientId.Replace(' ', '!')), token));

        Assert.Equal(SfErrorKind.AuthUrlInvalid, error.Kind);
        HidesSecrets(error, token);
    }

    [Theory]
    [InlineData(Whole)]
    [InlineData($"\uFEFF{Whole}\n")]
    [InlineData("{\"status\":0,\"result\":{\"username\":\"x\",\"sfdxAuthUrl\":\"" + Whole + "\"}}")]
    [InlineData("{\"sfdxAuthUrl\":\"" + Whole + "\"}")]
    public void It_is_found_in_a_file_alone_or_in_the_CLIs_JSON(string content)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "auth.json");
        File.WriteAllText(path, content);

        Assert.Equal(Whole, SfAuthUrl.FromFile(path).Reveal());
    }

    [Fact]
    public void A_UTF_16_file_as_Windows_writes_it_is_read()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "auth.txt");
        File.WriteAllText(path, Whole, System.Text.Encoding.Unicode);

        Assert.Equal(Whole, SfAuthUrl.FromFile(path).Reveal());
    }

    [Theory]
    [InlineData("""{"result":{"sfdxAuthUrl":"[REDACTED] Use 'sf org auth show-sfdx-auth-url' to view"}}""")]
    [InlineData("[REDACTED] Use 'sf org auth show-sfdx-auth-url' to view")]
    [InlineData("\"[redacted]\"\n")]
    public void A_placeholder_of_the_CLI_is_named_with_the_command_that_shows_the_URL(string text)
    {
        var error = Assert.Throws<SfException>(() => SfAuthUrl.Parse(text));

        Assert.Equal(SfErrorKind.AuthUrlInvalid, error.Kind);
        ContainsAll(error.Message, "placeholder");
        ContainsAll(error.Remedy, "sf org auth show-sfdx-auth-url --json");
    }

    [Fact]
    public void A_placeholder_is_not_accepted_as_a_token()
    {
        var error = Assert.Throws<SfException>(
            () => new AccessTokenFlow(new Uri($"https://{Host}"), "[REDACTED] Use 'sf org auth show-access-token' to view"));

        Assert.Equal(SfErrorKind.ValueMissing, error.Kind);
        ContainsAll(error.Message, "placeholder");
        ContainsAll(error.Remedy, "sf org auth show-access-token --json");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"result":null}""")]
    [InlineData("""{"result":{"sfdxAuthUrl":5}}""")]
    [InlineData("""{"result":{"sfdxAuthUrl":"[REDACTED]"}}""")]
    public void A_file_without_an_auth_URL_is_rejected(string content)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "auth.json");
        File.WriteAllText(path, content);

        Assert.Equal(SfErrorKind.AuthUrlInvalid, Assert.Throws<SfException>(() => SfAuthUrl.FromFile(path)).Kind);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        using var folder = new TemporaryFolder();
        foreach (var (path, kind) in new[]
        {
            (Path.Combine(folder.Path, "missing"), SfErrorKind.FileNotFound), (folder.Path, SfErrorKind.FileAccessFailed),
        })
        {
            var error = Assert.Throws<SfException>(() => SfAuthUrl.FromFile(path));
            Assert.Equal(kind, error.Kind);
            ContainsAll(error.Message, path);
        }
    }

    [Fact]
    public async Task A_session_becomes_an_auth_URL_and_an_auth_URL_a_session()
    {
        await using var org = await WebOrg.StartAsync();
        var options = TestOrg.Options() with { HttpSettings = new() { NoProxy = true, SkipCertificateCheck = true } };
        using var session = await org.SignInAsync();
        var secure = new OAuthClient(org.Test.Server.HttpsUrl, TestOrg.ClientId);
        using var first = await SfSession.SignInAsync(new RefreshTokenFlow(secure, session.RefreshToken!), options, null, TestOrg.Cancellation);

        var url = SfAuthUrl.Parse(first.ToAuthUrl().Reveal());
        using var second = await SfSession.SignInAsync(new RefreshTokenFlow(url.Client, url.RefreshToken), options, null, TestOrg.Cancellation);

        await second.GetAsync(TestOrg.Echo);
        Assert.Equal(org.Test.Server.HttpsUrl, url.Client.LoginUrl);
    }
}
