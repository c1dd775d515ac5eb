using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Permission sets and their assignments.</summary>
public sealed class PermissionSetTests
{
    private const string Sets = $"{TestOrg.Data}/sobjects/PermissionSet";
    private const string Assignments = $"{TestOrg.Data}/sobjects/PermissionSetAssignment";

    [Fact]
    public async Task A_permission_set_is_assigned_found_and_removed()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var userId = org.Org.Users.Add("ann@example.com").Id;
        var setId = await CreateAsync(org, "Sales_User");
        var assignment = new { AssigneeId = userId, PermissionSetId = setId };
        var (status, created) = await org.SendAsync(Post, Assignments, assignment);
        Assert.Equal(201, status);

        const string Members =
            "SELECT Username FROM User WHERE Id IN (SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Sales_User')";
        Assert.Equal(["ann@example.com"], (await org.QueryAsync(Members)).Records().Select(user => user.Text("Username")));
        var others = await org.QueryAsync(Members.Replace("Id IN", "Id NOT IN", StringComparison.Ordinal));
        Assert.Equal([TestOrg.Username], others.Records().Select(user => user.Text("Username")));
        Assert.Equal(
            (400, "DUPLICATE_VALUE", $"Duplicate PermissionSetAssignment. Assignee: {userId[..15]}; Permission Set: {setId[..15]}"),
            await org.FailAsync(Post, Assignments, assignment));
        Assert.Equal("DELETE_FAILED", (await org.FailAsync(Delete, $"{Sets}/{setId}")).Code);

        Assert.Equal(204, (await org.SendAsync(Delete, $"{Assignments}/{created.Text("id")}")).Status);
        Assert.Empty((await org.QueryAsync(Members)).Records());
        Assert.Equal(404, (await org.FailAsync(Get, $"{Assignments}/{created.Text("id")}")).Status);
        Assert.Equal(204, (await org.SendAsync(Delete, $"{Sets}/{setId}")).Status);
    }

    [Fact]
    public async Task Every_user_has_the_permission_set_of_the_profile()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var assignment = Assert.Single((await org.QueryAsync(
            "SELECT Id, AssigneeId, PermissionSetId, PermissionSet.Profile.Name FROM PermissionSetAssignment "
            + "WHERE PermissionSet.IsOwnedByProfile = true")).Records());
        Assert.Equal("System Administrator", assignment.GetProperty("PermissionSet").GetProperty("Profile").Text("Name"));
        Assert.Equal("INSUFFICIENT_ACCESS_OR_READONLY", (await org.FailAsync(Delete, $"{Assignments}/{assignment.Text("Id")}")).Code);
        var repeated = new { AssigneeId = assignment.Text("AssigneeId"), PermissionSetId = assignment.Text("PermissionSetId") };
        Assert.Equal("FIELD_INTEGRITY_EXCEPTION", (await org.FailAsync(Post, Assignments, repeated)).Code);
    }

    [Fact]
    public async Task Names_are_unique_developer_names()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        await CreateAsync(org, "Sales");
        Assert.Equal("DUPLICATE_VALUE", (await org.FailAsync(Post, Sets, new { Name = "sales", Label = "Sales" })).Code);
        Assert.Equal("FIELD_INTEGRITY_EXCEPTION", (await org.FailAsync(Post, Sets, new { Name = "Sales Team", Label = "Sales" })).Code);
    }

    [Fact]
    public async Task Only_the_expiry_of_an_assignment_can_be_updated_and_it_has_no_recycle_bin()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var user = org.Org.Users.Add("ann@example.com").Id;
        var (_, created) = await org.SendAsync(
            Post, Assignments, new { AssigneeId = user, PermissionSetId = await CreateAsync(org, "Sales") });
        Assert.Equal(
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            (await org.FailAsync(Patch, $"{Assignments}/{created.Text("id")}", new { AssigneeId = user })).Code);
        var soql = Uri.EscapeDataString("SELECT IsDeleted FROM PermissionSetAssignment");
        Assert.Equal("INVALID_FIELD", (await org.FailAsync(Get, $"{TestOrg.Data}/query?q={soql}")).Code);
    }

    [Fact]
    public async Task An_assignment_that_has_expired_has_no_effect_until_it_is_renewed()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var user = org.Org.Users.Add("ann@example.com");
        await org.SendAsync(
            Patch, $"{TestOrg.Data}/sobjects/User/{user.Id}", new { ProfileId = org.Org.Users.Profile("Minimum Access - Salesforce")!.Id });
        var (_, set) = await org.SendAsync(Post, Sets, new { Name = "Api", Label = "Api", PermissionsApiEnabled = true });
        var past = new { AssigneeId = user.Id, PermissionSetId = set.Text("id"), ExpirationDate = org.Org.Now.AddMinutes(-1) };
        Assert.Equal("FIELD_INTEGRITY_EXCEPTION", (await org.FailAsync(Post, Assignments, past)).Code);

        var (_, created) = await org.SendAsync(Post, Assignments, past with { ExpirationDate = org.Org.Now.AddMinutes(5) });
        var path = $"{Assignments}/{created.Text("id")}";
        Assert.Equal((true, true), (await IsActiveAsync(), user.Has(UserRight.ApiEnabled)));

        org.Org.Options.ClockOffset = TimeSpan.FromMinutes(6);
        Assert.Equal((false, false), (await IsActiveAsync(), user.Has(UserRight.ApiEnabled)));
        Assert.Equal(
            "DUPLICATE_VALUE", (await org.FailAsync(Post, Assignments, past with { ExpirationDate = org.Org.Now.AddMinutes(5) })).Code);

        Assert.Equal(204, (await org.SendAsync(Patch, path, new { ExpirationDate = (string?)null })).Status);
        Assert.Equal((true, true), (await IsActiveAsync(), user.Has(UserRight.ApiEnabled)));

        async Task<bool> IsActiveAsync() => (await org.QueryAsync(
            $"SELECT IsActive FROM PermissionSetAssignment WHERE Id = '{created.Text("id")}'")).Records().Single()
            .GetProperty("IsActive").GetBoolean();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Setup_objects_are_not_saved_together_with_others(bool allOrNone)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (_, results) = await org.SendAsync(Post, $"{TestOrg.Data}/composite/sobjects", new
        {
            allOrNone,
            records = new object[]
            {
                new { attributes = new { type = "Account" }, Name = "Acme" },
                new { attributes = new { type = "PermissionSet" }, Name = "Sales", Label = "Sales" },
            },
        });
        var error = results[1].GetProperty("errors")[0];
        Assert.Equal("MIXED_DML_OPERATION", error.Text("statusCode"));
        Assert.EndsWith("(or vice versa): PermissionSet, original object: Account", error.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subrequests_that_are_saved_separately_can_be_of_both_kinds()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (_, answer) = await org.SendAsync(Post, $"{TestOrg.Data}/composite", new
        {
            compositeRequest = new object[]
            {
                new { method = "POST", url = $"/{TestOrg.Data}/sobjects/Account", referenceId = "a", body = new { Name = "Acme" } },
                new { method = "POST", url = $"/{Sets}", referenceId = "b", body = new { Name = "Sales", Label = "Sales" } },
            },
        });
        Assert.Equal([201, 201], answer.GetProperty("compositeResponse").EnumerateArray().Select(
            each => each.GetProperty("httpStatusCode").GetInt32()));
    }

    private static async Task<string> CreateAsync(TestOrg org, string name)
    {
        var (status, created) = await org.SendAsync(Post, Sets, new { Name = name, Label = name });
        Assert.Equal(201, status);
        return created.Text("id")!;
    }
}
