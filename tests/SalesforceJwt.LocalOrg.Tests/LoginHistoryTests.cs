using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The login history and the setup audit trail, which record what happens in the org.</summary>
public sealed class LoginHistoryTests
{
    private const string Audit = "SELECT Action, Section, Display FROM SetupAuditTrail ORDER BY Id";

    [Fact]
    public async Task Sign_ins_and_refusals_of_known_users_are_recorded()
    {
        await using var org = await OAuthOrg.StartAsync();
        org.App.Name = "Nightly Job";
        Assert.Equal(400, await org.SignInByJwtAsync());
        await org.SignInAsync();
        Assert.Equal(200, await org.SignInByJwtAsync());
        org.User.IsFrozen = true;
        Assert.Equal(400, await org.SignInByJwtAsync());
        org.User.IsFrozen = false;
        org.User.IsActive = false;
        Assert.Equal(400, await org.SignInByJwtAsync());
        org.User.IsActive = true;
        org.User.IsIpRestricted = true;
        Assert.Equal(400, await org.SignInByJwtAsync());
        org.User.IsIpRestricted = false;
        foreach (var (claim, value) in new (string, object)[] { ("aud", "https://elsewhere.example.com"), ("exp", 1), ("sub", "nobody@example.com") })
        {
            var claims = org.Inner.Claims();
            claims[claim] = value;
            (await org.Inner.PostAssertionAsync(TestOrg.Sign(claims))).Dispose();
        }

        using var other = System.Security.Cryptography.RSA.Create(2048);
        (await org.Inner.PostAssertionAsync(TestOrg.Sign(org.Inner.Claims(), other))).Dispose();
        org.Inner.Client.DefaultRequestHeaders.Authorization = new("Bearer", await org.Inner.GetAccessTokenAsync());
        var rows = (await org.Inner.QueryAsync(
            "SELECT UserId, LoginType, Status, Application, LoginUrl, SourceIp, Browser FROM LoginHistory ORDER BY Id")).Records();
        Assert.Equal(
            [
                ("Remote Access 2.0", "Nightly Job", "Failed: Not approved for access"),
                ("Application", "Browser", "Success"),
                ("Remote Access 2.0", "Nightly Job", "Success"),
                ("Remote Access 2.0", "Nightly Job", "Success"),
                ("Remote Access 2.0", "Nightly Job", "User Is Frozen"),
                ("Remote Access 2.0", "Nightly Job", "User is Inactive"),
                ("Remote Access 2.0", "Nightly Job", "Restricted IP"),
                ("Remote Access 2.0", "Nightly Job", "Failed: Audience Invalid"),
                ("Remote Access 2.0", "Nightly Job", "Failed: Assertion Expired"),
                ("Remote Access 2.0", "Nightly Job", "Failed: Signature Invalid"),
                ("Remote Access 2.0", "Nightly Job", "Success"),
            ],
            rows.Select(row => (row.Text("LoginType"), row.Text("Application"), row.Text("Status"))));
        Assert.All(rows, row => Assert.Equal(
            (org.User.Id, "127.0.0.1", "127.0.0.1"), (row.Text("UserId"), row.Text("SourceIp"), row.Text("LoginUrl"))));
    }

    [Fact]
    public async Task A_wrong_password_and_a_lock_are_recorded()
    {
        await using var org = await OAuthOrg.StartAsync();
        org.User.Password = "right";
        org.Org.Options.AllowsUsernamePasswordFlow = true;
        (string, string?)[] form =
        [
            ("grant_type", "password"), ("client_id", TestOrg.ClientId), ("client_secret", OAuthOrg.Secret),
            ("username", TestOrg.Username), ("password", "wrong"),
        ];
        Assert.Equal("invalid_grant: authentication failure", await org.TokenErrorAsync(form));
        org.User.IsPasswordLocked = true;
        Assert.Equal("invalid_grant: authentication failure", await org.TokenErrorAsync([.. form, ("password", "right")]));
        org.User.IsPasswordLocked = false;
        await org.TokenAsync([.. form, ("password", "right")]);
        org.Org.Apps.Approve(TestOrg.ClientId, TestOrg.Username);
        org.Inner.Client.DefaultRequestHeaders.Authorization = new("Bearer", await org.Inner.GetAccessTokenAsync());
        var rows = (await org.Inner.QueryAsync("SELECT Status FROM LoginHistory ORDER BY Id")).Records();
        Assert.Equal(["Invalid Password", "Password Lockout", "Success", "Success"], rows.Select(row => row.Text("Status")));
    }

