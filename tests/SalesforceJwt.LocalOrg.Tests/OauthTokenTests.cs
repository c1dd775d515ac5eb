using System.Net;
using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The tokens of apps as records, which end with the tokens, and their revocation by administrators.</summary>
public sealed class OauthTokenTests
{
    private const string Query = "SELECT Id, AppName, UserId, User.Username, AppMenuItem.Label, UseCount, DeleteToken FROM OauthToken WHERE UseCount > 0";

    [Fact]
    public async Task Refresh_tokens_and_other_sessions_have_records_until_they_are_revoked()
    {
        await using var org = await StartAsync();
        var token = await org.SignInAsync();
        await org.TokenAsync(OAuthOrg.RefreshForm(Refresh(token)));
        var rows = (await org.Inner.QueryAsync($"{Query} ORDER BY CreatedDate")).Records();
        Assert.Equal(2, rows.Count);
        var row = rows.Single(one => one.GetProperty("UseCount").GetInt32() == 2);
        Assert.Equal(JsonValueKind.Null, row.GetProperty("Id").ValueKind);
        Assert.Equal(
            ("Nightly Job", TestOrg.Username, "Nightly Job"),
            (row.Text("AppName"), row.GetProperty("User").Text("Username"), row.GetProperty("AppMenuItem").Text("Label")));

        Assert.Equal(200, (await org.PostAsync("revoke", null, ("token", Refresh(token)))).Status);
        Assert.Single((await org.Inner.QueryAsync(Query)).Records());
        Assert.Equal("invalid_token", (await org.PostAsync("revoke", null, ("token", row.Text("DeleteToken")))).Body.Text("error"));
    }

    [Fact]
    public async Task A_delete_token_revokes()
    {
        await using var org = await StartAsync();
        var token = await org.SignInAsync();
        var access = token.GetProperty("access_token").GetString()!;
        Assert.Equal(HttpStatusCode.OK, await org.CallAsync(access));
        var row = (await org.Inner.QueryAsync($"{Query} AND AppName = 'Nightly Job' ORDER BY CreatedDate DESC")).Records()[0];
        Assert.Equal(200, (await org.PostAsync("revoke", null, ("token", row.Text("DeleteToken")))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await org.CallAsync(access));
        Assert.Equal("invalid_grant: expired access/refresh token", await org.TokenErrorAsync(OAuthOrg.RefreshForm(Refresh(token))));
        Assert.Single((await org.Inner.QueryAsync(Query)).Records());
        Assert.Equal(
            "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
            (await org.Inner.FailAsync(Delete, $"{TestOrg.Data}/sobjects/OauthToken/0CQ000000000001")).Code);
    }

    [Fact]
    public async Task Expired_sessions_have_no_record_and_others_see_their_own()
    {
        await using var org = await StartAsync();
        org.Org.Users.Add("ann@example.com");
        org.Org.Apps.Approve(TestOrg.ClientId, "ann@example.com");
        var claims = org.Inner.Claims();
        claims["sub"] = "ann@example.com";
        (await org.Inner.PostAssertionAsync(TestOrg.Sign(claims))).Dispose();
        Assert.Equal(2, (await org.Inner.QueryAsync(Query)).Records().Count);
        await org.Inner.SendAsync(Post, "_localorg/users", new { username = TestOrg.Username, profile = "Standard User" });
        Assert.Equal(TestOrg.Username, Assert.Single((await org.Inner.QueryAsync(Query)).Records()).GetProperty("User").Text("Username"));
        org.Org.Users.Find("ann@example.com")!.IsFrozen = true;
        await org.Inner.SendAsync(Post, "_localorg/users", new { username = TestOrg.Username, profile = "System Administrator" });
        Assert.Single((await org.Inner.QueryAsync(Query)).Records());
    }

    [Fact]
    public async Task External_client_apps_show_and_revoke_their_refresh_tokens()
    {
        await using var org = await StartAsync();
        org.Org.Options.LoginHosts.Clear();
        org.App.Kind = AppKind.ExternalClientApp;
        var (one, other) = (await org.SignInAsync(), await org.SignInAsync());
        var usage = $"{TestOrg.Data}/apps/oauth/usage/{org.App.RecordId}";
        Assert.Equal(TestOrg.Username, Assert.Single((await org.Inner.GetAsync($"{usage}/users")).GetProperty("users").EnumerateArray()).Text("username"));
        var tokens = (await org.Inner.GetAsync($"{usage}/{org.User.Id}/tokens")).GetProperty("tokens").EnumerateArray().ToList();
        Assert.Equal([(1, "Nightly_Job"), (1, "Nightly_Job")], tokens.Select(token => (token.GetProperty("useCount").GetInt32(), token.Text("appDeveloperName"))));
        Assert.Equal(204, (await org.Inner.SendAsync(Delete, tokens[0].Text("revocationUrl"))).Status);
        Assert.Equal(404, (await org.Inner.SendAsync(Delete, tokens[0].Text("revocationUrl"))).Status);
        Assert.Equal("invalid_grant: expired access/refresh token", await org.TokenErrorAsync(OAuthOrg.RefreshForm(Refresh(one))));
        await org.TokenAsync(OAuthOrg.RefreshForm(Refresh(other)));
        Assert.Equal(204, (await org.Inner.SendAsync(Delete, $"{usage}/{org.User.Id}/tokens")).Status);
        Assert.Equal("invalid_grant: expired access/refresh token", await org.TokenErrorAsync(OAuthOrg.RefreshForm(Refresh(other))));
        Assert.Empty((await org.Inner.GetAsync($"{usage}/users")).GetProperty("users").EnumerateArray());
        Assert.Equal(404, (await org.Inner.SendAsync(Get, $"{TestOrg.Data}/apps/oauth/usage/0xI000000000099/users")).Status);
    }

    [Fact]
    public async Task A_query_returns_five_pages_of_500_at_most_and_counts_all()
    {
        await using var org = await StartAsync();
        for (var i = 0; i < 2600; i++)
        {
            org.Org.Records.Insert(org.Org.Schema.OauthToken, record => (record["UserId"], record["UseCount"]) = (org.User.Id, 1));
        }

        var page = await org.Inner.QueryAsync("SELECT UserId FROM OauthToken");
        var rows = 0;
        var pages = 1;
        for (; ; pages++)
        {
            Assert.InRange(page.Records().Count, 1, 500);
            rows += page.Records().Count;
            if (page.GetProperty("done").GetBoolean())
            {
                break;
            }

            page = await org.Inner.GetAsync(page.Text("nextRecordsUrl"));
        }

        Assert.Equal((5, 2500), (pages, rows));
        Assert.Equal(2601, (await org.Inner.QueryAsync("SELECT COUNT() FROM OauthToken")).GetProperty("totalSize").GetInt32());
    }

    private static async Task<OAuthOrg> StartAsync()
    {
        var org = await OAuthOrg.StartAsync();
        org.App.Name = "Nightly Job";
        org.Org.Apps.Approve(TestOrg.ClientId, TestOrg.Username);
        org.Inner.Client.DefaultRequestHeaders.Authorization = new("Bearer", await org.Inner.GetAccessTokenAsync());
        return org;
    }

    private static string Refresh(JsonElement token) => token.GetProperty("refresh_token").GetString()!;
}
