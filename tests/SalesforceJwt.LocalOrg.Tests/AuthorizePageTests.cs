using System.Net;
using Microsoft.AspNetCore.WebUtilities;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The login page and the consent page.</summary>
public sealed class AuthorizePageTests
{
    [Fact]
    public async Task The_user_logs_in_and_sees_the_apps_name_and_scopes()
    {
        await using var org = await OAuthOrg.StartAsync();
        org.App.Name = "<b>Nightly</b> & co";
        using var browser = org.OpenBrowser();
        await browser.OpenAsync(org.AuthorizeUrl(("scope", "api refresh_token"), ("login_hint", TestOrg.Username)));
        Assert.True(browser.HasElement("Login"));
        Assert.Equal(TestOrg.Username, browser.Form().Fields["username"]);
        await browser.LogInAsync();
        Assert.Equal("<b>Nightly</b> & co", browser.TextOf("app"));
        Assert.Equal(TestOrg.Username, browser.TextOf("user"));
        Assert.Contains("<li>api</li><li>refresh_token</li>", browser.Page, StringComparison.Ordinal);
        await browser.PressAsync("oaapprove");
        Assert.StartsWith(OAuthOrg.Callback + "?", browser.Callback!.ToString(), StringComparison.Ordinal);
        Assert.Equal(["code", "state"], browser.CallbackParameters.Keys);
    }

    [Fact]
    public async Task A_user_with_a_password_must_enter_it()
    {
        await using var org = await OAuthOrg.StartAsync();
        org.User.Password = "open sesame";
        using var browser = org.OpenBrowser();
        await browser.OpenAsync(org.AuthorizeUrl());
        foreach (var (username, password) in new[] { (TestOrg.Username, ""), (TestOrg.Username, "wrong"), ("nobody@example.com", "open sesame"), ("", "") })
        {
            await browser.LogInAsync(username, password);
            Assert.StartsWith("Please check your username and password.", browser.TextOf("error"), StringComparison.Ordinal);
        }

        await browser.LogInAsync(TestOrg.Username.ToUpperInvariant(), "open sesame");
        Assert.True(browser.HasElement("oaapprove"));
    }

    [Fact]
    public async Task A_user_who_cannot_sign_in_cannot_log_in_and_loses_the_login()
    {
        await using var org = await OAuthOrg.StartAsync();
        foreach (var set in new Action<bool>[] { on => org.User.IsActive = !on, on => org.User.IsFrozen = on, on => org.User.IsIpRestricted = on })
        {
            using var browser = org.OpenBrowser();
            await browser.OpenAsync(org.AuthorizeUrl());
            set(true);
            await browser.LogInAsync();
            Assert.True(browser.HasElement("error"));
            set(false);
            await browser.LogInAsync();
            Assert.True(browser.HasElement("oaapprove"));
        }

        using var loggedIn = org.OpenBrowser();
        await loggedIn.OpenAsync(org.AuthorizeUrl());
        await loggedIn.LogInAsync();
        org.User.IsFrozen = true;
        await loggedIn.PressAsync("oaapprove");
        Assert.True(loggedIn.HasElement("Login"));
        Assert.Null(loggedIn.Callback);
    }

    [Fact]
    public async Task Deny_is_reported_to_the_app_and_approves_nothing()
    {
        await using var org = await OAuthOrg.StartAsync();
        using var browser = org.OpenBrowser();
        await browser.OpenAsync(org.AuthorizeUrl());
        await browser.LogInAsync();
        await browser.PressAsync("oadeny");
        Assert.Equal(
            ("access_denied", "end-user denied authorization", "a b&c"), (
                browser.CallbackParameters["error"], browser.CallbackParameters["error_description"], browser.CallbackParameters["state"]));
        Assert.Equal(400, await org.SignInByJwtAsync());
    }

    [Fact]
    public async Task A_logged_in_user_who_has_approved_sees_no_page_unless_a_prompt_requires_it()
    {
        await using var org = await OAuthOrg.StartAsync();
        using var browser = org.OpenBrowser();
        await browser.OpenAsync(org.AuthorizeUrl(("scope", "api refresh_token")));
        await browser.LogInAsync();
        await browser.PressAsync("oaapprove");
        await browser.OpenAsync(org.AuthorizeUrl(("scope", "api refresh_token")));
        Assert.True(browser.HasElement("oaapprove"), "A code that nobody exchanged approved the app.");

        await browser.PressAsync("oaapprove");
        await org.TokenAsync(OAuthOrg.ExchangeForm(browser.CallbackParameters["code"]));
        await browser.OpenAsync(org.AuthorizeUrl(("scope", "api")));
        Assert.True(browser.CallbackParameters.ContainsKey("code"));

        foreach (var (parameter, value, element) in new[] { ("prompt", "consent", "oaapprove"), ("prompt", "login", "Login"), ("scope", "api web", "oaapprove") })
        {
            await browser.OpenAsync(org.AuthorizeUrl(("scope", "api"), (parameter, value)));
            Assert.True(browser.HasElement(element), $"{parameter}={value}");
        }

        await browser.OpenAsync(org.AuthorizeUrl(("scope", "api"), ("prompt", "login consent")));
        await browser.LogInAsync();
        Assert.True(browser.HasElement("oaapprove"));
    }

