using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Permission set groups and licenses, and what permission sets give access to.</summary>
public sealed class PermissionSetGroupTests
{
    private const string Objects = $"{TestOrg.Data}/sobjects";

    [Fact]
    public async Task A_group_gives_its_users_what_its_permission_sets_have()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var userId = org.Org.Users.Add("ann@example.com").Id;
        var setId = await CreateAsync(org, "PermissionSet", new { Name = "Sales", Label = "Sales", PermissionsRunReports = true });
        var other = await CreateAsync(org, "PermissionSet", new { Name = "Other", Label = "Other", PermissionsViewSetup = true });
        var groupId = await CreateAsync(org, "PermissionSetGroup", new { DeveloperName = "Team", MasterLabel = "The Team" });
        var component = await CreateAsync(org, "PermissionSetGroupComponent", new { PermissionSetGroupId = groupId, PermissionSetId = setId });
        await CreateAsync(org, "PermissionSetGroupComponent", new { PermissionSetGroupId = groupId, PermissionSetId = other });
        await CreateAsync(org, "ObjectPermissions", new { ParentId = setId, SobjectType = "account", PermissionsRead = true });
        await CreateAsync(org, "PermissionSetAssignment", new { PermissionSetGroupId = groupId, AssigneeId = userId });

        var assignment = Assert.Single((await org.QueryAsync(
            "SELECT PermissionSet.Type, PermissionSet.Label, PermissionSet.PermissionsRunReports, PermissionSet.PermissionsViewSetup, "
            + $"PermissionSetGroup.DeveloperName FROM PermissionSetAssignment WHERE AssigneeId = '{userId}' AND PermissionSetGroupId != null")).Records());
        var ofGroup = assignment.GetProperty("PermissionSet");
        Assert.Equal(("Group", "The Team"), (ofGroup.Text("Type"), ofGroup.Text("Label")));
        Assert.True(ofGroup.GetProperty("PermissionsRunReports").GetBoolean() && ofGroup.GetProperty("PermissionsViewSetup").GetBoolean());
        Assert.Equal("Team", assignment.GetProperty("PermissionSetGroup").Text("DeveloperName"));
        const string Access = "SELECT PermissionsRead, PermissionsEdit FROM ObjectPermissions WHERE SobjectType = 'Account' AND Parent.Type = 'Group'";
        Assert.True(Assert.Single((await org.QueryAsync(Access)).Records()).GetProperty("PermissionsRead").GetBoolean());

