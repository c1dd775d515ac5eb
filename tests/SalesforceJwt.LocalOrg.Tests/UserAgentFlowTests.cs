using System.Net;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The user-agent flow.</summary>
public sealed class UserAgentFlowTests
{
    private static readonly (string, string?) ForToken = ("response_type", "token");

    [Fact]
    public async Task The_fragment_carries_tokens_that_work_and_the_approval_is_made()
    {
        await using var org = await OAuthOrg.StartAsync();
        var answer = await org.AllowAsync(ForToken);
        Assert.Equal(
            ["access_token", "refresh_token", "instance_url", "id", "issued_at", "signature", "scope", "token_type", "state"], answer.Keys);
        Assert.Equal((org.Url, "Bearer", "a b&c"), (answer["instance_url"], answer["token_type"], answer["state"]));
        Assert.Equal(HttpStatusCode.OK, await org.CallAsync(answer["access_token"]));
        await org.TokenAsync(OAuthOrg.RefreshForm(answer["refresh_token"]));
        Assert.Equal(200, await org.SignInByJwtAsync());
    }

    [Theory]
    [InlineData("https://app.example.com/back", true)]
    [InlineData("myapp://back", true)]
    [InlineData("http://127.0.0.1:5000/", true)]
    [InlineData("http://app.example.com/back", false)]
    public async Task A_refresh_token_is_not_sent_to_an_http_callback(string callback, bool expected)
    {
        await using var org = await OAuthOrg.StartAsync();
        org.App.CallbackUrls.Add(callback);
        var answer = await org.AllowAsync(ForToken, ("redirect_uri", callback));
        Assert.Equal(expected, answer.ContainsKey("refresh_token"));
        Assert.True(answer.ContainsKey("access_token"));
    }

    [Fact]
    public async Task Without_an_offline_scope_there_is_neither_refresh_token_nor_approval()
    {
        await using var org = await OAuthOrg.StartAsync();
        var answer = await org.AllowAsync(ForToken, ("scope", "api"));
        Assert.False(answer.ContainsKey("refresh_token"));
        Assert.Equal("api", answer["scope"]);
        Assert.Equal(400, await org.SignInByJwtAsync());
    }

    [Fact]
    public async Task Errors_are_in_the_fragment_too()
    {
        await using var org = await OAuthOrg.StartAsync();
        using var browser = org.OpenBrowser();
        await browser.OpenAsync(org.AuthorizeUrl(ForToken));
        await browser.LogInAsync();
        await browser.PressAsync("oadeny");
        Assert.Equal(
            $"{OAuthOrg.Callback}#error=access_denied&error_description=end-user%20denied%20authorization&state=a%20b%26c",
            browser.Callback!.AbsoluteUri);
    }

    [Fact]
    public async Task It_must_be_enabled_and_checks_address_and_rate()
    {
        await using var org = await OAuthOrg.StartAsync();
        org.Org.Options.HourlyLoginLimit = 0;
        Assert.Equal("login rate exceeded", (await org.AllowAsync(ForToken))["error_description"]);
        org.App.IsIpRestricted = true;
        Assert.Equal("ip restricted", (await org.AllowAsync(ForToken))["error_description"]);
        org.App.Flows &= ~OAuthFlows.UserAgent;
        using var browser = org.OpenBrowser();
        await browser.OpenAsync(org.AuthorizeUrl(ForToken));
        Assert.Equal("unsupported_response_type", browser.CallbackParameters["error"]);
    }
}
