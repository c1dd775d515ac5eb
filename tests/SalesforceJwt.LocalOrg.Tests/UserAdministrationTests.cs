using System.Net.Http.Headers;
using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Users are frozen, unlocked and deactivated, within Salesforce's rules, and lose their sessions.</summary>
public sealed class UserAdministrationTests
{
    private const string Ann = "ann@example.com";
    private const string Users = $"{TestOrg.Data}/sobjects/User";
    private const string Logins = $"{TestOrg.Data}/sobjects/UserLogin";

    [Fact]
    public async Task A_frozen_user_loses_sessions_and_cannot_sign_in_until_unfrozen()
    {
        await using var org = await StartAsync();
        var token = await SignInAsync(org, Ann);
        var login = await LoginAsync(org, Ann);
        Assert.False(login.GetProperty("IsFrozen").GetBoolean());
        var path = $"{Logins}/{login.Text("Id")}";
        Assert.Equal(204, (await org.SendAsync(Patch, path, new { IsFrozen = true })).Status);
        Assert.True(org.Org.Users.Find(Ann)!.IsFrozen);
        Assert.Equal(401, await CallAsync(org, token!));
        Assert.Null(await SignInAsync(org, Ann));
        Assert.Equal(204, (await org.SendAsync(Patch, path, new { IsFrozen = false })).Status);
        Assert.Equal(401, await CallAsync(org, token!));
        Assert.NotNull(await SignInAsync(org, Ann));
    }

    [Fact]
    public async Task The_record_of_a_sign_in_is_neither_made_nor_deleted_by_clients_and_cannot_lock()
    {
        await using var org = await StartAsync();
        var path = $"{Logins}/{(await LoginAsync(org, Ann)).Text("Id")}";
        Assert.Equal("INVALID_TYPE_FOR_OPERATION", (await org.FailAsync(Post, Logins, new { IsFrozen = true })).Code);
        Assert.Equal("INVALID_TYPE_FOR_OPERATION", (await org.FailAsync(Delete, path)).Code);
        Assert.Equal("FIELD_INTEGRITY_EXCEPTION", (await org.FailAsync(Patch, path, new { IsPasswordLocked = true })).Code);
        await AdminAsync(org, "users", new { username = Ann, isPasswordLocked = true });
        Assert.True((await LoginAsync(org, Ann)).GetProperty("IsPasswordLocked").GetBoolean());
        Assert.Equal(204, (await org.SendAsync(Patch, path, new { IsPasswordLocked = false })).Status);
        Assert.False(org.Org.Users.Find(Ann)!.IsPasswordLocked);
    }

    [Fact]
    public async Task A_deactivated_user_loses_sessions_for_good()
    {
        await using var org = await StartAsync();
        var token = await SignInAsync(org, Ann);
        var path = $"{Users}/{org.Org.Users.Find(Ann)!.Id}";
        Assert.Equal(204, (await org.SendAsync(Patch, path, new { IsActive = false })).Status);
        Assert.Equal(204, (await org.SendAsync(Patch, path, new { IsActive = true })).Status);
        Assert.Equal(401, await CallAsync(org, token!));
        Assert.NotNull(await SignInAsync(org, Ann));
    }

    [Fact]
    public async Task The_last_active_administrator_and_default_owners_stay_active()
    {
        await using var org = await StartAsync();
        var (ann, own) = ($"{Users}/{org.Org.Users.Find(Ann)!.Id}", $"{Users}/{org.Org.Users.Find(TestOrg.Username)!.Id}");
        const string Error = "You cannot deactivate a user who is the default owner of cases";
        await AdminAsync(org, "users", new { username = Ann, deactivationError = Error });
        Assert.Equal((400, "FIELD_INTEGRITY_EXCEPTION", Error), await org.FailAsync(Patch, ann, new { IsActive = false }));
        await AdminAsync(org, "users", new { username = Ann, deactivationError = "" });
        Assert.Equal(204, (await org.SendAsync(Patch, ann, new { IsActive = false })).Status);
        Assert.Equal(
            (400, "CANNOT_DISABLE_LAST_ADMIN", "You must have at least one active administrator user"),
            await org.FailAsync(Patch, own, new { IsActive = false }));
        await AdminAsync(org, "users", new { username = Ann, profile = "Standard User" });
        Assert.Equal("CANNOT_DISABLE_LAST_ADMIN", (await org.FailAsync(Patch, own, new { IsActive = false })).Code);
    }

