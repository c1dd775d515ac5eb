using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Exchange;
using SalesforceJwt.Core.OAuth.TokenCache;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;
using static SalesforceJwt.Core.Tests.Support.TextAssert;
using SubjectTokenType = SalesforceJwt.Core.OAuth.Exchange.SubjectTokenType;

namespace SalesforceJwt.Core.Tests.OAuth;

/// <summary>The token exchange flow with a token that the caller has.</summary>
public sealed class TokenExchangeFlowTests : IAsyncLifetime
{
    private const string Issuer = "https://issuer.example.com";

    private WebOrg _org = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await WebOrg.StartAsync();
        _org.Org.Apps.Approve(TestOrg.ClientId, TestOrg.Username);
        _org.App.Flows |= OAuthFlows.TokenExchange;
        _org.Org.TokenHandlers.Set(new TokenHandler
        {
            Name = "Ci",
            Apps = [TestOrg.ClientId],
            Issuer = Issuer,
            Audience = "org",
            Keys = [TestKeys.Rsa],
            Users = [new TokenUser(TestOrg.Username, new Dictionary<string, string> { ["sub"] = "repo:acme/app" })],
        });
    }

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task The_token_is_exchanged_and_exchanged_again_when_the_session_ends()
    {
        using var session = await SignInAsync(Token(), scope: "api");
        _org.Org.ExpireAllTokens();

        Assert.Equal(TestOrg.Username, (await session.GetUserInfoAsync(null, TestOrg.Cancellation)).Username);
        Assert.Equal("api", session.Current.Scope);
        Assert.Equal(2, _org.Test.SignIns.Count);
        Assert.All(_org.Test.SignIns, r => ContainsAll(
            Uri.UnescapeDataString(r.Body!), "subject_token_type=urn:ietf:params:oauth:token-type:jwt&", "&token_handler=Ci&", "&scope=api&"));
    }

    [Fact]
    public async Task Without_handler_and_scope_neither_is_sent()
    {
        await FailAsync(SfErrorKind.LoginTokenHandlerNotFound, Token(), handler: null);

        Assert.DoesNotContain("token_handler", _org.Test.SignIns[0].Body, StringComparison.Ordinal);
        Assert.DoesNotContain("scope", _org.Test.SignIns[0].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Jwt", "jwt")]
    [InlineData("jwt", "jwt")]
    [InlineData("IDTOKEN", "id_token")]
    [InlineData("AccessToken", "access_token")]
    [InlineData("RefreshToken", "refresh_token")]
    [InlineData(" Saml2 ", "saml2")]
    [InlineData("urn:ietf:params:oauth:token-type:JWT", "JWT")]
    public void Types_have_names_and_urns(string value, string urn)
    {
        Assert.Equal("urn:ietf:params:oauth:token-type:" + urn, SubjectTokenType.Parse(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("id_token")]
    [InlineData("urn:a b")]
    [InlineData("urn:é")]
    public void Another_type_is_an_error_that_lists_the_types(string value)
    {
        var error = Assert.Throws<SfException>(() => SubjectTokenType.Parse(value));

        Assert.Equal(SfErrorKind.SubjectTokenInvalid, error.Kind);
        ContainsAll(error.Remedy, "Jwt, IdToken, AccessToken, RefreshToken, Saml2", "urn:ietf:params:oauth:token-type:jwt");
    }

    [Fact]
    public async Task A_token_in_place_of_a_type_or_handler_is_not_shown()
    {
        HidesSecrets(Assert.Throws<SfException>(() => SubjectTokenType.Parse(Token())), Token());
        HidesSecrets(await FailAsync(SfErrorKind.NameInvalid, Token(), handler: Token()), Token());
    }

    [Fact]
    public async Task A_token_of_more_than_10000_characters_is_not_sent()
    {
        var error = await FailAsync(SfErrorKind.SubjectTokenInvalid, new string('a', 10_001));

        ContainsAll(error.Message, "10,001", "10,000");
        Assert.Empty(_org.Test.SignIns);
        await FailAsync(SfErrorKind.LoginSubjectTokenRefused, new string('a', 10_000));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("two words")]
    [InlineData("é")]
    public async Task What_cannot_be_a_token_is_not_sent(string token)
    {
        await FailAsync(SfErrorKind.ValueMissing, token);

        Assert.Empty(_org.Test.SignIns);
    }

    [Fact]
    public async Task A_refused_token_is_described_and_not_shown()
    {
        var token = Token(subject: "repo:acme/other", expires: -60);

        var error = await FailAsync(SfErrorKind.LoginSubjectTokenRefused, token);

        ContainsAll(
            error.Message, "invalid_request: token handler validation failed", $"(iss) is '{Issuer}'", "(sub) 'repo:acme/other'", "(aud) 'org'",
            "It expired at");
        ContainsAll(error.Remedy, "Debug Logs", "Remote Site Setting");
        HidesSecrets(error, token, token.Split('.')[1], token.Split('.')[2]);
    }

    [Fact]
    public async Task The_text_of_the_handler_itself_is_shown()
    {
        _org.Org.TokenHandlers.Set(new TokenHandler { Name = "Ci", Apps = [TestOrg.ClientId], ErrorMessage = "only the main branch" });

        ContainsAll((await FailAsync(SfErrorKind.LoginSubjectTokenRefused, Token())).Message, "said: invalid_request: only the main branch.");
    }

    [Theory]
    [InlineData("application/json", """{"error":"invalid_request","error_description":"no: TOKEN"}""")]
    [InlineData("application/json", """{"error":"invalid_client","error_description":"no: TOKEN"}""")]
    [InlineData("text/html", "<html><title>TOKEN</title></html>")]
    public async Task A_token_that_the_server_echoes_is_not_shown(string type, string body)
    {
        const string Opaque = "5EC2E7+opaque/token~of=the&issuer";
        await using var server = await RawServer.StartAsync(_ => RawServer.Answer(400, type, body.Replace("TOKEN", $"{Opaque} {Uri.EscapeDataString(Opaque)}", StringComparison.Ordinal)));
        var client = new OAuthClient(new Uri(server.Url.GetLeftPart(UriPartial.Authority)), TestOrg.ClientId);
        var flow = new TokenExchangeFlow(client, new GivenSubjectToken(Opaque), "AccessToken");

        var error = await Assert.ThrowsAnyAsync<SfException>(() => SfSession.SignInAsync(flow, TestOrg.Options(), null, TestOrg.Cancellation));

        HidesSecrets(error, Opaque, Uri.EscapeDataString(Opaque), "5EC2E7");
    }

    [Fact]
    public async Task A_handler_that_the_org_does_not_have_is_named()
    {
        var error = await FailAsync(SfErrorKind.LoginTokenHandlerNotFound, Token(), handler: "Other");

        ContainsAll(error.Message, "'Other'");
        ContainsAll(error.Advised(), "Enable New App", "SetTokenHandler");
    }

    [Fact]
    public async Task The_error_for_an_app_without_the_flow_says_where_to_enable_it()
    {
        _org.App.Flows &= ~OAuthFlows.TokenExchange;

        ContainsAll((await FailAsync(SfErrorKind.LoginFlowNotEnabled, Token())).Remedy, "Enable Token Exchange Flow", "Policies");
    }

    [Fact]
    public async Task The_error_for_an_app_that_demands_its_secret_says_which_setting_does()
    {
        _org.App.ConsumerSecret = WebOrg.Secret;

        ContainsAll(
            (await FailAsync(SfErrorKind.LoginClientSecretInvalid, Token(), secret: "5EC2E7.wrong")).Remedy, "Require Secret for Token Exchange");
        using var session = await SignInAsync(Token(), secret: WebOrg.Secret);
    }

    [Fact]
    public async Task A_user_who_has_not_approved_the_app_is_told_apart()
    {
        _org.Org.Apps.Unapprove(TestOrg.ClientId, TestOrg.Username);

        var error = await FailAsync(SfErrorKind.LoginNotApproved, Token());

        ContainsAll(error.Remedy, "Admin approved users are pre-authorized");
    }

    [Fact]
    public async Task In_the_token_cache_a_token_belongs_to_the_token_that_it_was_exchanged_for()
    {
        using var temporary = new TemporaryFolder();
        var folder = new TokenCacheFolder(temporary["tokens"]);
        var subjectToken = Token();

        using var first = await SignInAsync(subjectToken, folder: folder);
        using var second = await SignInAsync(subjectToken, folder: folder);
        Assert.Equal(first.Token.AccessToken, second.Token.AccessToken);
        Assert.Single(_org.Test.SignIns);
        Assert.Equal("subject token or CI job", Assert.Single(folder.Find()).SealedWith);

        // Another token may be another user's.
        using var other = await SignInAsync(Token(expires: 301), folder: folder);
        using var scope = await SignInAsync(subjectToken, scope: "api", folder: folder);
        Assert.Equal(3, _org.Test.SignIns.Count);

        // Each has an entry of its own.
        Assert.Equal(3, folder.Find().Count);
        using var again = await SignInAsync(subjectToken, folder: folder);
        Assert.Equal(first.Token.AccessToken, again.Token.AccessToken);
        await FailAsync(SfErrorKind.LoginTokenHandlerNotFound, subjectToken, handler: "Other", folder: folder);
    }

    private static string Token(string subject = "repo:acme/app", int expires = 300) => TestOrg.Sign(new Dictionary<string, object>
    {
        ["iss"] = Issuer,
        ["aud"] = "org",
        ["sub"] = subject,
        ["exp"] = DateTimeOffset.UtcNow.AddSeconds(expires).ToUnixTimeSeconds(),
    });

    private Task<SfSession> SignInAsync(
        string token, string? handler = "Ci", string? scope = null, string? secret = null, TokenCacheFolder? folder = null)
    {
        var flow = new TokenExchangeFlow(
            new OAuthClient(_org.Test.Server.HttpUrl, TestOrg.ClientId, secret), new GivenSubjectToken(token), "Jwt", handler, scope);
        return SfSession.SignInAsync(
            folder is null ? flow : new CachedTokenFlow(flow, folder), TestOrg.Options(), null, TestOrg.Cancellation);
    }

    private async Task<SfException> FailAsync(
        SfErrorKind kind, string token, string? handler = "Ci", string? secret = null, TokenCacheFolder? folder = null)
    {
        var error = await Assert.ThrowsAnyAsync<SfException>(() => SignInAsync(token, handler, secret: secret, folder: folder));
        Assert.True(kind == error.Kind, $"{error.Kind}: {error.Message}");
        return error;
    }
}