    [Theory]
    [InlineData("client_id", "other", "invalid_client_id", "client identifier invalid")]
    [InlineData("client_id", null, "invalid_client_id", "client identifier invalid")]
    [InlineData("redirect_uri", null, "redirect_uri_missing", "redirect_uri not provided")]
    [InlineData("redirect_uri", "http://localhost/OauthRedirect", "redirect_uri_mismatch", "redirect_uri must match configuration")]
    [InlineData("redirect_uri", "http://localhost:1718/OauthRedirect", "redirect_uri_mismatch", "redirect_uri must match configuration")]
    [InlineData("redirect_uri", "http://localhost:1717/OauthRedirect/", "redirect_uri_mismatch", "redirect_uri must match configuration")]
    [InlineData("redirect_uri", "http://127.0.0.1:1717/OauthRedirect", "redirect_uri_mismatch", "redirect_uri must match configuration")]
    public async Task A_wrong_app_or_callback_shows_an_error_page_and_never_redirects(
        string parameter, string? value, string error, string description)
    {
        await using var org = await OAuthOrg.StartAsync();
        using var browser = org.OpenBrowser();
        await browser.OpenAsync(org.AuthorizeUrl((parameter, value)));
        Assert.Equal(400, browser.Status);
        Assert.Equal(
            ($"error={error}", $"error_description={description}"), (browser.TextOf("error"), browser.TextOf("error_description")));
    }

    [Fact]
    public async Task A_callback_without_a_port_is_not_every_port()
    {
        await using var org = await OAuthOrg.StartAsync();
        org.App.CallbackUrls.Clear();
        org.App.CallbackUrls.Add("http://localhost/OauthRedirect");
        using var browser = org.OpenBrowser();
        await browser.OpenAsync(org.AuthorizeUrl());
        Assert.Equal((400, "error=redirect_uri_mismatch"), (browser.Status, browser.TextOf("error")));
    }

    [Theory]
    [InlineData("response_type", "id_token", "unsupported_response_type", "response type not supported")]
    [InlineData("response_type", null, "unsupported_response_type", "response type not supported")]
    [InlineData("scope", "api full", "invalid_scope", "the requested scope is not allowed")]
    [InlineData("scope", "no_such_scope", "invalid_scope", "the requested scope is not allowed")]
    [InlineData("code_challenge", "tooshort", "invalid_request", "invalid code challenge")]
    [InlineData("code_challenge_method", "plain", "invalid_request", "code challenge method not supported")]
    [InlineData("code_challenge", null, "invalid_request", "missing required code challenge")]
    public async Task Errors_of_the_request_are_sent_to_the_app(string parameter, string? value, string error, string description)
    {
        await using var org = await OAuthOrg.StartAsync();
        org.App.RequirePkce = true;
        using var browser = org.OpenBrowser();
        await browser.OpenAsync(org.AuthorizeUrl(("code_challenge", OAuthOrg.Challenge), (parameter, value)));
        Assert.Equal((error, description), (browser.CallbackParameters["error"], browser.CallbackParameters["error_description"]));
        Assert.Equal("a b&c", browser.CallbackParameters["state"]);
    }

    [Fact]
    public async Task Unassigned_users_are_redirected_with_an_error_and_assigned_ones_without_consent()
    {
        await using var org = await OAuthOrg.StartAsync();
        org.App.Policy = AppPolicy.AdminApproved;
        var answer = await org.AllowAsync();
        Assert.Equal(
            ("OAUTH_APP_ACCESS_DENIED", "user is not admin approved to access this app"), (answer["error"], answer["error_description"]));

        org.Org.Apps.Approve(TestOrg.ClientId, TestOrg.Username);
        using var browser = org.OpenBrowser();
        await browser.OpenAsync(org.AuthorizeUrl());
        await browser.LogInAsync();
        Assert.True(browser.CallbackParameters.ContainsKey("code"));
    }

    [Fact]
    public async Task Forms_from_other_sites_are_rejected()
    {
        await using var org = await OAuthOrg.StartAsync();
        using var browser = org.OpenBrowser();
        await browser.OpenAsync(org.AuthorizeUrl());
        var login = browser.Form();
        await browser.LogInAsync();
        var allow = browser.Form();
        foreach (var (action, fields) in new[] { login, allow })
        {
            using var content = new FormUrlEncodedContent(
                fields.Append(new("save", "Allow")).Append(new("username", TestOrg.Username)).DistinctBy(field => field.Key));
            using var response = await org.Inner.Client.PostAsync(action, content, TestOrg.Cancellation);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Contains(
                "error=invalid_request", await response.Content.ReadAsStringAsync(TestOrg.Cancellation), StringComparison.Ordinal);
        }

        await browser.PressAsync("oaapprove");
        Assert.True(browser.CallbackParameters.ContainsKey("code"));
    }

    [Theory]
    [InlineData("https://evil.example.com/")]
    [InlineData("//evil.example.com/")]
    [InlineData("/\\evil.example.com/")]
    public async Task The_login_redirects_only_to_the_org(string startUrl)
    {
        await using var org = await OAuthOrg.StartAsync();
        using var browser = org.OpenBrowser();
        await browser.OpenAsync(QueryHelpers.AddQueryString($"{org.Url}/login", "startURL", startUrl));
        await browser.LogInAsync();
        Assert.Null(browser.Callback);
        Assert.Equal(404, browser.Status);
    }

    [Fact]
    public async Task Pages_may_not_be_framed_or_stored()
    {
        await using var org = await OAuthOrg.StartAsync();
        using var response = await org.Inner.Client.GetAsync("login", TestOrg.Cancellation);
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Contains("httponly", Assert.Single(response.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_posted_request_is_rejected()
    {
        await using var org = await OAuthOrg.StartAsync();
        using var response = await org.Inner.Client.PostAsync(org.AuthorizeUrl(), null, TestOrg.Cancellation);
        Assert.Contains("error=invalid_request", response.Headers.Location!.Query, StringComparison.Ordinal);
    }
}
