namespace SalesforceJwt.LocalOrg.Tests.RealClients;

/// <summary>What jsforce and the sf CLI do for administrators.</summary>
public sealed class AdministrationClientTests
{
    private const string Ann = "ann@example.com";

    [Fact(Timeout = NodeClients.Patience)]
    public async Task Jsforce_sets_and_resets_passwords()
    {
        await using var org = await TestOrg.StartAsync();
        var user = org.Org.Users.Add(Ann);
        var answer = await ClientProcess.RunScriptAsync("passwords.mjs", new
        {
            LoginUrl = org.Server.HttpUrl,
            ClientId = TestOrg.ClientId,
            TestOrg.Username,
            Key = TestKeys.Rsa.ExportPkcs8PrivateKeyPem(),
            UserId = user.Id,
        });
        Assert.Equal("INVALID_NEW_PASSWORD: Your password must have a mix of letters and numbers.", answer.Text("refused"));
        Assert.Equal(user.Password, answer.Text("reset"));
        Assert.True(user.HasHadPassword("correct horse 1"));
    }

    [Fact(Timeout = NodeClients.Patience)]
    public async Task Sf_assigns_permission_sets_and_opens_the_org()
    {
        using var sf = new SalesforceCli();
        await using var org = await TestOrg.StartSignedInAsync();
        sf.Environment["SF_ACCESS_TOKEN"] = await org.GetAccessTokenAsync();
        await sf.RunAsync("org", "login", "access-token", "--instance-url", org.Server.HttpUrl.ToString(), "--no-prompt");
        var set = new { Name = "Sales", Label = "Sales" };
        Assert.Equal(201, (await org.SendAsync(HttpMethod.Post, $"{TestOrg.Data}/sobjects/PermissionSet", set)).Status);
        var assigned = await sf.RunAsync("org", "assign", "permset", "--name", "Sales", "--target-org", TestOrg.Username);
        Assert.Equal("Sales", Assert.Single(assigned.GetProperty("successes").EnumerateArray()).Text("value"));
        Assert.Equal(
            TestOrg.Username,
            Assert.Single((await org.QueryAsync("SELECT Assignee.Username FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Sales'")).Records())
                .GetProperty("Assignee").Text("Username"));
        var users = await sf.RunAsync("org", "list", "users", "--target-org", TestOrg.Username);
        Assert.Contains(users.EnumerateArray(), user => user.Text("username") == TestOrg.Username);

        var opened = await sf.RunAsync("org", "open", "--url-only", "--path", "lightning", "--target-org", TestOrg.Username);
        Assert.Contains("/secur/frontdoor.jsp?otp=", opened.Text("url"), StringComparison.Ordinal);
        using var response = await org.Client.GetAsync(opened.Text("url"), TestOrg.Cancellation);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, response.StatusCode);
    }
}
