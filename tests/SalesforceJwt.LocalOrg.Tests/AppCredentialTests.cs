using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The credentials of external client apps, read and rotated.</summary>
public sealed class AppCredentialTests
{
    private const string Oauth = $"{TestOrg.Data}/apps/oauth";
    private const string Enabled = "<enableClientSecretInRestApiAccess>true</enableClientSecretInRestApiAccess>";

    [Fact]
    public async Task Key_and_secret_are_read_where_org_and_user_allow_it()
    {
        await using var org = await DeployOrg.StartAsync();
        await org.SucceedAsync(new DeployedApp { Global = DeployedApp.Callback }.Zip());
        var listed = (await org.Inner.GetAsync($"{Oauth}/usage")).GetProperty("apps").EnumerateArray().Single();
        Assert.Equal("Ci_App", listed.Text("developerName"));
        var credentials = $"{Oauth}/credentials/{listed.Text("identifier")}";
        Assert.Equal(
            (403, "FUNCTIONALITY_NOT_ENABLED", "This feature is not currently enabled for this user."), await org.Inner.FailAsync(Get, credentials));

        await SetAsync(org, Enabled);
        var consumer = (await org.Inner.GetAsync(credentials)).GetProperty("consumers").EnumerateArray().Single();
        Assert.StartsWith("888", consumer.Text("id"), StringComparison.Ordinal);
        var app = org.Org.Apps.Find(consumer.Text("key"))!;
        var one = consumer.Text("url").TrimStart('/');
        Assert.Equal((app.ConsumerKey, null), KeyAndSecret(await org.Inner.GetAsync(one)));
        Assert.Equal((app.ConsumerKey, null), KeyAndSecret(await org.Inner.GetAsync($"{one}?part=key")));
        Assert.Equal((null, app.ConsumerSecret), KeyAndSecret(await org.Inner.GetAsync($"{one}?part=secret")));
        Assert.Equal((app.ConsumerKey, app.ConsumerSecret), KeyAndSecret(await org.Inner.GetAsync($"{one}?part=keyandsecret")));
        Assert.Equal(400, (await org.Inner.SendAsync(Get, $"{one}?part=all")).Status);
        Assert.Equal(404, (await org.Inner.SendAsync(Get, $"{credentials}/888gL0000000099")).Status);
        Assert.Equal(404, (await org.Inner.SendAsync(Get, $"{Oauth}/credentials/0xIgL0000000099")).Status);
        Assert.Equal(404, (await org.Inner.SendAsync(Get, one.Replace("v68.0", "v59.0", StringComparison.Ordinal))).Status);
        Assert.Equal(404, (await org.Inner.SendAsync(Get, $"{one}/staged".Replace("v68.0", "v64.0", StringComparison.Ordinal))).Status);

        var user = org.Org.Users.Find(TestOrg.Username)!;
        foreach (var right in new[] { UserRight.ViewClientSecret, UserRight.ExternalClientAppDeveloper })
        {
            user.MissingPermissions = [right];
            Assert.Equal("INSUFFICIENT_ACCESS", (await org.Inner.FailAsync(Get, one)).Code);
        }

        user.MissingPermissions = [];
        await SetAsync(org, "");
        Assert.Equal(403, (await org.Inner.SendAsync(Get, one)).Status);
    }

    [Fact]
    public async Task Usage_has_pages_and_no_connected_apps()
    {
        await using var org = await DeployOrg.StartAsync();
        foreach (var name in new[] { "One", "Two", "Three" })
        {
            await org.SucceedAsync(new DeployedApp(name) { Global = DeployedApp.Callback }.Zip());
        }

        org.Org.Apps.Register("registered").Kind = AppKind.ExternalClientApp;
        var page = await org.Inner.GetAsync($"{Oauth}/usage?pageSize=3");
        Assert.Equal(["One", "Two", "Three"], Names(page));
        page = await org.Inner.GetAsync(page.Text("nextPageUrl").TrimStart('/'));
        Assert.Equal(["registered"], Names(page));
        Assert.Empty(Names(await org.Inner.GetAsync(page.Text("nextPageUrl").TrimStart('/'))));
        Assert.Equal(400, (await org.Inner.SendAsync(Get, $"{Oauth}/usage?page=x")).Status);
    }

