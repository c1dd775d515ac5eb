using System.Net;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>A token is exchanged for a URL that logs a browser in once.</summary>
public sealed class SingleAccessTests
{
    private const string Path = "services/oauth2/singleaccess";

    [Fact]
    public async Task The_url_works_once_and_holds_no_token()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var url = (await org.GetAsync($"{Path}?redirect_uri={Uri.EscapeDataString("/lightning/r/001/view")}")).Text("frontdoor_uri");
        Assert.DoesNotContain(org.Client.DefaultRequestHeaders.Authorization!.Parameter!, url, StringComparison.Ordinal);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using (var opened = await client.GetAsync(url, TestOrg.Cancellation))
        {
            Assert.Equal((HttpStatusCode.Redirect, "/lightning/r/001/view"), (opened.StatusCode, opened.Headers.Location!.ToString()));
            Assert.Contains("sid=", Assert.Single(opened.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
        }

        using var again = await client.GetAsync(url, TestOrg.Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        Assert.False(again.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task The_session_is_that_of_the_user()
    {
        await using var org = await OAuthOrg.StartAsync();
        var token = (await org.SignInAsync()).GetProperty("access_token").GetString()!;
        var (_, body) = await org.PostAsync("singleaccess", null, ("access_token", token));
        using var browser = org.OpenBrowser();
        await browser.OpenAsync(body.Text("frontdoor_uri"));
        await browser.OpenAsync(org.AuthorizeUrl());
        Assert.NotNull(browser.Callback);
    }

    [Fact]
    public async Task It_is_good_for_a_minute()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var url = (await org.GetAsync(Path)).Text("frontdoor_uri");
        org.Org.Options.ClockOffset = TimeSpan.FromSeconds(61);
        using var response = await org.Client.GetAsync(url, TestOrg.Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Invalid_requests_are_refused()
    {
        await using var org = await OAuthOrg.StartAsync();
        using (var response = await org.Inner.Client.PostAsync(Path, null, TestOrg.Cancellation))
        {
            Assert.Equal((403, "Missing_OAuth_Token"), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestOrg.Cancellation)));
        }

        org.App.Scope = "api refresh_token";
        var token = (await org.SignInAsync()).GetProperty("access_token").GetString()!;
        Assert.Equal((403, "invalid_scope"), await ErrorAsync(org, ("access_token", token)));
        org.App.Scope = "api web refresh_token";
        token = (await org.SignInAsync()).GetProperty("access_token").GetString()!;
        foreach (var elsewhere in new[] { "https://evil.example.com/", "//evil.example.com/", "javascript:alert(1)", "/\\evil.example.com" })
        {
            Assert.Equal((400, "invalid_request"), await ErrorAsync(org, ("access_token", token), ("redirect_uri", elsewhere)));
        }
    }

    private static async Task<(int, string)> ErrorAsync(OAuthOrg org, params (string, string?)[] form)
    {
        var (status, body) = await org.PostAsync("singleaccess", null, form);
        return (status, body.Text("error"));
    }
}