    [Fact]
    public async Task Some_fields_can_be_sorted_and_grouped_but_not_filtered()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var user = org.Org.Users.Find(TestOrg.Username)!.Id;
        Assert.Single((await org.QueryAsync(
            $"SELECT Status FROM LoginHistory WHERE UserId = '{user}' AND LoginTime = TODAY AND LoginType LIKE 'Remote%' ORDER BY Status")).Records());
        Assert.Single((await org.QueryAsync("SELECT Application, COUNT(Id) FROM LoginHistory GROUP BY Application")).Records());
        foreach (var soql in new[]
        {
            "SELECT Id FROM LoginHistory WHERE Status != 'Success'", "SELECT Id FROM LoginHistory WHERE Application = 'x'",
            "SELECT Id FROM LoginHistory WHERE SourceIp = '127.0.0.1'", "SELECT Id FROM SetupAuditTrail WHERE Section = 'x'",
        })
        {
            var (status, code, message) = await org.FailAsync(Get, $"{TestOrg.Data}/query?q={Uri.EscapeDataString(soql)}");
            Assert.Equal((400, "INVALID_FIELD"), (status, code));
            Assert.Contains("can not be filtered in a query call", message, StringComparison.Ordinal);
        }

        var fields = (await org.GetAsync($"{TestOrg.Data}/sobjects/LoginHistory/describe")).GetProperty("fields").EnumerateArray();
        var field = fields.Single(one => one.GetProperty("name").ValueEquals("Status"));
        Assert.Equal((false, true), (field.GetProperty("filterable").GetBoolean(), field.GetProperty("sortable").GetBoolean()));
        Assert.Equal(400, (await org.FailAsync(Get, $"{TestOrg.Data}/query?q=SELECT+COUNT(Id)+FROM+SetupAuditTrail")).Status);
        Assert.Equal(0, (await org.QueryAsync("SELECT COUNT() FROM SetupAuditTrail")).GetProperty("totalSize").GetInt32());
        Assert.Equal("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", (await org.FailAsync(Post, $"{TestOrg.Data}/sobjects/LoginHistory", new { })).Code);
    }

    [Fact]
    public async Task Users_without_permission_see_their_own_sign_ins_and_no_audit_trail()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var other = org.Org.Users.Add("ann@example.com").Id;
        var fields = new { UserId = other, LoginTime = "2026-01-01T00:00:00Z", Status = "Success" };
        var (_, row) = await org.SendAsync(Post, "_localorg/records", new { type = "LoginHistory", fields });
        Assert.Equal(2, (await org.QueryAsync("SELECT Id FROM LoginHistory")).Records().Count);
        await org.SendAsync(Post, "_localorg/users", new { username = TestOrg.Username, profile = "Standard User" });
        Assert.Single((await org.QueryAsync("SELECT Id FROM LoginHistory")).Records());
        const string Jobs = $"{TestOrg.Data}/jobs/query";
        var (_, job) = await org.SendAsync(Post, Jobs, new { operation = "query", query = "SELECT Id FROM LoginHistory" });
        Assert.Equal(1, (await org.WaitAsync($"{Jobs}/{job.Text("id")}")).GetProperty("numberRecordsProcessed").GetInt32());
        Assert.Equal(1, (await org.QueryAsync("SELECT COUNT(Id) n FROM LoginHistory")).Records()[0].GetProperty("n").GetInt32());
        Assert.Equal(404, (await org.FailAsync(Get, $"{TestOrg.Data}/sobjects/LoginHistory/{row.Text("id")}")).Status);
        foreach (var type in new[] { "SetupAuditTrail", "UserLogin" })
        {
            Assert.Equal("INVALID_TYPE", (await org.FailAsync(Get, $"{TestOrg.Data}/query?q=SELECT+Id+FROM+{type}")).Code);
            Assert.Equal(404, (await org.FailAsync(Get, $"{TestOrg.Data}/sobjects/{type}/describe")).Status);
        }
    }

    [Fact]
    public async Task Changes_of_users_are_in_the_audit_trail()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var ann = org.Org.Users.Add("ann@example.com").Id;
        var key = $"ann (UserID: [{ann[..15]}])";
        var profile = (await org.QueryAsync("SELECT Id FROM Profile WHERE Name = 'Standard User'")).Records()[0].Text("Id");
        var role = (await org.QueryAsync("SELECT Id FROM UserRole WHERE Name = 'CFO'")).Records()[0].Text("Id");
        var login = (await org.QueryAsync($"SELECT Id FROM UserLogin WHERE UserId = '{ann}'")).Records()[0].Text("Id");
        await PatchAsync(org, $"User/{ann}", new { ProfileId = profile, UserRoleId = role, Email = "new@example.com" });
        await PatchAsync(org, $"UserLogin/{login}", new { IsFrozen = true });
        await PatchAsync(org, $"UserLogin/{login}", new { IsFrozen = false });
        await PatchAsync(org, $"User/{ann}", new { IsActive = false });
        Assert.Equal(
            [
                ("changedprofileforuserstdtostd", "Changed profile for user ann from System Administrator to Standard User"),
                ("changedroleforuserfromnone", "Changed role for user ann from <None Specified> to CFO"),
                ("changedemail", $"Changed email for user {key} from ann@example.com to new@example.com"),
                ("frozeuser", "Froze user account for ann"),
                ("unfrozeuser", "Unfroze user account for ann"),
                ("deactivateduser", $"Deactivated user {key}"),
            ],
            await ActionsAsync(org));
    }

    [Fact]
    public async Task Changes_of_permissions_are_in_the_audit_trail()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var ann = org.Org.Users.Add("ann@example.com").Id;
        var key = $"ann (UserID: [{ann[..15]}])";
        var set = await CreateAsync(org, "PermissionSet", new { Name = "Sales", Label = "Sales Team" });
        await PatchAsync(org, $"PermissionSet/{set}", new { PermissionsRunReports = true });
        await CreateAsync(org, "ObjectPermissions", new { ParentId = set, SobjectType = "Account", PermissionsRead = true, PermissionsEdit = true });
        var assignment = await CreateAsync(org, "PermissionSetAssignment", new { PermissionSetId = set, AssigneeId = ann });
        Assert.Equal(204, (await org.SendAsync(Delete, $"{TestOrg.Data}/sobjects/PermissionSetAssignment/{assignment}")).Status);
        Assert.Equal(
            [
                ("PermSetCreateNoLicense", "Created permission set Sales Team: with no license"),
                ("PermSetEnableUserPerm", "Changed permission set Sales Team: Run Reports permission was changed from disabled to enabled"),
                ("PermSetEntityPermChanged", "Changed permission set Sales Team: Account object permissions were changed from No Access to Read, Edit"),
                ("PermSetAssign", $"Permission set Sales Team: assigned to user {key}"),
                ("PermSetUnassign", $"Permission set Sales Team: unassigned from user {key}"),
            ],
            await ActionsAsync(org));
    }

    [Fact]
    public async Task A_rolled_back_change_is_not_in_the_audit_trail()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        await org.SendAsync(Post, $"{TestOrg.Data}/composite/sobjects", new
        {
            allOrNone = true,
            records = new object[]
            {
                new { attributes = new { type = "PermissionSet" }, Name = "Good", Label = "Good" },
                new { attributes = new { type = "PermissionSet" }, Name = "not good", Label = "Bad" },
            },
        });
        Assert.Empty(await ActionsAsync(org));
    }

    private static async Task<List<(string, string)>> ActionsAsync(TestOrg org) =>
        [.. (await org.QueryAsync(Audit)).Records().Select(one => (one.Text("Action"), one.Text("Display")))];

    private static async Task PatchAsync(TestOrg org, string path, object body) =>
        Assert.Equal(204, (await org.SendAsync(Patch, $"{TestOrg.Data}/sobjects/{path}", body)).Status);

    private static async Task<string> CreateAsync(TestOrg org, string type, object body)
    {
        var (status, created) = await org.SendAsync(Post, $"{TestOrg.Data}/sobjects/{type}", body);
        Assert.True(status == 201, created.ToString());
        return created.Text("id");
    }
}