    [Fact]
    public async Task A_rotation_changes_key_and_secret_and_keeps_the_former_for_a_while()
    {
        await using var org = await DeployOrg.StartAsync();
        var policies = $"<isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled><clientCredentialsFlowUser>{TestOrg.Username}</clientCredentialsFlowUser>";
        await org.SucceedAsync(new DeployedApp
        {
            Global = DeployedApp.Callback + "<isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled>",
            OauthPolicies = policies,
        }.Zip());
        await SetAsync(org, Enabled);
        var app = org.Org.Apps.All.Single(each => each.Kind == AppKind.ExternalClientApp);
        var (key, secret) = (app.ConsumerKey, app.ConsumerSecret!);
        var consumers = await org.Inner.GetAsync($"{Oauth}/credentials/{app.RecordId}");
        var staging = consumers.GetProperty("consumers")[0].Text("stagedCredentialsUrl").TrimStart('/');
        Assert.Empty((await org.Inner.GetAsync(staging)).GetProperty("stagedCredentials").EnumerateArray());

        var (status, answer) = await org.Inner.SendAsync(Post, staging, new { });
        var staged = answer.GetProperty("stagedCredentials").EnumerateArray().Single();
        Assert.Equal((201, "Active"), (status, staged.Text("state")));
        Assert.Equal(400, (await org.Inner.SendAsync(Post, staging, new { })).Status);
        Assert.Equal("invalid_client_id", await SignInAsync(org, staged.Text("key"), staged.Text("secret")));

        var url = staged.Text("url").TrimStart('/');
        Assert.Equal(400, (await org.Inner.SendAsync(Patch, url, new { command = "other" })).Status);
        var (rotated, former) = await org.Inner.SendAsync(Patch, url, new { command = "rotate" });
        Assert.Equal((200, "Rotated", key), (rotated, former.Text("state"), former.Text("key")));
        Assert.Equal((staged.Text("key"), staged.Text("secret")), (app.ConsumerKey, app.ConsumerSecret));
        Assert.Equal("", await SignInAsync(org, staged.Text("key"), staged.Text("secret")));
        Assert.Equal("", await SignInAsync(org, key, secret));
        Assert.Equal("invalid_client", await SignInAsync(org, key, staged.Text("secret")));

        Assert.Equal(204, (await org.Inner.SendAsync(Delete, url)).Status);
        Assert.Equal("invalid_client_id", await SignInAsync(org, key, secret));
        Assert.Equal("", await SignInAsync(org, staged.Text("key"), staged.Text("secret")));
        Assert.Equal(404, (await org.Inner.SendAsync(Delete, url)).Status);

        // A later deploy keeps the new key.
        await org.SucceedAsync(new DeployedApp { Global = DeployedApp.Callback }.Zip());
        Assert.Equal(staged.Text("key"), app.ConsumerKey);
    }

    [Fact]
    public async Task Staged_credentials_expire()
    {
        await using var org = await DeployOrg.StartAsync();
        await org.SucceedAsync(new DeployedApp().Zip());
        await SetAsync(org, Enabled);
        org.Org.Options.SessionTimeout = TimeSpan.FromDays(100);
        var app = org.Org.Apps.Find(DeployedApp.Key)!;
        var staging = (await org.Inner.GetAsync($"{Oauth}/credentials/{app.RecordId}")).GetProperty("consumers")[0].Text("stagedCredentialsUrl").TrimStart('/');
        var staged = (await org.Inner.SendAsync(Post, staging, new { })).Body.GetProperty("stagedCredentials")[0];
        org.Org.Options.ClockOffset = TimeSpan.FromDays(31);
        Assert.Equal("Expired", (await org.Inner.GetAsync(staged.Text("url").TrimStart('/'))).Text("state"));
        Assert.Equal(400, (await org.Inner.SendAsync(Patch, staged.Text("url").TrimStart('/'), new { command = "rotate" })).Status);
        Assert.Equal(201, (await org.Inner.SendAsync(Post, staging, new { })).Status);
    }

