using System.Security.Cryptography;
using System.Text;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The web server flow.</summary>
public sealed class WebServerFlowTests
{
    private const string Expired = "invalid_grant: expired authorization code";

    [Fact]
    public async Task A_code_gets_signed_tokens_that_work()
    {
        await using var org = await OAuthOrg.StartAsync();
        var answer = await org.AllowAsync();
        Assert.Equal("a b&c", answer["state"]);
        Assert.EndsWith("==", answer["code"], StringComparison.Ordinal);
        var token = await org.TokenAsync(OAuthOrg.ExchangeForm(answer["code"]));
        Assert.Equal("api web refresh_token", token.GetProperty("scope").GetString());
        Assert.Equal(org.Url, token.GetProperty("instance_url").GetString());
        Assert.Equal($"{org.Url}/id/{org.Org.Id}/{org.User.Id}", token.GetProperty("id").GetString());
        Assert.StartsWith("5Aep861", token.GetProperty("refresh_token").GetString(), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.OK, await org.CallAsync(token.GetProperty("access_token").GetString()!));
        var issuedAt = token.GetProperty("issued_at").GetString()!;
        Assert.Equal(
            DateTimeOffset.UtcNow.ToUnixTimeSeconds(), long.Parse(issuedAt, System.Globalization.CultureInfo.InvariantCulture) / 1000, 60d);
        var signed = Encoding.UTF8.GetBytes(token.GetProperty("id").GetString() + issuedAt);
        Assert.Equal(
            Convert.ToBase64String(
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(OAuthOrg.Secret), signed)), token.GetProperty("signature").GetString());
    }

    [Fact]
    public async Task A_code_is_used_once()
    {
        await using var org = await OAuthOrg.StartAsync();
        var code = await org.GetCodeAsync();
        await org.TokenAsync(OAuthOrg.ExchangeForm(code));
        Assert.Equal(Expired, await org.TokenErrorAsync(OAuthOrg.ExchangeForm(code)));
        Assert.Equal("invalid_grant: invalid authorization code", await org.TokenErrorAsync(OAuthOrg.ExchangeForm("aPrx==")));
    }

    [Fact]
    public async Task A_code_ends_by_the_orgs_clock()
    {
        await using var org = await OAuthOrg.StartAsync();
        var code = await org.GetCodeAsync();
        org.Org.Options.ClockOffset = TimeSpan.FromMinutes(10);
        Assert.Equal(Expired, await org.TokenErrorAsync(OAuthOrg.ExchangeForm(code)));
        org.Org.Options.ClockOffset = TimeSpan.FromMinutes(9);
        await org.TokenAsync(OAuthOrg.ExchangeForm(code));
    }

    [Theory]
    [InlineData("redirect_uri", "http://localhost:1717/oauthredirect", "redirect_uri_mismatch: redirect_uri must match configuration")]
    [InlineData("redirect_uri", null, "redirect_uri_mismatch: redirect_uri must match configuration")]
    [InlineData("client_id", "other", "invalid_client_id: client identifier invalid")]
    [InlineData("client_id", null, "invalid_client_id: client identifier invalid")]
    [InlineData("client_secret", "wrong", "invalid_client: invalid client credentials")]
    [InlineData("client_secret", "", "invalid_client: invalid client credentials")]
    [InlineData("client_secret", null, "invalid_client: invalid client credentials")]
    [InlineData("code_verifier", OAuthOrg.Verifier, "invalid_grant: invalid code verifier")]
    public async Task A_mismatch_with_the_code_is_rejected(string field, string? value, string error)
    {
        await using var org = await OAuthOrg.StartAsync();
        var code = await org.GetCodeAsync();
        Assert.Equal(error, await org.TokenErrorAsync([.. OAuthOrg.ExchangeForm(code), (field, value)]));
        await org.TokenAsync(OAuthOrg.ExchangeForm(code));
    }

    [Fact]
    public async Task A_code_of_another_app_is_rejected()
    {
        await using var org = await OAuthOrg.StartAsync();
        org.Org.Apps.Register("other").ConsumerSecret = OAuthOrg.Secret;
        var code = await org.GetCodeAsync();
        Assert.Equal(
            "invalid_grant: authentication failure", await org.TokenErrorAsync([.. OAuthOrg.ExchangeForm(code), ("client_id", "other")]));
    }

    [Theory]
    [InlineData(OAuthOrg.Verifier, null)]
    [InlineData(null, "invalid_grant: invalid code verifier")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK", "invalid_grant: invalid code verifier")]
    [InlineData("short", "invalid_grant: invalid code verifier")]
    public async Task The_verifier_must_match_the_challenge(string? verifier, string? error)
    {
        await using var org = await OAuthOrg.StartAsync();
        org.App.RequirePkce = true;
        var code = await org.GetCodeAsync(("code_challenge", OAuthOrg.Challenge), ("code_challenge_method", "S256"));
        (string, string?)[] form = [.. OAuthOrg.ExchangeForm(code), ("code_verifier", verifier)];
        if (error is null)
        {
            await org.TokenAsync(form);
        }
        else
        {
            Assert.Equal(error, await org.TokenErrorAsync(form));
        }
    }

    [Fact]
    public async Task The_secret_may_be_in_a_basic_header_or_omitted_if_not_required()
    {
        await using var org = await OAuthOrg.StartAsync();
        var form = OAuthOrg.ExchangeForm(await org.GetCodeAsync());
        (string, string?)[] withoutClient = [.. form, ("client_id", null), ("client_secret", null)];
        Assert.Equal(400, (await org.PostAsync("token", $"{TestOrg.ClientId}:wrong", withoutClient)).Status);
        Assert.Equal(200, (await org.PostAsync("token", $"{TestOrg.ClientId}:{OAuthOrg.Secret}", withoutClient)).Status);

        org.App.RequireSecretForWebServerFlow = false;
        form = OAuthOrg.ExchangeForm(await org.GetCodeAsync());
        Assert.Equal("invalid_client: invalid client credentials", await org.TokenErrorAsync([.. form, ("client_secret", "wrong")]));
        await org.TokenAsync([.. form, ("client_secret", null)]);

        org.App.RequireSecretForWebServerFlow = true;
        org.App.ConsumerSecret = null;
        form = OAuthOrg.ExchangeForm(await org.GetCodeAsync());
        Assert.Equal("invalid_client: invalid client credentials", await org.TokenErrorAsync(form));
        Assert.False((await org.TokenAsync([.. form, ("client_secret", null)])).TryGetProperty("signature", out _));
    }

    [Fact]
    public async Task A_user_who_lost_access_meanwhile_gets_no_token()
    {
        await using var org = await OAuthOrg.StartAsync();
        var form = OAuthOrg.ExchangeForm(await org.GetCodeAsync());
        await SignInStates.AssertEachRejectsAsync(org, () => org.TokenErrorAsync(form));
        org.App.Flows &= ~OAuthFlows.WebServer;
        Assert.Equal("unsupported_grant_type: grant type not supported", await org.TokenErrorAsync(form));
    }

    [Theory]
    [InlineData("api refresh_token", true, 200)]
    [InlineData("offline_access web", true, 200)]
    [InlineData("refresh_token", true, 400)]
    [InlineData("api", false, 400)]
    public async Task Only_the_exchange_of_a_lasting_approval_lets_jwt_sign_in(string scope, bool isOffline, int jwtStatus)
    {
        await using var org = await OAuthOrg.StartAsync();
        var code = await org.GetCodeAsync(("scope", scope));
        Assert.Equal(400, await org.SignInByJwtAsync());
        var token = await org.TokenAsync(OAuthOrg.ExchangeForm(code));
        Assert.Equal(isOffline, token.TryGetProperty("refresh_token", out _));
        Assert.Equal(scope, token.GetProperty("scope").GetString());
        Assert.Equal(jwtStatus, await org.SignInByJwtAsync());
    }

    [Fact]
    public async Task The_users_own_approval_does_not_override_the_admins_policy()
    {
        await using var org = await OAuthOrg.StartAsync();
        await org.SignInAsync();
        Assert.Equal(200, await org.SignInByJwtAsync());
        org.App.Policy = AppPolicy.AdminApproved;
        Assert.Equal(400, await org.SignInByJwtAsync());
    }
}
