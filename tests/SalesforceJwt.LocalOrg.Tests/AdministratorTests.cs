using System.Net;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The sign-in of an administrator with the Salesforce CLI's app.</summary>
public sealed class AdministratorTests
{
    private const string ClientId = "PlatformCLI";
    private const string Admin = "admin@example.com";
    private const string Password = "correct horse";

    [Fact]
    public async Task An_administrator_signs_in_through_the_browser_and_makes_an_app()
    {
        await using var org = await StartAsync();
        using var browser = org.OpenBrowser();
        await browser.OpenAsync(AuthorizeUrl(org));
        await browser.LogInAsync(Admin, "wrong");
        Assert.Contains("Please check your username and password", browser.Page, StringComparison.Ordinal);
        await browser.LogInAsync(Admin, Password);
        Assert.Contains("Salesforce CLI", browser.Page, StringComparison.Ordinal);
        await browser.PressAsync("oaapprove");
        var token = await org.TokenAsync(Exchange(browser.CallbackParameters["code"]));
        Assert.Equal("refresh_token api web", token.GetProperty("scope").GetString());
        Assert.Equal(HttpStatusCode.OK, await org.CallAsync(token.GetProperty("access_token").GetString()!));
        var renewed = await org.TokenAsync(
            ("grant_type", "refresh_token"), ("client_id", ClientId), ("refresh_token", token.GetProperty("refresh_token").GetString()));
        Assert.Equal(HttpStatusCode.OK, await org.CallAsync(renewed.GetProperty("access_token").GetString()!));
    }

    [Theory]
    [InlineData("http://localhost:1718/OauthRedirect")]
    [InlineData("http://127.0.0.1:1717/OauthRedirect")]
    public async Task No_other_callback_is_allowed(string callback)
    {
        await using var org = await StartAsync();
        using var browser = org.OpenBrowser();
        await browser.OpenAsync(AuthorizeUrl(org, callback));
        Assert.Contains("redirect_uri_mismatch", browser.Page, StringComparison.Ordinal);
        Assert.Null(browser.Callback);
    }

    [Fact]
    public async Task Devices_and_assertions_are_closed_to_it()
    {
        await using var org = await StartAsync();
        Assert.Equal(
            "unsupported_grant_type: grant type not supported",
            await org.TokenErrorAsync(("response_type", "device_code"), ("client_id", ClientId)));
        var claims = org.Inner.Claims();
        claims["iss"] = ClientId;
        Assert.Equal("unsupported_grant_type: grant type not supported", await org.TokenErrorAsync(
            ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", TestOrg.Sign(claims))));
    }

    [Fact]
    public async Task It_can_be_restricted_as_an_app_that_is_not_installed()
    {
        await using var org = await StartAsync();
        var (status, _) = await org.Inner.SendAsync(
            HttpMethod.Post, "_localorg/apps", new { consumerKey = ClientId, isInstalled = false });
        Assert.Equal(204, status);
        using var browser = org.OpenBrowser();
        await browser.OpenAsync(AuthorizeUrl(org));
        Assert.Contains("app must be installed into org", browser.Page, StringComparison.Ordinal);
    }

    private static async Task<OAuthOrg> StartAsync()
    {
        var org = await OAuthOrg.StartAsync();
        org.Org.Users.Add(Admin).Password = Password;
        return org;
    }

    private static string AuthorizeUrl(OAuthOrg org, string callback = OAuthOrg.Callback) => org.AuthorizeUrl(
        ("client_id", ClientId), ("redirect_uri", callback), ("scope", "refresh_token api web"), ("code_challenge", OAuthOrg.Challenge));

    private static (string Name, string? Value)[] Exchange(string code) =>
    [
        ("grant_type", "authorization_code"), ("code", code), ("client_id", ClientId), ("redirect_uri", OAuthOrg.Callback),
        ("code_verifier", OAuthOrg.Verifier),
    ];
}
