using System.Net.Http.Headers;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The checks of every REST call.</summary>
public sealed class RestTests
{
    [Fact]
    public async Task Versions_are_listed_without_a_token()
    {
        await using var org = await TestOrg.StartAsync();
        var versions = await org.GetAsync("services/data");
        Assert.Equal(38, versions.GetArrayLength());
        Assert.Equal("""{"label":"Summer '14","url":"/services/data/v31.0","version":"31.0"}""", versions[0].GetRawText());
        Assert.Equal("""{"label":"Winter '27","url":"/services/data/v68.0","version":"68.0"}""", versions[37].GetRawText());
    }

    [Fact]
    public async Task A_version_lists_its_resources()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        Assert.Equal("/services/data/v40.0/query", (await org.GetAsync("services/data/v40.0/")).GetProperty("query").GetString());
    }

    [Fact]
    public async Task Records_are_counted_without_deleted_ones()
    {
        await using var org = await TestOrg.StartSignedInAsync(new LocalOrgOptions { Records = 40 });
        Assert.Equal(204, (await org.SendAsync(Delete, $"{TestOrg.Data}/sobjects/Contact/003gL0000000001QAA")).Status);
        Assert.Equal(
            """{"sObjects":[{"count":2,"name":"Account"},{"count":39,"name":"Contact"}]}""",
            (await org.GetAsync($"{TestOrg.Data}/limits/recordCount?sObjects=contact,Account,Nothing")).GetRawText());
        var all = (await org.GetAsync($"{TestOrg.Data}/limits/recordCount")).GetProperty("sObjects");
        Assert.Contains("Opportunity", all.EnumerateArray().Select(count => count.Text("name")));
    }

    [Theory]
    [InlineData("services/data/v30.0")]
    [InlineData("services/data/v69.0/query")]
    [InlineData("services/data/68.0")]
    [InlineData("services/data/v68.0/nothing")]
    [InlineData("services/data/v68.0/sobjects/Nothing")]
    [InlineData("services/data/v68.0/sobjects/Nothing/describe")]
    [InlineData("services/apexrest/nothing")]
    [InlineData("nothing")]
    public async Task Unknown_paths_are_not_found(string path)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        Assert.Equal((404, "NOT_FOUND", "The requested resource does not exist"), await org.FailAsync(Get, path));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer")]
    public async Task Without_a_valid_token_the_user_is_not_described(string? authorization)
    {
        await using var org = await TestOrg.StartAsync();
        if (authorization is not null)
        {
            org.Client.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(authorization);
        }

        foreach (var path in new[] { $"{TestOrg.Data}/limits", "services/data/v1.0", "services/apexrest/nothing" })
        {
            Assert.Equal((401, "INVALID_SESSION_ID", "Session expired or invalid"), await org.FailAsync(Get, path));
        }
    }

    [Fact]
    public async Task The_scheme_may_be_oauth()
    {
        await using var org = await TestOrg.StartAsync();
        org.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("OAuth", await org.GetAccessTokenAsync());
        Assert.Equal(200, (await org.SendAsync(Get, $"{TestOrg.Data}/limits")).Status);
    }

    [Fact]
    public async Task Each_call_is_counted_until_the_daily_limit()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        org.Org.Options.DailyApiLimit = 20;
        org.Org.ApiUsage = 17;
        using (var response = await org.Client.GetAsync($"{TestOrg.Data}/sobjects", TestOrg.Cancellation))
        {
            Assert.Equal("api-usage=18/20", Assert.Single(response.Headers.GetValues("Sforce-Limit-Info")));
        }

        var limit = (await org.GetAsync($"{TestOrg.Data}/limits")).GetProperty("DailyApiRequests");
        Assert.Equal((20, 1), (limit.GetProperty("Max").GetInt32(), limit.GetProperty("Remaining").GetInt32()));
        await org.GetAsync($"{TestOrg.Data}/limits");
        Assert.Equal(
            (403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."), await org.FailAsync(Get, $"{TestOrg.Data}/limits"));
    }

    [Fact]
    public async Task A_method_that_is_not_allowed_is_named()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        Assert.Equal(
            (405, "METHOD_NOT_ALLOWED", "HTTP Method 'PUT' not allowed. Allowed are GET, HEAD, POST"),
            await org.FailAsync(Put, $"{TestOrg.Data}/sobjects/Account"));
    }

    [Fact]
    public async Task Objects_are_described()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var names = (await org.GetAsync($"{TestOrg.Data}/sobjects")).GetProperty("sobjects").EnumerateArray().Select(
            one => one.GetProperty("name").GetString());
        Assert.Equal(
            [
                "Account", "ApexClass", "AppMenuItem", "Case", "ConnectedApplication", "Contact", "ContentDocument", "ContentDocumentLink",
                "ContentVersion", "CustomPermission", "EventLogFile", "ExternalClientApplication", "ExtlClntAppOauthPlcyCnfg", "ExtlClntAppOauthSettings",
                "ExtlClntAppPlcyCnfg", "FieldPermissions", "LoginHistory", "OauthToken", "ObjectPermissions", "Opportunity", "Organization", "PermissionSet",
                "PermissionSetAssignment", "PermissionSetGroup", "PermissionSetGroupComponent", "PermissionSetLicense",
                "PermissionSetLicenseAssign", "Profile", "SetupAuditTrail", "SetupEntityAccess", "User", "UserLicense", "UserLogin",
                "UserPermissionAccess", "UserRole",
            ],
            names);

        var contact = await org.GetAsync($"{TestOrg.Data}/sobjects/contact/describe");
        Assert.Equal("003", contact.GetProperty("keyPrefix").GetString());
        var fields = contact.GetProperty("fields").EnumerateArray().ToDictionary(field => field.GetProperty("name").GetString()!);
        Assert.Equal("reference", fields["AccountId"].GetProperty("type").GetString());
        Assert.Equal("Account", fields["AccountId"].GetProperty("relationshipName").GetString());
        Assert.False(fields["LastName"].GetProperty("nillable").GetBoolean());
        Assert.True(fields["External_Id__c"].GetProperty("externalId").GetBoolean());

        var brief = await org.GetAsync($"{TestOrg.Data}/sobjects/Contact");
        Assert.Equal("Contact", brief.GetProperty("objectDescribe").GetProperty("name").GetString());
    }
}
