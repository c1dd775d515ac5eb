using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>A device that polls while its user answers in a browser.</summary>
public sealed class DeviceFlowTests
{
    private const string Pending = "authorization_pending: pending user authorization";
    private const string TooSoon = "slow_down: polling too frequently";

    private static readonly (string, string?)[] Request = [("response_type", "device_code"), ("client_id", TestOrg.ClientId)];

    [Fact]
    public async Task The_device_waits_until_its_user_allows_it()
    {
        await using var org = await OAuthOrg.StartAsync();
        var codes = await org.TokenAsync([.. Request, ("scope", "api refresh_token")]);
        Assert.Equal(["device_code", "user_code", "verification_uri", "interval"], codes.EnumerateObject().Select(one => one.Name));
        Assert.Equal(
            ($"{org.Url}/setup/connect", 5), (codes.GetProperty("verification_uri").GetString(), codes.GetProperty("interval").GetInt32()));
        var poll = Poll(codes);
        Assert.Equal(Pending, await org.TokenErrorAsync(poll));

        await AnswerAsync(org, codes, "oaapprove", "The device has access now. You can close this page.");
        Wait(org, 5);
        var token = await org.TokenAsync(poll);
        Assert.Equal("api refresh_token", token.GetProperty("scope").GetString());
        Assert.True(token.TryGetProperty("refresh_token", out _));
        Assert.NotEmpty(token.GetProperty("signature").GetString()!);
        Assert.Equal(200, await org.SignInByJwtAsync());
        Wait(org, 5);
        Assert.Equal("invalid_grant: expired device code", await org.TokenErrorAsync(poll));
    }

    [Fact]
    public async Task Deny_reaches_the_device()
    {
        await using var org = await OAuthOrg.StartAsync();
        var codes = await org.TokenAsync(Request);
        await AnswerAsync(org, codes, "oadeny", "The device got no access.");
        Assert.Equal("access_denied: end-user denied authorization", await org.TokenErrorAsync(Poll(codes)));
        Assert.Equal(400, await org.SignInByJwtAsync());
    }

    [Fact]
    public async Task Polling_too_soon_makes_the_interval_longer_each_time()
    {
        await using var org = await OAuthOrg.StartAsync();
        var poll = Poll(await org.TokenAsync(Request));
        Assert.Equal(Pending, await org.TokenErrorAsync(poll));
        Assert.Equal(TooSoon, await org.TokenErrorAsync(poll));
        Wait(org, 6);
        Assert.Equal(TooSoon, await org.TokenErrorAsync(poll));
        Wait(org, 15);
        Assert.Equal(Pending, await org.TokenErrorAsync(poll));
    }

    [Fact]
    public async Task The_interval_and_the_lifetime_are_settings()
    {
        await using var org = await OAuthOrg.StartAsync();
        org.Org.Options.DevicePollSeconds = 0;
        org.Org.Options.DeviceCodeLifetime = TimeSpan.FromMinutes(1);
        var codes = await org.TokenAsync(Request);
        Assert.Equal(0, codes.GetProperty("interval").GetInt32());
        Assert.Equal(Pending, await org.TokenErrorAsync(Poll(codes)));
        Assert.Equal(Pending, await org.TokenErrorAsync(Poll(codes)));
        Wait(org, 60);
        Assert.Equal("invalid_grant: expired device code", await org.TokenErrorAsync(Poll(codes)));
    }

    [Fact]
    public async Task The_code_in_the_url_is_filled_in_and_a_wrong_one_is_rejected()
    {
        await using var org = await OAuthOrg.StartAsync();
        var userCode = (await org.TokenAsync(Request)).GetProperty("user_code").GetString()!;
        using var browser = org.OpenBrowser();
        await browser.OpenAsync($"{org.Url}/setup/connect?user_code={userCode}");
        await browser.LogInAsync();
        Assert.Equal(userCode, browser.Form().Fields["user_code"]);
        await browser.PressAsync("connect", ("user_code", "ABCDEFGH"));
        Assert.StartsWith("That code isn't valid", browser.TextOf("error"), StringComparison.Ordinal);
        await browser.PressAsync("connect", ("user_code", $" {userCode.ToLowerInvariant()} "));
        Assert.True(browser.HasElement("oaapprove"));
        Wait(org, 600);
        await browser.PressAsync("oaapprove");
        Assert.StartsWith("That code isn't valid", browser.TextOf("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task App_scope_and_code_are_checked()
    {
        await using var org = await OAuthOrg.StartAsync();
        Assert.Equal("invalid_client_id: client identifier invalid", await org.TokenErrorAsync([.. Request, ("client_id", "other")]));
        Assert.Equal("invalid_scope: the requested scope is not allowed", await org.TokenErrorAsync([.. Request, ("scope", "full")]));
        Assert.Equal("invalid_client: invalid client credentials", await org.TokenErrorAsync([.. Request, ("client_secret", "wrong")]));
        var poll = Poll(await org.TokenAsync(Request));
        Assert.Equal("invalid_grant: invalid device code", await org.TokenErrorAsync([.. poll, ("code", "x")]));
        org.App.Flows &= ~OAuthFlows.Device;
        Assert.Equal("unsupported_grant_type: grant type not supported", await org.TokenErrorAsync(Request));
        Assert.Equal("unsupported_grant_type: grant type not supported", await org.TokenErrorAsync(poll));
    }

    [Fact]
    public async Task A_user_who_lost_access_meanwhile_gets_no_token()
    {
        await using var org = await OAuthOrg.StartAsync();
        await SignInStates.AssertEachRejectsAsync(org, async () =>
        {
            // A state of the app fails the request for codes, a state of the user the poll.
            var (status, codes) = await org.PostAsync("token", null, Request);
            if (status != 200)
            {
                return OAuthOrg.ErrorOf(codes);
            }

            org.Org.Devices.FindOpen(codes.GetProperty("user_code").GetString()!, org.Org.Now)!.Answer(org.User);
            return await org.TokenErrorAsync(Poll(codes));
        });
    }

    [Fact]
    public async Task A_user_whom_no_admin_assigned_cannot_connect_a_device()
    {
        await using var org = await OAuthOrg.StartAsync();
        org.App.Policy = AppPolicy.AdminApproved;
        using var browser = await ConnectAsync(org, await org.TokenAsync(Request));
        Assert.Equal("error=OAUTH_APP_ACCESS_DENIED", browser.TextOf("error"));
    }

    private static (string, string?)[] Poll(JsonElement codes) =>
        [("grant_type", "device"), ("client_id", TestOrg.ClientId), ("code", codes.GetProperty("device_code").GetString())];

    private static void Wait(OAuthOrg org, int seconds) => org.Org.Options.ClockOffset += TimeSpan.FromSeconds(seconds);

    private static async Task AnswerAsync(OAuthOrg org, JsonElement codes, string button, string result)
    {
        using var browser = await ConnectAsync(org, codes);
        await browser.PressAsync(button);
        Assert.Equal(result, browser.TextOf("result"));
    }

    private static async Task<Browser> ConnectAsync(OAuthOrg org, JsonElement codes)
    {
        var browser = org.OpenBrowser();
        await browser.OpenAsync(codes.GetProperty("verification_uri").GetString()!);
        await browser.LogInAsync();
        await browser.PressAsync("connect", ("user_code", codes.GetProperty("user_code").GetString()!));
        return browser;
    }
}