    [Fact]
    public async Task Connected_apps_can_be_queried()
    {
        await using var org = await DeployOrg.StartAsync();
        org.Org.Apps.Register("classic", policy: AppPolicy.AdminApproved).Name = "Classic app";
        await org.SucceedAsync(new DeployedApp { OauthPolicies = "<permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>" }.Zip());
        var app = (await org.Inner.QueryAsync(
            "SELECT Id, Name, OptionsAllowAdminApprovedUsersOnly FROM ConnectedApplication WHERE Name = 'Classic app'")).Records().Single();
        Assert.StartsWith("0H4", app.Text("Id"), StringComparison.Ordinal);
        Assert.True(app.GetProperty("OptionsAllowAdminApprovedUsersOnly").GetBoolean());
        var policy = (await org.Inner.QueryAsync(
            "SELECT ExternalClientApplication.DeveloperName, PermittedUsersPolicyType FROM ExtlClntAppOauthPlcyCnfg")).Records().Single();
        Assert.Equal("AdminApprovedPreAuthorized", policy.Text("PermittedUsersPolicyType"));
        Assert.Equal("Ci_App", policy.GetProperty("ExternalClientApplication").Text("DeveloperName"));

        org.Org.Apps.Find("classic")!.Kind = AppKind.ExternalClientApp;
        Assert.Empty((await org.Inner.QueryAsync("SELECT Id FROM ConnectedApplication WHERE Name = 'Classic app'")).Records());
        Assert.Single((await org.Inner.QueryAsync("SELECT Id FROM ExternalClientApplication WHERE DeveloperName = 'Classic_app'")).Records());
        const string Soql = "SELECT Id FROM ExternalClientApplication";
        Assert.Equal(2, (await org.Inner.GetAsync($"{TestOrg.Data}/tooling/query?q={Uri.EscapeDataString(Soql)}")).Records().Count);
    }

    [Fact]
    public async Task A_permission_set_gives_access_to_a_connected_app_too()
    {
        await using var org = await DeployOrg.StartAsync();
        org.Org.Apps.Find(TestOrg.ClientId)!.Policy = AppPolicy.AdminApproved;
        org.Org.Apps.Unapprove(TestOrg.ClientId, TestOrg.Username);
        using (var refused = await org.Inner.PostAssertionAsync(TestOrg.Sign(org.Inner.Claims())))
        {
            Assert.Equal(400, (int)refused.StatusCode);
        }

        var set = (await org.Inner.QueryAsync("SELECT Id FROM PermissionSet WHERE Profile.Name = 'System Administrator'")).Records().Single().Text("Id");
        var app = (await org.Inner.QueryAsync($"SELECT Id FROM ConnectedApplication WHERE Name = '{TestOrg.ClientId}'")).Records().Single().Text("Id");
        var access = new { ParentId = set, SetupEntityId = app };
        Assert.Equal(201, (await org.Inner.SendAsync(Post, $"{TestOrg.Data}/sobjects/SetupEntityAccess", access)).Status);
        Assert.NotEmpty(await org.Inner.GetAccessTokenAsync());
        var user = org.Org.Users.Find(TestOrg.Username)!;
        user.MissingPermissions = [UserRight.AssignPermissionSets];
        Assert.Equal("INSUFFICIENT_ACCESS_OR_READONLY", (await org.Inner.FailAsync(Post, $"{TestOrg.Data}/sobjects/SetupEntityAccess", access)).Code);
        user.MissingPermissions = [UserRight.ApiEnabled];
        Assert.Equal((403, "API_CURRENTLY_DISABLED", "API is disabled for this User"), await org.Inner.FailAsync(Get, $"{TestOrg.Data}/limits"));
    }

    private static (string? Key, string? Secret) KeyAndSecret(JsonElement json) =>
        (json.GetProperty("key").GetString(), json.GetProperty("secret").GetString());

    private static IEnumerable<string> Names(JsonElement page) => page.GetProperty("apps").EnumerateArray().Select(app => app.Text("developerName"));

    private static Task<JsonElement> SetAsync(DeployOrg org, string elements) => org.SucceedAsync(DeployOrg.ZipOf(
        68, ("Settings", "ExternalClientApp", "settings/ExternalClientApp.settings", DeployOrg.File("ExternalClientAppSettings", elements))));

    /// <summary>The error of a client credentials sign-in; empty for success.</summary>
    private static async Task<string> SignInAsync(DeployOrg org, string key, string secret)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = key,
            ["client_secret"] = secret,
        });
        using var response = await org.Inner.Client.PostAsync(TestOrg.TokenPath, form, TestOrg.Cancellation);
        var body = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestOrg.Cancellation));
        return response.IsSuccessStatusCode ? "" : body.Text("error");
    }
}
