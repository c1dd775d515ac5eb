using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Users as records: created, changed, deactivated, never deleted.</summary>
public sealed class UserRecordTests
{
    private const string Users = $"{TestOrg.Data}/sobjects/User";

    [Fact]
    public async Task A_created_user_can_sign_in_until_deactivated()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (status, created) = await org.SendAsync(Post, Users, await NewUserAsync(org));
        Assert.Equal(201, status);
        var path = $"{Users}/{created.Text("id")}";
        var user = await org.GetAsync(path);
        Assert.Equal(("Ann Lee", true), (user.Text("Name"), user.GetProperty("IsActive").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, user.GetProperty("LastLoginDate").ValueKind);

        org.Org.Apps.Approve(TestOrg.ClientId, "ann@example.com");
        Assert.Equal(200, await SignInAsync(org));
        user = await org.GetAsync(path);
        Assert.Equal(JsonValueKind.String, user.GetProperty("LastLoginDate").ValueKind);

        Assert.Equal(204, (await org.SendAsync(Patch, path, new { IsActive = false })).Status);
        Assert.Equal(400, await SignInAsync(org));
        Assert.False(org.Org.Users.Find("ann@example.com")!.IsActive);
    }

    [Fact]
    public async Task A_sign_in_does_not_count_as_a_change()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var before = await CurrentAsync(org);
        await Task.Delay(20, TestOrg.Cancellation);
        await org.GetAccessTokenAsync();
        var after = await CurrentAsync(org);
        Assert.Equal(before.Text("LastModifiedDate"), after.Text("LastModifiedDate"));
        Assert.NotEqual(before.Text("LastLoginDate"), after.Text("LastLoginDate"));
    }

    [Fact]
    public async Task The_last_sign_in_can_be_set_for_tests()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var body = new { username = "old@example.com", lastLoginDate = "2020-01-02T03:04:05Z" };
        Assert.Equal(204, (await org.SendAsync(Post, "_localorg/users", body)).Status);
        var found = await org.QueryAsync("SELECT Username FROM User WHERE IsActive = true AND LastLoginDate < LAST_N_DAYS:90");
        Assert.Equal("old@example.com", Assert.Single(found.Records()).Text("Username"));
    }

    [Fact]
    public async Task Users_are_checked_as_in_salesforce()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var valid = await NewUserAsync(org);
        Assert.Equal(
            (400, "REQUIRED_FIELD_MISSING",
                "Required fields are missing: [Username, LastName, Email, Alias, ProfileId, TimeZoneSidKey, LocaleSidKey, EmailEncodingKey, LanguageLocaleKey]"),
            await org.FailAsync(Post, Users, new { }));
        Assert.Equal("DUPLICATE_USERNAME", (await org.FailAsync(Post, Users, With(valid, "Username", TestOrg.Username.ToUpperInvariant()))).Code);
        Assert.Equal("INVALID_EMAIL_ADDRESS", (await org.FailAsync(Post, Users, With(valid, "Username", "ann"))).Code);
        Assert.Equal("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", (await org.FailAsync(Post, Users, With(valid, "LanguageLocaleKey", "xx"))).Code);
        Assert.Equal("INVALID_FIELD_FOR_INSERT_UPDATE", (await org.FailAsync(Post, Users, With(valid, "LastLoginDate", "2026-01-01T00:00:00Z"))).Code);
        var id = org.Org.Users.Find(TestOrg.Username)!.Id;
        Assert.Equal(
            (400, "INVALID_TYPE_FOR_OPERATION", "entity type User does not support delete"), await org.FailAsync(Delete, $"{Users}/{id}"));
    }

    [Fact]
    public async Task Another_profile_brings_its_permission_set()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var profile = (await org.QueryAsync("SELECT Id FROM Profile WHERE Name = 'Standard User'")).Records()[0].Text("Id");
        var id = org.Org.Users.Find(TestOrg.Username)!.Id;
        Assert.Equal(204, (await org.SendAsync(Patch, $"{Users}/{id}", new { ProfileId = profile })).Status);

        // The user may not see assignments any more.
        var (records, schema) = (org.Org.Records, org.Org.Schema);
        var assignment = Assert.Single(records.All(schema.PermissionSetAssignment));
        var set = Assert.Single(records.All(schema.PermissionSet), record => record.Id.Equals(assignment["PermissionSetId"]));
        Assert.Equal(profile, set["ProfileId"]);
    }

    private static async Task<JsonElement> CurrentAsync(TestOrg org) =>
        (await org.QueryAsync($"SELECT LastModifiedDate, LastLoginDate FROM User WHERE Username = '{TestOrg.Username}'")).Records()[0];

    private static async Task<int> SignInAsync(TestOrg org)
    {
        var claims = org.Claims();
        claims["sub"] = "ann@example.com";
        using var response = await org.PostAssertionAsync(TestOrg.Sign(claims));
        return (int)response.StatusCode;
    }

    private static async Task<Dictionary<string, object>> NewUserAsync(TestOrg org) => new()
    {
        ["Username"] = "ann@example.com",
        ["FirstName"] = "Ann",
        ["LastName"] = "Lee",
        ["Email"] = "ann@example.com",
        ["Alias"] = "ann",
        ["ProfileId"] = (await org.QueryAsync("SELECT Id FROM Profile LIMIT 1")).Records()[0].Text("Id")!,
        ["TimeZoneSidKey"] = "Europe/Berlin",
        ["LocaleSidKey"] = "de_DE",
        ["EmailEncodingKey"] = "UTF-8",
        ["LanguageLocaleKey"] = "en_US",
    };

    private static Dictionary<string, object> With(Dictionary<string, object> user, string name, object value) => new(user) { [name] = value };
}
