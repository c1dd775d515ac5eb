using System.Net;
using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Faults that end a session between two requests, and the number of sign-ins by which a test sees who renewed it.</summary>
public sealed class SessionFaultTests
{
    private const string Data = "/services/data";

    [Fact]
    public async Task An_expired_session_ends_alone_with_the_request_that_matches()
    {
        await using var org = await OAuthOrg.StartAsync();
        var (one, other) = (await org.SignInAsync(), await org.SignInAsync());
        org.Inner.Fail(Data, FaultKind.ExpireSession);
        Assert.Equal(HttpStatusCode.Unauthorized, await org.CallAsync(Access(one)));
        Assert.Equal(HttpStatusCode.Unauthorized, await org.CallAsync(Access(one)));
        Assert.Equal(HttpStatusCode.OK, await org.CallAsync(Access(other)));
        var renewed = await org.TokenAsync(OAuthOrg.RefreshForm(Refresh(one)));
        Assert.Equal(HttpStatusCode.OK, await org.CallAsync(Access(renewed)));
        Assert.Equal(3, org.User.SignIns);
    }

    [Fact]
    public async Task A_revoked_token_takes_its_refresh_token_and_that_ones_access_tokens_with_it()
    {
        await using var org = await OAuthOrg.StartAsync();
        var (one, other) = (await org.SignInAsync(), await org.SignInAsync());
        var renewed = await org.TokenAsync(OAuthOrg.RefreshForm(Refresh(one)));
        org.Inner.Fail(Data, FaultKind.RevokeToken);
        Assert.Equal(HttpStatusCode.Unauthorized, await org.CallAsync(Access(renewed)));
        Assert.Equal(HttpStatusCode.Unauthorized, await org.CallAsync(Access(one)));
        Assert.Equal("invalid_grant: expired access/refresh token", await org.TokenErrorAsync(OAuthOrg.RefreshForm(Refresh(one))));
        Assert.Equal(HttpStatusCode.OK, await org.CallAsync(Access(other)));
        Assert.Equal(200, await org.SignInByJwtAsync());
        org.Inner.Fail(Data, FaultKind.RevokeToken);
        Assert.Equal(HttpStatusCode.Unauthorized, await org.CallAsync(Access(other)));
        Assert.Equal(400, await org.SignInByJwtAsync());
    }

    [Fact]
    public async Task A_frozen_user_loses_all_sessions_and_cannot_sign_in_until_unfrozen()
    {
        await using var org = await OAuthOrg.StartAsync();
        var (one, other) = (await org.SignInAsync(), await org.SignInAsync());
        org.Inner.Fail(Data, FaultKind.FreezeUser);
        Assert.Equal(HttpStatusCode.Unauthorized, await org.CallAsync(Access(one)));
        Assert.Equal(HttpStatusCode.Unauthorized, await org.CallAsync(Access(other)));
        Assert.Equal("invalid_grant: user is inactive", await org.TokenErrorAsync(OAuthOrg.RefreshForm(Refresh(one))));
        Assert.Equal((true, 2), (org.User.IsFrozen, org.User.SignIns));
        org.User.IsFrozen = false;
        await org.TokenAsync(OAuthOrg.RefreshForm(Refresh(one)));
        Assert.Equal(3, org.User.SignIns);
    }

    [Fact]
    public async Task Requests_without_a_session_neither_match_nor_count()
    {
        await using var org = await OAuthOrg.StartAsync();
        org.Org.Faults.Add(new Fault { Kind = FaultKind.ExpireSession, Skip = 1 });
        Assert.Equal(HttpStatusCode.Unauthorized, await org.CallAsync("unknown"));
        var token = Access(await org.SignInAsync());
        Assert.Equal(HttpStatusCode.OK, await org.CallAsync(token));
        Assert.Equal(HttpStatusCode.Unauthorized, await org.CallAsync(token));
        Assert.Empty(org.Org.Faults.Pending);
    }

    [Fact]
    public async Task The_state_tells_the_sign_ins_of_every_grant_and_no_refused_one()
    {
        await using var org = await OAuthOrg.StartAsync();
        await org.Inner.SendAsync(HttpMethod.Post, "_localorg/faults", new { path = Data, kind = "freezeUser" });
        await org.TokenAsync(("grant_type", "client_credentials"), ("client_id", TestOrg.ClientId), ("client_secret", OAuthOrg.Secret));
        Assert.Equal(400, await org.SignInByJwtAsync());
        var token = await org.SignInAsync();
        Assert.Equal(200, await org.SignInByJwtAsync());
        await org.CallAsync(Access(token));
        Assert.Equal(400, await org.SignInByJwtAsync());
        var user = (await org.Inner.GetAsync("_localorg/state")).GetProperty("users").EnumerateArray().Single(
            one => one.GetProperty("username").ValueEquals(TestOrg.Username));
        Assert.Equal((3, true), (user.GetProperty("signIns").GetInt32(), user.GetProperty("isFrozen").GetBoolean()));
    }

    private static string Access(JsonElement token) => token.GetProperty("access_token").GetString()!;

    private static string Refresh(JsonElement token) => token.GetProperty("refresh_token").GetString()!;
}