    [Fact]
    public async Task Active_users_use_licenses_which_are_limited()
    {
        await using var org = await StartAsync();
        const string Query = "SELECT Id, TotalLicenses, UsedLicenses FROM UserLicense WHERE Name = 'Salesforce Platform'";
        await AdminAsync(org, "users", new { username = Ann, profile = "Standard Platform User" });
        var license = Assert.Single((await org.QueryAsync(Query)).Records());
        Assert.Equal((10, 1), (license.GetProperty("TotalLicenses").GetInt32(), license.GetProperty("UsedLicenses").GetInt32()));
        await AdminAsync(org, "users", new { username = Ann, active = false });
        Assert.Equal(0, (await org.QueryAsync(Query)).Records()[0].GetProperty("UsedLicenses").GetInt32());
        await AdminAsync(org, "records", new { type = "UserLicense", id = license.Text("Id"), fields = new { TotalLicenses = 0 } });
        Assert.Equal(
            "LICENSE_LIMIT_EXCEEDED", (await org.FailAsync(Patch, $"{Users}/{org.Org.Users.Find(Ann)!.Id}", new { IsActive = true })).Code);
    }

    [Fact]
    public async Task Users_have_role_profile_and_manager_and_are_found_by_them()
    {
        await using var org = await StartAsync();
        var manager = org.Org.Users.Find(TestOrg.Username)!.Id;
        await AdminAsync(org, "users", new
        {
            username = Ann,
            role = "CFO",
            profile = "Standard User",
            fields = new { FirstName = "Ann", LastName = "Lee", Department = "Sales", ManagerId = manager, CreatedDate = "2020-01-02T03:04:05Z" },
        });
        var found = Assert.Single((await org.QueryAsync(
            "SELECT Name, CreatedDate, Profile.UserLicense.Name, UserRole.ParentRole.Name, Manager.Username FROM User "
            + "WHERE UserRole.Name = 'CFO' AND Profile.Name = 'Standard User' AND Department = 'Sales'")).Records());
        Assert.Equal("Ann Lee", found.Text("Name"));
        Assert.StartsWith("2020-01-02", found.Text("CreatedDate"), StringComparison.Ordinal);
        Assert.Equal("Salesforce", found.GetProperty("Profile").GetProperty("UserLicense").Text("Name"));
        Assert.Equal("CEO", found.GetProperty("UserRole").GetProperty("ParentRole").Text("Name"));
        Assert.Equal(TestOrg.Username, found.GetProperty("Manager").Text("Username"));
        Assert.Equal(404, (await org.SendAsync(Post, "_localorg/users", new { username = Ann, role = "Nobody" })).Status);
        Assert.Equal(400, (await org.SendAsync(Post, "_localorg/users", new { username = Ann, fields = new { Nothing = 1 } })).Status);
    }

    [Theory]
    [InlineData(new[] { "manageUsers" }, false, true)]
    [InlineData(new[] { "manageUsers", "freezeUsers" }, false, false)]
    [InlineData(new[] { "freezeUsers" }, true, true)]
    public async Task Missing_permissions_decide_who_may_change_users(string[] missing, bool mayEdit, bool mayFreeze)
    {
        await using var org = await StartAsync();
        var login = (await LoginAsync(org, Ann)).Text("Id");
        await AdminAsync(org, "users", new { username = TestOrg.Username, missingPermissions = missing });
        var (edited, _) = await org.SendAsync(Patch, $"{Users}/{org.Org.Users.Find(Ann)!.Id}", new { Title = "Boss" });
        var (frozen, _) = await org.SendAsync(Patch, $"{Logins}/{login}", new { IsFrozen = true });

        // For users without the permission, the object does not exist.
        Assert.Equal((mayEdit ? 204 : 400, mayFreeze ? 204 : 404), (edited, frozen));
    }

