using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The administration API's settings of the OAuth flows.</summary>
public sealed class OAuthAdminTests
{
    private static readonly string[] Callbacks = ["https://one.example.com/", "myapp://two"];
    private static readonly string[] Hosts = ["localhost"];
    private static readonly string[] Flows = ["webServer", "refreshToken"];

    [Fact]
    public async Task Every_setting_of_an_app_can_be_set_and_removed()
    {
        await using var org = await TestOrg.StartAsync();
        await DoAsync(org, Post, "apps", new
        {
            consumerKey = TestOrg.ClientId,
            name = "Nightly",
            consumerSecret = "s",
            callbackUrls = Callbacks,
            kind = "externalClientApp",
            flows = Flows,
            runAsUsername = TestOrg.Username,
            requireSecretForWebServerFlow = false,
            requireSecretForRefreshToken = false,
            requirePkce = true,
            rotateRefreshTokens = true,
            refreshTokenLifetimeSeconds = 60,
            scope = "api refresh_token",
        });
        var app = org.Org.Apps.Find(TestOrg.ClientId)!;
        Assert.Equal(
            ("Nightly", "s", AppKind.ExternalClientApp, TestOrg.Username, "api refresh_token"),
            (app.Name, app.ConsumerSecret, app.Kind, app.RunAsUsername, app.Scope));
        Assert.Equal(Callbacks, app.CallbackUrls);
        Assert.Equal(OAuthFlows.WebServer | OAuthFlows.RefreshToken, app.Flows);
        Assert.Equal(
            (false, false, true, true, (TimeSpan?)TimeSpan.FromMinutes(1)),
            (app.RequireSecretForWebServerFlow, app.RequireSecretForRefreshToken, app.RequirePkce, app.RotateRefreshTokens, app.RefreshTokenLifetime));

        await DoAsync(org, Post, "apps", new
        {
            consumerKey = TestOrg.ClientId,
            consumerSecret = "",
            runAsUsername = "",
            callbackUrls = Array.Empty<string>(),
            refreshTokenLifetimeSeconds = -1,
        });
        Assert.Equal((null, null, null, "Nightly"), (app.ConsumerSecret, app.RunAsUsername, app.RefreshTokenLifetime, app.Name));
        Assert.Empty(app.CallbackUrls);
    }

    [Fact]
    public async Task Passwords_settings_and_revocation_of_refresh_tokens()
    {
        await using var org = await OAuthOrg.StartAsync();
        await DoAsync(org.Inner, Post, "users", new { username = TestOrg.Username, password = "p", securityToken = "t" });
        Assert.Equal(("p", "t"), (org.User.Password, org.User.SecurityToken));
        await DoAsync(org.Inner, Post, "users", new { username = TestOrg.Username, password = "", securityToken = "" });
        Assert.Equal((null, null), (org.User.Password, org.User.SecurityToken));

        await org.SignInAsync();
        Assert.Equal(1, (await org.Inner.GetAsync("_localorg/state")).GetProperty("refreshTokens").GetInt32());
        await DoAsync(org.Inner, Post, "tokens/expire-refresh");
        Assert.Equal(0, (await org.Inner.GetAsync("_localorg/state")).GetProperty("refreshTokens").GetInt32());

        await DoAsync(org.Inner, Patch, "settings", new
        {
            loginHosts = Hosts,
            acceptsOwnAudience = false,
            allowsUsernamePasswordFlow = true,
            authorizationCodeLifetimeSeconds = 30,
            deviceCodeLifetimeSeconds = 40,
            devicePollSeconds = 1,
        });
        Assert.Equal(Hosts, org.Org.Options.LoginHosts);
        Assert.Equal((false, true), (org.Org.Options.AcceptsOwnAudience, org.Org.Options.AllowsUsernamePasswordFlow));
        Assert.Equal(
            (30d, 40d, 1), (
                org.Org.Options.AuthorizationCodeLifetime.TotalSeconds, org.Org.Options.DeviceCodeLifetime.TotalSeconds,
                org.Org.Options.DevicePollSeconds));
    }

    private static async Task DoAsync(TestOrg org, HttpMethod method, string path, object? body = null) =>
        Assert.Equal(204, (await org.SendAsync(method, $"_localorg/{path}", body)).Status);
}
