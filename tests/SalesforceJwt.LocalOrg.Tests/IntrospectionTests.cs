using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Introspection and user info.</summary>
public sealed class IntrospectionTests
{
    [Fact]
    public async Task An_access_token_is_described_to_its_app_without_extending_the_session()
    {
        await using var org = await OAuthOrg.StartAsync();
        var token = (await org.SignInAsync()).GetProperty("access_token").GetString();
        org.Org.Options.ClockOffset = TimeSpan.FromMinutes(90);
        var state = await IntrospectAsync(org, token);
        Assert.Equal(
            ["active", "scope", "client_id", "username", "sub", "token_type", "exp", "iat", "nbf"],
            state.EnumerateObject().Select(one => one.Name));
        Assert.True(state.GetProperty("active").GetBoolean());
        Assert.Equal("api web refresh_token", state.GetProperty("scope").GetString());
        Assert.Equal(TestOrg.ClientId, state.GetProperty("client_id").GetString());
        Assert.Equal(TestOrg.Username, state.GetProperty("username").GetString());
        Assert.Equal($"{org.Url}/id/{org.Org.Id}/{org.User.Id}", state.GetProperty("sub").GetString());
        Assert.Equal("access_token", state.GetProperty("token_type").GetString());
        var issued = state.GetProperty("iat").GetInt64();
        Assert.Equal(issued, state.GetProperty("nbf").GetInt64());
        Assert.InRange(state.GetProperty("exp").GetInt64() - issued, 7199, 7201);
        org.Org.Options.ClockOffset = TimeSpan.FromMinutes(121);
        Assert.Equal("""{"active":false}""", (await IntrospectAsync(org, token)).ToString());
    }

    [Fact]
    public async Task A_refresh_token_is_described_too()
    {
        await using var org = await OAuthOrg.StartAsync();
        var token = (await org.SignInAsync()).GetProperty("refresh_token").GetString();
        var state = await IntrospectAsync(org, token);
        Assert.Equal("refresh_token", state.GetProperty("token_type").GetString());
        Assert.False(state.TryGetProperty("exp", out _));
        org.App.RefreshTokenLifetime = TimeSpan.FromDays(1);
        state = await IntrospectAsync(org, token);
        Assert.Equal(86400, state.GetProperty("exp").GetInt64() - state.GetProperty("iat").GetInt64());
        org.Org.Options.ClockOffset = TimeSpan.FromDays(2);
        Assert.Equal("""{"active":false}""", (await IntrospectAsync(org, token)).ToString());
    }

    [Fact]
    public async Task Unknown_tokens_and_those_of_other_apps_or_inactive_users_are_inactive()
    {
        await using var org = await OAuthOrg.StartAsync();
        org.Org.Apps.Register("other").ConsumerSecret = OAuthOrg.Secret;
        var signIn = await org.SignInAsync();
        foreach (var kind in new[] { "access_token", "refresh_token" })
        {
            var token = signIn.GetProperty(kind).GetString();
            Assert.Equal("""{"active":false}""", (await IntrospectAsync(org, token, "other")).ToString());
            Assert.True((await IntrospectAsync(org, token)).GetProperty("active").GetBoolean());
        }

        org.User.IsActive = false;
        Assert.Equal("""{"active":false}""", (await IntrospectAsync(org, signIn.GetProperty("refresh_token").GetString())).ToString());
        Assert.Equal("""{"active":false}""", (await IntrospectAsync(org, null)).ToString());
    }

    [Theory]
    [InlineData(TestOrg.ClientId, "wrong")]
    [InlineData(TestOrg.ClientId, null)]
    [InlineData("other", OAuthOrg.Secret)]
    [InlineData(null, null)]
    public async Task Only_an_app_with_its_secret_may_ask(string? clientId, string? secret)
    {
        await using var org = await OAuthOrg.StartAsync();
        var (status, body) = await org.PostAsync("introspect", null, ("token", "x"), ("client_id", clientId), ("client_secret", secret));
        Assert.Equal((401, "invalid_client: invalid client credentials"), (status, OAuthOrg.ErrorOf(body)));
        Assert.Equal(200, (await org.PostAsync("introspect", $"{TestOrg.ClientId}:{OAuthOrg.Secret}", ("token", "x"))).Status);
    }

    [Fact]
    public async Task Userinfo_is_complete()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var info = await org.GetAsync("services/oauth2/userinfo");
        Assert.Equal(
            [
                "sub", "user_id", "organization_id", "preferred_username", "nickname", "name", "email", "email_verified", "family_name",
                "zoneinfo",
                "photos", "profile", "picture", "address", "is_salesforce_integration_user", "urls", "active", "user_type", "language",
                "locale",
                "utcOffset", "updated_at", "is_app_installed",
            ],
            info.EnumerateObject().Select(one => one.Name));
        Assert.Equal("ci", info.GetProperty("name").GetString());
        Assert.Equal("{version}", info.GetProperty("urls").GetProperty("rest").GetString()!.Split("/v")[^1].TrimEnd('/'));
        Assert.Equal(17, info.GetProperty("urls").EnumerateObject().Count());
        Assert.Equal(DateTimeOffset.UtcNow.Year, info.GetProperty("updated_at").GetDateTimeOffset().Year, 1d);
    }

    private static async Task<JsonElement> IntrospectAsync(OAuthOrg org, string? token, string clientId = TestOrg.ClientId)
    {
        var (status, body) = await org.PostAsync(
            "introspect", null, ("token", token), ("client_id", clientId), ("client_secret", OAuthOrg.Secret));
        Assert.Equal(200, status);
        return body;
    }
}