    [Fact]
    public async Task A_permission_set_gives_a_standard_user_permissions()
    {
        await using var org = await StartAsync();
        var setId = (await org.SendAsync(
            Post, $"{TestOrg.Data}/sobjects/PermissionSet", new { Name = "Help_Desk", Label = "Help Desk", PermissionsManageUsers = true })).Body.Text("id");
        await AdminAsync(org, "users", new { username = Ann, profile = "Standard User" });
        var path = $"{Users}/{org.Org.Users.Find(TestOrg.Username)!.Id}";
        org.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await SignInAsync(org, Ann));
        Assert.Equal(
            (400, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id"),
            await org.FailAsync(Patch, path, new { Title = "Boss" }));
        var assignment = new { PermissionSetId = setId, AssigneeId = org.Org.Users.Find(Ann)!.Id };
        Assert.Equal("INSUFFICIENT_ACCESS_OR_READONLY", (await org.FailAsync(Post, $"{TestOrg.Data}/sobjects/PermissionSetAssignment", assignment)).Code);
        await AdminAsync(org, "records", new { type = "PermissionSetAssignment", fields = assignment });
        Assert.Equal(204, (await org.SendAsync(Patch, path, new { Title = "Boss" })).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_result_is_not_repeated_for_a_user_without_the_permission(bool isSameUser)
    {
        await using var org = await StartAsync();
        org.Org.Options.MaxPageSize = 2;
        for (var i = 0; i < 3; i++)
        {
            org.Org.Records.Insert(org.Org.Schema.SetupAuditTrail, record => record["Action"] = "createduser");
        }

        await AdminAsync(org, "users", new { username = Ann, profile = "Standard User" });
        var token = await SignInAsync(org, Ann);
        const string Query = "query?q=SELECT+Action+FROM+SetupAuditTrail";
        Assert.Equal(2, (await org.GetAsync($"{TestOrg.Data}/{Query}")).Records().Count);
        if (isSameUser)
        {
            org.Org.Users.Find(TestOrg.Username)!.MissingPermissions = [UserRight.ViewSetup];
        }
        else
        {
            org.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        Assert.Equal("INVALID_TYPE", (await org.FailAsync(Get, $"{TestOrg.Data}/{Query}")).Code);
    }

    [Fact]
    public async Task Every_user_can_query_the_own_permissions_and_no_others()
    {
        const string Own = "SELECT PermissionsApiEnabled, PermissionsManageUsers FROM UserPermissionAccess";
        await using var org = await StartAsync();
        Assert.Equal((true, true), await AskAsync());

        var user = org.Org.Users.Find(TestOrg.Username)!;
        user.MissingPermissions = [UserRight.ManageUsers, UserRight.ViewSetup];
        Assert.Equal((true, false), await AskAsync());

        user.MissingPermissions = [];
        Assert.Equal((true, true), await AskAsync());
        await org.SendAsync(Post, "_localorg/users", new { username = TestOrg.Username, profile = "Standard User" });
        Assert.Equal((true, false), await AskAsync());
        Assert.Equal("INVALID_FIELD", (await org.FailAsync(Get, $"{TestOrg.Data}/query?q=SELECT+UserId+FROM+UserPermissionAccess")).Code);

        async Task<(bool, bool)> AskAsync()
        {
            var row = Assert.Single((await org.QueryAsync(Own)).Records());
            return (row.GetProperty("PermissionsApiEnabled").GetBoolean(), row.GetProperty("PermissionsManageUsers").GetBoolean());
        }
    }

    [Fact]
    public async Task A_user_added_as_a_record_is_complete_and_needs_a_profile()
    {
        await using var org = await StartAsync();
        var profile = (await org.QueryAsync("SELECT Id FROM Profile WHERE Name = 'Standard User'")).Records()[0].Text("Id");
        const string Bob = "bob@example.com";
        foreach (var wrong in new object[] { new { Username = Bob }, new { Username = Bob, ProfileId = "00e000000000999" } })
        {
            Assert.Equal(400, (await org.SendAsync(Post, "_localorg/records", new { type = "User", fields = wrong })).Status);
        }

        Assert.Null(org.Org.Users.Find(Bob));
        await AdminAsync(org, "records", new { type = "User", fields = new { Username = Bob, LastName = "Bob", IsActive = true, ProfileId = profile } });
        Assert.False((await LoginAsync(org, Bob)).GetProperty("IsFrozen").GetBoolean());
        Assert.Equal(200, (await org.SendAsync(Get, "_localorg/state")).Status);
        Assert.Single((await org.QueryAsync($"SELECT Id FROM PermissionSetAssignment WHERE Assignee.Username = '{Bob}'")).Records());
    }

    [Theory]
    [InlineData("User")]
    [InlineData("UserLogin")]
    [InlineData("fields")]
    public async Task A_user_who_is_deactivated_or_frozen_by_a_record_loses_sessions(string how)
    {
        await using var org = await StartAsync();
        var token = await SignInAsync(org, Ann);
        var (path, change) = how switch
        {
            "User" => ("records", new { type = how, id = org.Org.Users.Find(Ann)!.Id, fields = new { IsActive = false } }),
            "UserLogin" => ("records", new { type = how, id = (await LoginAsync(org, Ann)).Text("Id"), fields = new { IsFrozen = true } }),
            _ => ("users", (object)new { username = Ann, fields = new { IsActive = false } }),
        };
        await AdminAsync(org, path, change);
        await AdminAsync(org, "users", new { username = Ann, isFrozen = false });
        Assert.Equal(401, await CallAsync(org, token!));
    }

    [Fact]
    public async Task A_frozen_user_who_is_unlocked_is_not_frozen_again()
    {
        await using var org = await StartAsync();
        var ended = 0;
        org.Org.Users.Find(Ann)!.IsFrozen = true;
        org.Org.Users.EndSessions = _ => ended++;
        org.Org.Users.Find(Ann)!.IsPasswordLocked = true;
        var path = $"{Logins}/{(await LoginAsync(org, Ann)).Text("Id")}";
        Assert.Equal(204, (await org.SendAsync(Patch, path, new { IsPasswordLocked = false })).Status);
        Assert.Equal(0, ended);
    }

    private static async Task<TestOrg> StartAsync()
    {
        var org = await TestOrg.StartSignedInAsync();
        org.Org.Users.Add(Ann);
        org.Org.Apps.Approve(TestOrg.ClientId, Ann);
        return org;
    }

    private static async Task<JsonElement> LoginAsync(TestOrg org, string username) => (await org.QueryAsync(
        $"SELECT Id, IsFrozen, IsPasswordLocked FROM UserLogin WHERE UserId = '{org.Org.Users.Find(username)!.Id}'")).Records()[0];

    private static async Task<string?> SignInAsync(TestOrg org, string username)
    {
        var claims = org.Claims();
        claims["sub"] = username;
        using var response = await org.PostAssertionAsync(TestOrg.Sign(claims));
        return JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestOrg.Cancellation))
            .TryGetProperty("access_token", out var token) ? token.GetString() : null;
    }

    private static async Task<int> CallAsync(TestOrg org, string token)
    {
        using var request = new HttpRequestMessage(Get, $"{TestOrg.Data}/limits");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await org.Client.SendAsync(request, TestOrg.Cancellation);
        return (int)response.StatusCode;
    }

    private static async Task AdminAsync(TestOrg org, string path, object body) =>
        Assert.InRange((await org.SendAsync(Post, $"_localorg/{path}", body)).Status, 200, 204);
}
