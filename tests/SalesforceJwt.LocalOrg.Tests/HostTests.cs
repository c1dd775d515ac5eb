using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Login hosts and My Domain, and the audiences they accept.</summary>
public sealed class HostTests
{
    private const string NotFound = "app_not_found: External client app is not installed in this org";
    private const string WrongAudience = "invalid_grant: audience is invalid";

    [Fact]
    public async Task An_external_client_app_is_unknown_on_a_login_host()
    {
        await using var org = await StartAsync(AppKind.ExternalClientApp);
        Assert.Equal(NotFound, OAuthOrg.ErrorOf((await SignInAsync(org, OnLoginHost(org))).Body));
        Assert.Equal(200, (await SignInAsync(org, org.Url)).Status);
        using var browser = org.OpenBrowser();
        await browser.OpenAsync(org.AuthorizeUrl().Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
        Assert.Equal((400, "error=app_not_found"), (browser.Status, browser.TextOf("error")));
        await browser.OpenAsync(org.AuthorizeUrl());
        Assert.True(browser.HasElement("Login"));
    }

    [Fact]
    public async Task A_connected_app_signs_in_on_a_login_host_and_gets_the_my_domain()
    {
        await using var org = await StartAsync(AppKind.ConnectedApp);
        var (status, body) = await SignInAsync(org, OnLoginHost(org));
        Assert.Equal(200, status);
        Assert.Equal(org.Url, body.GetProperty("instance_url").GetString());
        Assert.StartsWith(OnLoginHost(org) + "/id/", body.GetProperty("id").GetString(), StringComparison.Ordinal);

        org.Org.Options.LoginHosts.Clear();
        org.Org.Options.LoginHosts.Add("127.0.0.1");
        (_, body) = await SignInAsync(org, org.Url);
        Assert.Equal(OnLoginHost(org), body.GetProperty("instance_url").GetString());
    }

    [Theory]
    [InlineData("https://login.salesforce.com")]
    [InlineData("https://test.salesforce.com")]
    public async Task Its_own_audience_can_be_replaced_by_another(string accepted)
    {
        await using var org = await StartAsync(AppKind.ConnectedApp);
        org.Org.Options.AcceptedAudiences.Add(accepted);
        org.Org.Options.AcceptsOwnAudience = false;
        Assert.Equal(WrongAudience, OAuthOrg.ErrorOf((await SignInAsync(org, org.Url)).Body));
        Assert.Equal(200, (await SignInAsync(org, org.Url, accepted)).Status);
        org.Org.Options.AcceptsOwnAudience = true;
        Assert.Equal(200, (await SignInAsync(org, org.Url)).Status);
    }

    private static string OnLoginHost(OAuthOrg org) => $"http://localhost:{org.Inner.Server.HttpUrl.Port}";

    private static async Task<OAuthOrg> StartAsync(AppKind kind)
    {
        var org = await OAuthOrg.StartAsync();
        org.Org.Apps.Approve(TestOrg.ClientId, TestOrg.Username);
        org.Org.Options.LoginHosts.Add("LOCALHOST");
        org.App.Kind = kind;
        return org;
    }

    private static Task<(int Status, JsonElement Body)> SignInAsync(OAuthOrg org, string host, string? audience = null)
    {
        var claims = org.Inner.Claims();
        claims["aud"] = audience ?? host;
        return org.PostAsync(
            $"{host}/services/oauth2/token", null, ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), (
                "assertion", TestOrg.Sign(claims)));
    }
}
