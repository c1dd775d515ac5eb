using System.Net;
using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Refresh tokens: use, rotation, revocation.</summary>
public sealed class RefreshTokenTests
{
    private const string Ended = "invalid_grant: expired access/refresh token";

    [Fact]
    public async Task It_gets_a_new_access_token_and_no_new_refresh_token()
    {
        await using var org = await OAuthOrg.StartAsync();
        var signIn = await org.SignInAsync();
        org.Org.ExpireAllTokens();
        Assert.Equal(HttpStatusCode.Unauthorized, await org.CallAsync(Access(signIn)));
        var renewed = await org.TokenAsync(OAuthOrg.RefreshForm(Refresh(signIn)));
        Assert.Equal(HttpStatusCode.OK, await org.CallAsync(Access(renewed)));
        Assert.Equal(
            ["access_token", "signature", "scope", "instance_url", "id", "token_type", "issued_at"],
            renewed.EnumerateObject().Select(one => one.Name));
        await org.TokenAsync(OAuthOrg.RefreshForm(Refresh(signIn)));
    }

    [Fact]
    public async Task With_rotation_each_use_returns_a_new_one_and_revokes_the_old()
    {
        await using var org = await OAuthOrg.StartAsync();
        org.App.RotateRefreshTokens = true;
        var first = Refresh(await org.SignInAsync());
        var second = Refresh(await org.TokenAsync(OAuthOrg.RefreshForm(first)));
        Assert.NotEqual(first, second);
        Assert.Equal(Ended, await org.TokenErrorAsync(OAuthOrg.RefreshForm(first)));
        await org.TokenAsync(OAuthOrg.RefreshForm(second));
    }

    [Fact]
    public async Task It_is_revoked_expired_or_unknown()
    {
        await using var org = await OAuthOrg.StartAsync();
        var form = OAuthOrg.RefreshForm(Refresh(await org.SignInAsync()));
        org.App.RefreshTokenLifetime = TimeSpan.FromDays(1);
        org.Org.Options.ClockOffset = TimeSpan.FromHours(23);
        await org.TokenAsync(form);
        org.Org.Options.ClockOffset = TimeSpan.FromHours(24);
        Assert.Equal("invalid_grant: token validity expired", await org.TokenErrorAsync(form));
        org.App.RefreshTokenLifetime = null;
        await org.TokenAsync(form);
        org.Org.ExpireRefreshTokens();
        Assert.Equal(Ended, await org.TokenErrorAsync(form));
        Assert.Equal(Ended, await org.TokenErrorAsync([.. form, ("refresh_token", null)]));
    }

    [Fact]
    public async Task It_belongs_to_its_app_and_needs_the_secret_if_the_app_requires_it()
    {
        await using var org = await OAuthOrg.StartAsync();
        org.Org.Apps.Register("other").ConsumerSecret = OAuthOrg.Secret;
        var form = OAuthOrg.RefreshForm(Refresh(await org.SignInAsync()));
        Assert.Equal(Ended, await org.TokenErrorAsync([.. form, ("client_id", "other")]));
        Assert.Equal("invalid_client_id: client identifier invalid", await org.TokenErrorAsync([.. form, ("client_id", null)]));
        Assert.Equal("invalid_client: invalid client credentials", await org.TokenErrorAsync([.. form, ("client_secret", null)]));
        org.App.RequireSecretForRefreshToken = false;
        Assert.Equal("invalid_client: invalid client credentials", await org.TokenErrorAsync([.. form, ("client_secret", "wrong")]));
        await org.TokenAsync([.. form, ("client_secret", null)]);
        await SignInStates.AssertEachRejectsAsync(org, () => org.TokenErrorAsync(form));
        org.App.Flows &= ~OAuthFlows.RefreshToken;
        Assert.Equal("unsupported_grant_type: grant type not supported", await org.TokenErrorAsync(form));
    }

    [Fact]
    public async Task A_sixth_refresh_token_revokes_the_first()
    {
        await using var org = await OAuthOrg.StartAsync();
        var signIns = new List<JsonElement>();
        for (var i = 0; i < 6; i++)
        {
            signIns.Add(await org.SignInAsync());
        }

        Assert.Equal(Ended, await org.TokenErrorAsync(OAuthOrg.RefreshForm(Refresh(signIns[0]))));
        Assert.Equal(HttpStatusCode.Unauthorized, await org.CallAsync(Access(signIns[0])));
        await org.TokenAsync(OAuthOrg.RefreshForm(Refresh(signIns[1])));
    }

    [Fact]
    public async Task An_access_token_is_revoked_alone()
    {
        await using var org = await OAuthOrg.StartAsync();
        var signIn = await org.SignInAsync();
        Assert.Equal(200, (await org.PostAsync("revoke", null, ("token", Access(signIn)))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await org.CallAsync(Access(signIn)));
        await org.TokenAsync(OAuthOrg.RefreshForm(Refresh(signIn)));
        Assert.Equal(200, await org.SignInByJwtAsync());
    }

    [Fact]
    public async Task Revoking_a_refresh_token_revokes_its_access_tokens_and_the_last_one_the_approval()
    {
        await using var org = await OAuthOrg.StartAsync();
        var first = await org.SignInAsync();
        var second = await org.SignInAsync();
        var renewed = await org.TokenAsync(OAuthOrg.RefreshForm(Refresh(first)));
        Assert.Equal(200, (await org.PostAsync("revoke", null, ("token", Refresh(first)))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await org.CallAsync(Access(first)));
        Assert.Equal(HttpStatusCode.Unauthorized, await org.CallAsync(Access(renewed)));
        Assert.Equal(HttpStatusCode.OK, await org.CallAsync(Access(second)));
        Assert.Equal(200, await org.SignInByJwtAsync());

        Assert.Equal(200, (await org.PostAsync("revoke", null, ("token", Refresh(second)))).Status);
        Assert.Equal(400, await org.SignInByJwtAsync());
        var (status, body) = await org.PostAsync("revoke", null, ("token", Refresh(second)));
        Assert.Equal((400, "invalid_token: invalid token"), (status, OAuthOrg.ErrorOf(body)));
    }

    private static string Access(JsonElement signIn) => signIn.GetProperty("access_token").GetString()!;

    private static string Refresh(JsonElement signIn) => signIn.GetProperty("refresh_token").GetString()!;
}
