using System.Xml.Linq;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Which users may call the API.</summary>
public sealed class ApiAccessTests
{
    private const string Users = "SELECT Assignee.Username FROM PermissionSetAssignment WHERE PermissionSet.PermissionsApiEnabled = true ORDER BY Assignee.Username";
    private const string Other = "other@example.com";

    [Fact]
    public async Task Profiles_and_permission_sets_decide()
    {
        await using var org = await DeployOrg.StartAsync();
        var user = org.Org.Users.Add(Other);
        Assert.Equal([TestOrg.Username, Other], await ApiUsersAsync(org));
        user.MissingPermissions = [UserRight.ApiEnabled];
        Assert.Equal([TestOrg.Username], await ApiUsersAsync(org));
        var set = await org.CreateAsync("PermissionSet", new { Name = "Api", Label = "API", PermissionsApiEnabled = true });
        await org.CreateAsync("PermissionSetAssignment", new { PermissionSetId = set, AssigneeId = user.Id });
        Assert.Equal([TestOrg.Username, Other], await ApiUsersAsync(org));
        Assert.Equal(204, (await org.Inner.SendAsync(Patch, $"{TestOrg.Data}/sobjects/PermissionSet/{set}", new { PermissionsApiEnabled = false })).Status);
        Assert.Equal([TestOrg.Username], await ApiUsersAsync(org));
        user.MissingPermissions = [];
        Assert.Equal([TestOrg.Username, Other], await ApiUsersAsync(org));
    }

    [Fact]
    public async Task It_is_deployed_and_read()
    {
        await using var org = await DeployOrg.StartAsync();
        const string Permission = "<userPermissions><enabled>true</enabled><name>ApiEnabled</name></userPermissions>";
        await org.SucceedAsync(SetOf($"<label>API</label>{Permission}"));
        var read = await org.Inner.SoapAsync("readMetadata", "<type>PermissionSet</type><fullNames>Api</fullNames>");
        Assert.Equal(Permission, read.Descendants(SoapCalls.Metadata + "userPermissions").Single().ToString(SaveOptions.DisableFormatting).Replace($" xmlns=\"{DeployOrg.Xml}\"", "", StringComparison.Ordinal));
        Assert.True(await HasApiAsync());
        await org.SucceedAsync(SetOf("<label>API</label>" + Permission.Replace("true", "false", StringComparison.Ordinal)));
        Assert.False(await HasApiAsync());

        async Task<bool> HasApiAsync() =>
            (await org.Inner.QueryAsync("SELECT PermissionsApiEnabled FROM PermissionSet WHERE Name = 'Api'")).Records().Single().GetProperty("PermissionsApiEnabled").GetBoolean();
    }

    [Fact]
    public async Task Without_it_every_call_fails()
    {
        await using var org = await DeployOrg.StartAsync();
        var user = org.Org.Users.Find(TestOrg.Username)!;
        user.MissingPermissions = [UserRight.ApiEnabled];
        Assert.Equal((403, "API_CURRENTLY_DISABLED", "API is disabled for this User"), await org.Inner.FailAsync(Get, $"{TestOrg.Data}/limits"));
        Assert.Equal("API_CURRENTLY_DISABLED: API is disabled for this User", await org.Inner.FailSoapAsync("describeMetadata", ""));
        user.MissingPermissions = [];
        await org.Inner.GetAsync($"{TestOrg.Data}/limits");
        await org.Inner.SoapAsync("describeMetadata", "");
    }

    [Fact]
    public async Task Profiles_show_it()
    {
        await using var org = await DeployOrg.StartAsync();
        var profiles = (await org.Inner.QueryAsync("SELECT Name, PermissionsApiEnabled FROM Profile ORDER BY Name")).Records()
            .Select(profile => (profile.Text("Name"), profile.GetProperty("PermissionsApiEnabled").GetBoolean()));
        Assert.Equal(
            [("Minimum Access - Salesforce", false), ("Standard Platform User", true), ("Standard User", true), ("System Administrator", true)],
            profiles);
    }

    private static byte[] SetOf(string elements) =>
        DeployOrg.ZipOf(68, ("PermissionSet", "Api", "permissionsets/Api.permissionset", DeployOrg.File("PermissionSet", elements)));

    private static async Task<List<string>> ApiUsersAsync(DeployOrg org) =>
        [.. (await org.Inner.QueryAsync(Users)).Records().Select(row => row.GetProperty("Assignee").Text("Username"))];
}