        Assert.Equal("DELETE_FAILED", (await org.FailAsync(Delete, $"{Objects}/PermissionSet/{setId}")).Code);
        Assert.Equal("DELETE_FAILED", (await org.FailAsync(Delete, $"{Objects}/PermissionSetGroup/{groupId}")).Code);
        Assert.Equal(204, (await org.SendAsync(Delete, $"{Objects}/PermissionSetGroupComponent/{component}")).Status);
        Assert.Empty((await org.QueryAsync(Access)).Records());
        Assert.Equal(204, (await org.SendAsync(Delete, $"{Objects}/PermissionSet/{setId}")).Status);
    }

    [Fact]
    public async Task A_group_added_as_a_record_has_a_permission_set()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var fields = new { DeveloperName = "Team", MasterLabel = "The Team" };
        var (status, added) = await org.SendAsync(Post, "_localorg/records", new { type = "PermissionSetGroup", fields });
        Assert.Equal(200, status);
        var setId = await CreateAsync(org, "PermissionSet", new { Name = "Sales", Label = "Sales", PermissionsRunReports = true });
        await CreateAsync(org, "PermissionSetGroupComponent", new { PermissionSetGroupId = added.Text("id"), PermissionSetId = setId });
        var ofGroup = Assert.Single((await org.QueryAsync("SELECT Label, PermissionsRunReports FROM PermissionSet WHERE Type = 'Group'")).Records());
        Assert.Equal(("The Team", true), (ofGroup.Text("Label"), ofGroup.GetProperty("PermissionsRunReports").GetBoolean()));
    }

    [Fact]
    public async Task Assignments_name_one_thing_once()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var userId = org.Org.Users.Add("ann@example.com").Id;
        var setId = await CreateAsync(org, "PermissionSet", new { Name = "Sales", Label = "Sales" });
        var groupId = await CreateAsync(org, "PermissionSetGroup", new { DeveloperName = "Team", MasterLabel = "The Team" });
        const string Assignments = $"{Objects}/PermissionSetAssignment";
        Assert.Equal("REQUIRED_FIELD_MISSING", (await org.FailAsync(Post, Assignments, new { AssigneeId = userId })).Code);
        Assert.Equal(
            "FIELD_INTEGRITY_EXCEPTION",
            (await org.FailAsync(Post, Assignments, new { AssigneeId = userId, PermissionSetId = setId, PermissionSetGroupId = groupId })).Code);
        var id = await CreateAsync(org, "PermissionSetAssignment", new { AssigneeId = userId, PermissionSetGroupId = groupId });
        Assert.Equal("DUPLICATE_VALUE", (await org.FailAsync(Post, Assignments, new { AssigneeId = userId, PermissionSetGroupId = groupId })).Code);
        Assert.Equal(204, (await org.SendAsync(Delete, $"{Assignments}/{id}")).Status);
        Assert.Equal(204, (await org.SendAsync(Delete, $"{Objects}/PermissionSetGroup/{groupId}")).Status);
        Assert.Empty((await org.QueryAsync("SELECT Id FROM PermissionSet WHERE Type = 'Group'")).Records());
        Assert.Equal("FIELD_INTEGRITY_EXCEPTION", (await org.FailAsync(
            Post, $"{Objects}/PermissionSetGroup", new { DeveloperName = "The Team", MasterLabel = "Team" })).Code);
    }

    [Fact]
    public async Task Licenses_are_assigned_as_far_as_they_go_and_permission_sets_with_them()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (ann, bob) = (org.Org.Users.Add("ann@example.com").Id, org.Org.Users.Add("bob@example.com").Id);
        var license = (await org.QueryAsync("SELECT Id FROM PermissionSetLicense WHERE DeveloperName = 'IdentityConnect'")).Records()[0].Text("Id");
        await org.SendAsync(Post, "_localorg/records", new { type = "PermissionSetLicense", id = license, fields = new { TotalLicenses = 1 } });
        var setId = await CreateAsync(org, "PermissionSet", new { Name = "Identity", Label = "Identity", LicenseId = license });
        Assert.Equal("FIELD_INTEGRITY_EXCEPTION", (await org.FailAsync(
            Post, $"{Objects}/PermissionSetAssignment", new { AssigneeId = ann, PermissionSetId = setId })).Code);
        var id = await CreateAsync(org, "PermissionSetLicenseAssign", new { AssigneeId = ann, PermissionSetLicenseId = license });
        await CreateAsync(org, "PermissionSetAssignment", new { AssigneeId = ann, PermissionSetId = setId });
        Assert.Equal("DUPLICATE_VALUE", (await org.FailAsync(
            Post, $"{Objects}/PermissionSetLicenseAssign", new { AssigneeId = ann, PermissionSetLicenseId = license })).Code);
        Assert.Equal("LICENSE_LIMIT_EXCEEDED", (await org.FailAsync(
            Post, $"{Objects}/PermissionSetLicenseAssign", new { AssigneeId = bob, PermissionSetLicenseId = license })).Code);
        var state = (await org.QueryAsync("SELECT UsedLicenses, (SELECT Assignee.Username FROM PermissionSetLicenseAssignments) FROM PermissionSetLicense")).Records()[0];
        Assert.Equal(1, state.GetProperty("UsedLicenses").GetInt32());
        Assert.Single(state.GetProperty("PermissionSetLicenseAssignments").Records());
        Assert.Equal(204, (await org.SendAsync(Delete, $"{Objects}/PermissionSetLicenseAssign/{id}")).Status);
        await CreateAsync(org, "PermissionSetLicenseAssign", new { AssigneeId = bob, PermissionSetLicenseId = license });
    }

    [Fact]
    public async Task Permissions_on_objects_and_fields_depend_on_each_other()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var setId = await CreateAsync(org, "PermissionSet", new { Name = "Sales", Label = "Sales" });
        const string ObjectRights = $"{Objects}/ObjectPermissions";
        Assert.Equal(
            (400, "FIELD_INTEGRITY_EXCEPTION", "Permission Edit Account depends on permission(s): Read Account"),
            await org.FailAsync(Post, ObjectRights, new { ParentId = setId, SobjectType = "Account", PermissionsEdit = true }));
        Assert.Equal(
            (400, "FIELD_INTEGRITY_EXCEPTION", "Permission View All Fields Account depends on permission(s): Read Account"),
            await org.FailAsync(Post, ObjectRights, new { ParentId = setId, SobjectType = "Account", PermissionsViewAllFields = true }));
        Assert.Equal("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", (await org.FailAsync(
            Post, ObjectRights, new { ParentId = setId, SobjectType = "Nothing", PermissionsRead = true })).Code);
        var id = await CreateAsync(org, "ObjectPermissions", new { ParentId = setId, SobjectType = "Account", PermissionsRead = true });
        Assert.Equal("DUPLICATE_VALUE", (await org.FailAsync(Post, ObjectRights, new { ParentId = setId, SobjectType = "Account", PermissionsRead = true })).Code);
        Assert.Equal(204, (await org.SendAsync(Patch, $"{ObjectRights}/{id}", new { PermissionsEdit = true })).Status);
        Assert.Equal("FIELD_INTEGRITY_EXCEPTION", (await org.FailAsync(Patch, $"{ObjectRights}/{id}", new { PermissionsRead = false })).Code);

        const string FieldRights = $"{Objects}/FieldPermissions";
        await CreateAsync(org, "FieldPermissions", new { ParentId = setId, SobjectType = "Account", Field = "Account.Phone", PermissionsRead = true });
        Assert.Equal("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", (await org.FailAsync(
            Post, FieldRights, new { ParentId = setId, SobjectType = "Account", Field = "Account.Nothing", PermissionsRead = true })).Code);
        Assert.Equal(
            (400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "Field Name: bad value for restricted picklist field: Account.OwnerId"),
            await org.FailAsync(Post, FieldRights, new { ParentId = setId, SobjectType = "Account", Field = "Account.OwnerId", PermissionsRead = true }));
        Assert.Equal("FIELD_INTEGRITY_EXCEPTION", (await org.FailAsync(
            Post, FieldRights, new { ParentId = setId, SobjectType = "Account", Field = "Account.Website", PermissionsEdit = true })).Code);
        var set = (await org.QueryAsync("SELECT (SELECT SobjectType FROM ObjectPerms), (SELECT Field FROM FieldPerms) FROM PermissionSet WHERE Name = 'Sales'")).Records()[0];
        Assert.Equal("Account", set.GetProperty("ObjectPerms").Records()[0].Text("SobjectType"));
        Assert.Equal("Account.Phone", set.GetProperty("FieldPerms").Records()[0].Text("Field"));
        Assert.Equal(204, (await org.SendAsync(Delete, $"{Objects}/PermissionSet/{setId}")).Status);
        Assert.Empty((await org.QueryAsync($"SELECT Id FROM FieldPermissions WHERE ParentId = '{setId}'")).Records());
        var ofAdministrators = await org.QueryAsync(
            "SELECT PermissionsRead, PermissionsEdit FROM FieldPermissions WHERE Parent.Profile.Name = 'System Administrator' AND Field = 'Account.Industry'");
        Assert.True(Assert.Single(ofAdministrators.Records()).GetProperty("PermissionsEdit").GetBoolean());
    }

    [Fact]
    public async Task Access_is_given_to_classes_apps_and_custom_permissions()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var setId = await CreateAsync(org, "PermissionSet", new { Name = "Sales", Label = "Sales" });
        var permission = await CreateAsync(org, "CustomPermission", new { DeveloperName = "Approve_All", MasterLabel = "Approve All" });
        var app = (await org.QueryAsync("SELECT ApplicationId FROM AppMenuItem WHERE Name = 'standard__Sales'")).Records()[0].Text("ApplicationId")!;
        var apexClass = (await org.QueryAsync("SELECT Id FROM ApexClass LIMIT 1")).Records()[0].Text("Id")!;
        foreach (var entity in new[] { permission, app, apexClass })
        {
            await CreateAsync(org, "SetupEntityAccess", new { ParentId = setId, SetupEntityId = entity });
        }

        var types = (await org.QueryAsync("SELECT SetupEntityType FROM SetupEntityAccess ORDER BY SetupEntityType")).Records();
        Assert.Equal(["ApexClass", "CustomPermission", "TabSet"], types.Select(one => one.Text("SetupEntityType")));
        Assert.Equal(204, (await org.SendAsync(Delete, $"{Objects}/CustomPermission/{permission}")).Status);
        Assert.Equal(2, (await org.QueryAsync("SELECT COUNT() FROM SetupEntityAccess")).GetProperty("totalSize").GetInt32());
    }

    [Fact]
    public async Task Items_of_the_app_launcher_that_a_test_adds_may_lack_values()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        await org.SendAsync(Post, "_localorg/records", new { type = "AppMenuItem", fields = new { Name = "bare" } });
        await org.SendAsync(Post, "_localorg/records", new { type = "AppMenuItem", fields = new { Type = "ConnectedApplication", Name = "no app" } });

        var items = (await org.QueryAsync("SELECT Name FROM AppMenuItem")).Records().Select(item => item.Text("Name")).ToList();
        Assert.Contains("bare", items);
        Assert.DoesNotContain("no app", items);
    }

    [Fact]
    public async Task Permission_sets_of_profiles_and_groups_are_not_changed_by_clients()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var groupId = await CreateAsync(org, "PermissionSetGroup", new { DeveloperName = "Team", MasterLabel = "The Team" });
        foreach (var set in (await org.QueryAsync("SELECT Id FROM PermissionSet WHERE Type IN ('Profile', 'Group')")).Records())
        {
            var path = $"{Objects}/PermissionSet/{set.Text("Id")}";
            Assert.Equal("INSUFFICIENT_ACCESS_OR_READONLY", (await org.FailAsync(Patch, path, new { Label = "x" })).Code);
            Assert.Equal("DELETE_FAILED", (await org.FailAsync(Delete, path)).Code);
            Assert.Equal("FIELD_INTEGRITY_EXCEPTION", (await org.FailAsync(
                Post, $"{Objects}/PermissionSetGroupComponent", new { PermissionSetGroupId = groupId, PermissionSetId = set.Text("Id") })).Code);
        }
    }

    [Fact]
    public async Task A_composite_request_that_is_one_save_cannot_mix_setup_objects_with_others()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var setId = await CreateAsync(org, "PermissionSet", new { Name = "Sales", Label = "Sales" });
        var (_, answer) = await org.SendAsync(Post, $"{TestOrg.Data}/composite", new
        {
            allOrNone = true,
            compositeRequest = new object[]
            {
                new { method = "POST", url = $"/{Objects}/Account", referenceId = "a", body = new { Name = "Acme" } },
                new
                {
                    method = "POST", url = $"/{Objects}/PermissionSetAssignment", referenceId = "b",
                    body = new { PermissionSetId = setId, AssigneeId = org.Org.Users.Find(TestOrg.Username)!.Id },
                },
            },
        });
        var failed = answer.GetProperty("compositeResponse")[1].GetProperty("body")[0];
        Assert.Equal("MIXED_DML_OPERATION", failed.Text("errorCode"));
        Assert.Equal(
            "DML operation on setup object is not permitted after you have updated a non-setup object (or vice versa): "
            + "PermissionSetAssignment, original object: Account",
            failed.Text("message"));
    }

    private static async Task<string> CreateAsync(TestOrg org, string type, object body)
    {
        var (status, created) = await org.SendAsync(Post, $"{Objects}/{type}", body);
        Assert.True(status == 201, created.ToString());
        return created.Text("id")!;
    }
}
