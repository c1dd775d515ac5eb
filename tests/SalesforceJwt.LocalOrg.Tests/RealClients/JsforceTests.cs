namespace SalesforceJwt.LocalOrg.Tests.RealClients;

/// <summary>jsforce, signed in to LocalOrg.</summary>
public sealed class JsforceTests
{
    [Fact(Timeout = NodeClients.Patience)]
    public async Task It_signs_in_with_an_assertion_and_reads_every_page()
    {
        await using var org = await TestOrg.StartAsync(new LocalOrgOptions { Records = 1000, MaxPageSize = 300 });
        var answer = await ClientProcess.RunScriptAsync("query.mjs", Settings(org, "SELECT Email FROM Contact ORDER BY Email"));
        Assert.Equal(org.Org.Users.Find(TestOrg.Username)!.Id, answer.GetProperty("user").Text("id"));
        Assert.Equal(org.Org.Id, answer.GetProperty("user").Text("organizationId"));
        Assert.Equal(TestOrg.Username, answer.Text("username"));
        Assert.Equal(1000, answer.GetProperty("totalSize").GetInt32());
        Assert.True(answer.GetProperty("done").GetBoolean());

        Assert.Equal(
            Enumerable.Range(1, 1000).Select(number => $"contact{number:D6}@example.com").ToHashSet(),
            answer.GetProperty("emails").EnumerateArray().Select(email => email.GetString()!).ToHashSet());
        Assert.Equal(1000, answer.GetProperty("emails").GetArrayLength());
        Assert.Equal(4, org.Org.Requests.All.Count(request => request.Path.StartsWith($"/{TestOrg.Data}/query", StringComparison.Ordinal)));
    }

    [Fact(Timeout = NodeClients.Patience)]
    public async Task It_creates_changes_and_deletes_a_record()
    {
        await using var org = await TestOrg.StartAsync();
        var answer = await ClientProcess.RunScriptAsync("records.mjs", Settings(org));
        var id = answer.GetProperty("created").Text("id");
        Assert.All(["created", "updated", "deleted"], step =>
        {
            Assert.True(answer.GetProperty(step).GetProperty("success").GetBoolean());
            Assert.Equal(id, answer.GetProperty(step).Text("id"));
        });
        Assert.Equal("Ørsted", answer.Text("LastName"));
        Assert.Equal("first@example.com", answer.Text("Email"));
        Assert.Equal("second@example.com", answer.Text("changed"));
        Assert.Equal("ENTITY_IS_DELETED", answer.Text("gone"));
    }

    [Fact(Timeout = NodeClients.Patience)]
    public async Task It_signs_in_through_the_browser_and_renews_with_its_refresh_token()
    {
        await using var org = await OAuthOrg.StartAsync();
        org.App.RequirePkce = true;
        using var client = ClientProcess.StartScript(
            "web-server-flow.mjs",
            new { LoginUrl = org.Url, ClientId = TestOrg.ClientId, ClientSecret = OAuthOrg.Secret, RedirectUri = OAuthOrg.Callback });
        var callback = await org.AllowAtAsync((await client.ReadAsync()).Text("url"));
        Assert.Equal("a b&c", callback["state"]);

        await client.WriteLineAsync(callback["code"]);
        var signedIn = await client.ReadAsync();
        Assert.Equal(org.User.Id, signedIn.GetProperty("user").Text("id"));
        Assert.Equal(100, signedIn.GetProperty("count").GetInt32());
        Assert.Empty(signedIn.GetProperty("refreshed").EnumerateArray());

        org.Org.ExpireAllTokens();
        await client.WriteLineAsync();
        var renewed = await client.ReadAsync();
        Assert.Equal(100, renewed.GetProperty("count").GetInt32());
        Assert.NotEqual(signedIn.Text("accessToken"), renewed.Text("accessToken"));
        Assert.Equal(renewed.Text("accessToken"), Assert.Single(renewed.GetProperty("refreshed").EnumerateArray()).GetString());
    }

    [Fact(Timeout = NodeClients.Patience)]
    public async Task It_lists_and_reads_metadata()
    {
        await using var org = await DeployOrg.StartAsync();
        await org.SucceedAsync(new DeployedApp().Zip());
        string[] types = ["ExternalClientApplication", "ExtlClntAppGlobalOauthSettings", "ExtlClntAppOauthConfigurablePolicies"];
        var answer = await ClientProcess.RunScriptAsync("metadata.mjs", new
        {
            LoginUrl = org.Inner.Server.HttpUrl,
            ClientId = TestOrg.ClientId,
            TestOrg.Username,
            Key = TestKeys.Rsa.ExportPkcs8PrivateKeyPem(),
            types,
        });
        Assert.Superset(types.ToHashSet(), answer.GetProperty("types").EnumerateArray().Select(type => type.GetString()!).ToHashSet());
        var listed = answer.GetProperty("listed").EnumerateArray().ToList();
        Assert.Equal(["Ci_App", "Ci_App_glbloauth", "Ci_App_oauthPlcy"], listed.Select(each => each.Text("fullName")));
        Assert.Equal(types, listed.Select(each => each.Text("type")));
        Assert.All(listed, each => Assert.Equal(org.Org.Users.Find(TestOrg.Username)!.Name, each.Text("lastModifiedByName")));

        var read = answer.GetProperty("read").EnumerateArray().ToList();
        Assert.Equal(("Ci_App", "admin@example.com", "CI app"), (read[0].Text("fullName"), read[0].Text("contactEmail"), read[0].Text("label")));
        Assert.Equal((DeployedApp.Key, "Ci_App"), (read[1].Text("consumerKey"), read[1].Text("externalClientApplication")));
        Assert.False(read[1].TryGetProperty("consumerSecret", out _) || read[1].TryGetProperty("certificate", out _));
        Assert.Equal("AllSelfAuthorized", read[2].Text("permittedUsersPolicyType"));
        var both = answer.GetProperty("both").EnumerateArray().ToList();
        Assert.False(both[0].TryGetProperty("label", out _));
        Assert.Equal("CI app", both[1].Text("label"));
        Assert.Equal("sf:INVALID_TYPE: INVALID_TYPE: Unknown type:Nothing", answer.Text("fault"));
        Assert.Equal((1, 1), (answer.GetProperty("renewals").GetInt32(), answer.GetProperty("renewed").GetInt32()));
    }

    private static object Settings(TestOrg org, string? soql = null) =>
        new { LoginUrl = org.Server.HttpUrl, ClientId = TestOrg.ClientId, TestOrg.Username, Key = TestKeys.Rsa.ExportPkcs8PrivateKeyPem(), soql };
}
