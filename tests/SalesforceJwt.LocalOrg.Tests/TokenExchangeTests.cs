using System.Security.Cryptography;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The token exchange flow, with handlers that map tokens of another issuer to users.</summary>
public sealed class TokenExchangeTests : IAsyncLifetime
{
    private const string Issuer = "https://issuer.example.com";
    private const string Rejected = "invalid_request: token handler validation failed";
    private const string NotFound = "invalid_request: token handler not found";

    private OAuthOrg _org = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await OAuthOrg.StartAsync();
        _org.Org.Apps.Approve(TestOrg.ClientId, TestOrg.Username);
        _org.App.Flows |= OAuthFlows.TokenExchange;
        _org.App.RequireSecretForTokenExchange = false;
        SetHandler(new TokenHandler
        {
            Name = "Ci",
            Apps = [TestOrg.ClientId],
            Issuer = Issuer,
            Audience = "org",
            Keys = [TestKeys.Rsa],
            Users = [new TokenUser(TestOrg.Username, new Dictionary<string, string> { ["sub"] = "repo:acme/app", ["ref"] = "main" })],
        });
    }

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Theory]
    [InlineData("urn:ietf:params:oauth:token-type:jwt")]
    [InlineData("urn:ietf:params:oauth:token-type:JWT")]
    [InlineData("urn:ietf:params:oauth:token-type:id_token")]
    public async Task A_token_becomes_the_access_token_of_its_user(string type)
    {
        var token = await _org.TokenAsync(Form(Sign(), ("subject_token_type", type), ("scope", "api")));

        Assert.EndsWith(_org.User.Id, token.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal("api", token.GetProperty("scope").GetString());
        Assert.False(token.TryGetProperty("refresh_token", out _));
        Assert.Equal(System.Net.HttpStatusCode.OK, await _org.CallAsync(token.GetProperty("access_token").GetString()!));
    }

    [Theory]
    [InlineData("iss", "https://other.example.com")]
    [InlineData("aud", "other")]
    [InlineData("sub", "repo:acme/other")]
    [InlineData("ref", "feature")]
    [InlineData("exp", 1)]
    [InlineData("exp", null)]
    [InlineData("exp", "soon")]
    [InlineData("nbf", 9_999_999_999)]
    public async Task A_handler_compares_every_claim(string claim, object? value)
    {
        var claims = Claims();
        claims.Remove(claim);
        if (value is not null)
        {
            claims[claim] = value;
        }

        Assert.Equal(Rejected, await _org.TokenErrorAsync(Form(TestOrg.Sign(claims))));
    }

    [Fact]
    public async Task A_handler_accepts_signatures_of_its_keys_alone()
    {
        using var other = RSA.Create(2048);
        Assert.Equal(Rejected, await _org.TokenErrorAsync(Form(TestOrg.Sign(Claims(), other))));
        Assert.Equal(Rejected, await _org.TokenErrorAsync(Form(TestOrg.Sign(Claims(), algorithm: "none"))));
        Assert.Equal(Rejected, await _org.TokenErrorAsync(Form(TestOrg.Sign(Claims(), algorithm: "HS256"))));
        Assert.Equal(Rejected, await _org.TokenErrorAsync(Form(Sign()[..^8])));
        Assert.Equal(Rejected, await _org.TokenErrorAsync(Form("no token")));
        Assert.Equal(Rejected, await _org.TokenErrorAsync(Form("a.b.c")));
    }

    [Fact]
    public async Task A_request_lacks_something()
    {
        Assert.Equal("invalid_request: missing required parameter: subject_token", await _org.TokenErrorAsync(Form(null)));
        Assert.Equal(
            "invalid_request: missing required parameter: subject_token_type", await _org.TokenErrorAsync(Form(Sign(), ("subject_token_type", null))));
        Assert.Equal(
            "invalid_request: unsupported subject_token_type", await _org.TokenErrorAsync(Form(Sign(), ("subject_token_type", "jwt"))));
        Assert.Equal(
            "invalid_request: subject_token is longer than 10000 characters", await _org.TokenErrorAsync(Form(new string('a', 10_001))));
        Assert.Equal("invalid_scope: the requested scope is not allowed", await _org.TokenErrorAsync(Form(Sign(), ("scope", "full"))));
        Assert.Equal("invalid_client_id: client identifier invalid", await _org.TokenErrorAsync(Form(Sign(), ("client_id", "other"))));
    }

    [Fact]
    public async Task A_handler_is_enabled_for_apps_by_name_or_as_their_default()
    {
        Assert.Equal(NotFound, await _org.TokenErrorAsync(Form(Sign(), ("token_handler", "Other"))));
        Assert.Equal(NotFound, await _org.TokenErrorAsync(Form(Sign(), ("token_handler", null))));
        Handler.IsDefault = true;
        await _org.TokenAsync(Form(Sign(), ("token_handler", null)));
        Handler.IsEnabled = false;
        Assert.Equal(NotFound, await _org.TokenErrorAsync(Form(Sign())));
        SetHandler(new TokenHandler { Name = "Ci", Apps = ["another app"], Issuer = Issuer, Keys = [TestKeys.Rsa] });
        Assert.Equal(NotFound, await _org.TokenErrorAsync(Form(Sign())));
    }

    [Fact]
    public async Task The_app_and_its_user_decide_as_in_other_flows()
    {
        _org.Org.Apps.Unapprove(TestOrg.ClientId, TestOrg.Username);
        _org.Org.Options.TokenExchangeNeedsApproval = false;
        await SignInStates.AssertEachRejectsAsync(_org, () => _org.TokenErrorAsync(Form(Sign())), hasPolicy: true);
        _org.User.RequiresHighAssurance = true;
        Assert.Equal("invalid_grant: authentication failure", await _org.TokenErrorAsync(Form(Sign())));
        _org.User.RequiresHighAssurance = false;
        _org.App.RequireSecretForTokenExchange = true;
        Assert.Equal("invalid_client: invalid client credentials", await _org.TokenErrorAsync(Form(Sign())));
        await _org.TokenAsync(Form(Sign(), ("client_secret", OAuthOrg.Secret)));
        _org.App.Flows &= ~OAuthFlows.TokenExchange;
        Assert.Equal("unsupported_grant_type: grant type not supported", await _org.TokenErrorAsync(Form(Sign())));
    }

    [Fact]
    public async Task Approval_is_needed_unless_a_setting_says_otherwise()
    {
        _org.Org.Apps.Unapprove(TestOrg.ClientId, TestOrg.Username);
        Assert.Equal("invalid_grant: user hasn't approved this consumer", await _org.TokenErrorAsync(Form(Sign())));
        var (status, _) = await _org.Inner.SendAsync(HttpMethod.Patch, "_localorg/settings", new { tokenExchangeNeedsApproval = false });
        Assert.Equal(204, status);
        await _org.TokenAsync(Form(Sign()));
    }

    [Fact]
    public async Task The_administration_API_sets_handlers_with_their_own_error_and_other_tokens()
    {
        var handler = new
        {
            name = "Opaque",
            apps = new[] { TestOrg.ClientId },
            tokenTypes = new[] { "accessToken", "jwt" },
            issuer = Issuer,
            keys = new[] { TestKeys.Certificate.ExportCertificatePem(), TestKeys.Rsa.ExportSubjectPublicKeyInfoPem() },
            users = new[] { new { username = TestOrg.Username, claims = new { sub = "repo:acme/app" } } },
            otherTokens = new { opaque = TestOrg.Username },
            errorMessage = "ask the platform team",
        };
        var (status, _) = await _org.Inner.SendAsync(HttpMethod.Post, "_localorg/token-handlers", handler);
        Assert.Equal(204, status);

        var form = Form("opaque", ("token_handler", "Opaque"), ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"));
        await _org.TokenAsync(form);
        await _org.TokenAsync(Form(Sign(), ("token_handler", "Opaque")));
        Assert.Equal("invalid_request: ask the platform team", await _org.TokenErrorAsync([.. form, ("subject_token", "other")]));
        Assert.Equal(
            "invalid_request: ask the platform team",
            await _org.TokenErrorAsync([.. form, ("subject_token_type", "urn:ietf:params:oauth:token-type:saml2")]));
        Assert.Equal(204, (await _org.Inner.SendAsync(HttpMethod.Delete, "_localorg/token-handlers")).Status);
        Assert.Equal(NotFound, await _org.TokenErrorAsync(form));
        Assert.Equal(400, (await _org.Inner.SendAsync(HttpMethod.Post, "_localorg/token-handlers", handler with { keys = ["no key", ""] })).Status);
    }

    private TokenHandler Handler { get; set; } = null!;

    private void SetHandler(TokenHandler handler) => _org.Org.TokenHandlers.Set(Handler = handler);

    private static Dictionary<string, object> Claims() => new()
    {
        ["iss"] = Issuer,
        ["aud"] = "org",
        ["sub"] = "repo:acme/app",
        ["ref"] = "main",
        ["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds(),
    };

    private static string Sign() => TestOrg.Sign(Claims());

    private static (string, string?)[] Form(string? token, params (string, string?)[] others) =>
    [
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("client_id", TestOrg.ClientId),
        ("subject_token", token),
        ("subject_token_type", "urn:ietf:params:oauth:token-type:jwt"),
        ("token_handler", "Ci"),
        .. others,
    ];
}
