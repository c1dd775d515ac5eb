using System.Net.Http.Headers;
using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Describe, limits, recent records and the Tooling API's query.</summary>
public sealed class DescribeTests
{
    [Fact]
    public async Task An_object_is_described_with_all_members_that_clients_use()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var account = await org.GetAsync($"{TestOrg.Data}/sobjects/Account/describe");
        Assert.Equal("/services/data/v68.0/sobjects/Account/{ID}", account.GetProperty("urls").GetProperty("rowTemplate").GetString());
        Assert.Empty(account.GetProperty("recordTypeInfos").EnumerateArray());
        var children = account.GetProperty("childRelationships").EnumerateArray()
            .Where(child => child.GetProperty("relationshipName").ValueKind == JsonValueKind.String)
            .ToDictionary(child => child.GetProperty("relationshipName").GetString()!, child => child.GetProperty("field").GetString());
        Assert.Equal("AccountId", children["Contacts"]);
        Assert.Equal("ParentId", children["ChildAccounts"]);

        var fields = (await org.GetAsync($"{TestOrg.Data}/sobjects/Opportunity/describe")).GetProperty("fields").EnumerateArray()
            .ToDictionary(field => field.GetProperty("name").GetString()!);
        Assert.Equal(
            ["Prospecting", "Qualification", "Proposal/Price Quote", "Closed Won", "Closed Lost"],
            fields["StageName"].GetProperty("picklistValues").EnumerateArray().Select(value => value.GetProperty("value").GetString()));
        Assert.Equal(("picklist", "Stage Name"), (Text("StageName", "type"), Text("StageName", "label")));
        Assert.Equal(("currency", "xsd:double"), (Text("Amount", "type"), Text("Amount", "soapType")));
        Assert.Equal(("date", "percent", "boolean"), (Text("CloseDate", "type"), Text("Probability", "type"), Text("IsWon", "type")));
        Assert.Equal("Account", fields["AccountId"].GetProperty("referenceTo")[0].GetString());
        Assert.False(fields["IsWon"].GetProperty("createable").GetBoolean());
        Assert.False(fields["CloseDate"].GetProperty("nillable").GetBoolean());
        Assert.True(fields["Name"].GetProperty("nameField").GetBoolean());
        Assert.Equal(120, fields["Name"].GetProperty("length").GetInt32());

        string? Text(string field, string member) => fields[field].GetProperty(member).GetString();
    }

    [Fact]
    public async Task A_composite_request_describes_objects_and_has_their_dates()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var first = await DescribeAsync([]);
        var date = first[0].GetProperty("httpHeaders").GetProperty("Last-Modified").GetString()!;
        Assert.Equal("Contact", first[0].GetProperty("body").GetProperty("name").GetString());
        Assert.Equal((404, JsonValueKind.Array), (first[1].GetProperty("httpStatusCode").GetInt32(), first[1].GetProperty("body").ValueKind));

        var second = (await DescribeAsync(new() { ["If-Modified-Since"] = date }))[0];
        Assert.Equal((304, JsonValueKind.Null), (second.GetProperty("httpStatusCode").GetInt32(), second.GetProperty("body").ValueKind));

        async Task<JsonElement[]> DescribeAsync(Dictionary<string, string> httpHeaders)
        {
            var (status, body) = await org.SendAsync(Post, $"{TestOrg.Data}/composite", new
            {
                compositeRequest = new[] { Describe("Contact"), Describe("None") },
            });
            Assert.Equal(200, status);
            return [.. body.GetProperty("compositeResponse").EnumerateArray()];

            object Describe(string name) => new
            {
                method = "GET",
                url = $"/{TestOrg.Data}/sobjects/{name}/describe",
                referenceId = name,
                httpHeaders,
            };
        }
    }

    [Theory]
    [InlineData("Account", "Id Name OwnerId IsDeleted CreatedDate CreatedById LastModifiedDate LastModifiedById SystemModstamp", "Industry ParentId")]
    [InlineData("Contact", "Name FirstName LastName", "Email AccountId DoNotCall External_Id__c")]
    [InlineData("Opportunity", "StageName CloseDate IsClosed", "Amount")]
    [InlineData("Case", "CaseNumber", "Subject")]
    [InlineData("PermissionSet", "Name Description", "")]
    [InlineData("ApexClass", "Body", "")]
    public async Task Permission_sets_give_access_to_fields_that_records_can_be_without(string name, string without, string with)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var fields = (await org.GetAsync($"{TestOrg.Data}/sobjects/{name}/describe")).GetProperty("fields").EnumerateArray()
            .ToDictionary(field => field.GetProperty("name").GetString()!, field => field.GetProperty("permissionable").GetBoolean());
        Assert.All(without.Split(' '), field => Assert.False(fields[field], field));
        Assert.All(with.Split(' ', StringSplitOptions.RemoveEmptyEntries), field => Assert.True(fields[field], field));
    }

    [Theory]
    [InlineData("sobjects")]
    [InlineData("sobjects/Contact/describe")]
    public async Task A_description_is_sent_only_if_it_has_changed(string path)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        using var first = await org.Client.GetAsync($"{TestOrg.Data}/{path}", TestOrg.Cancellation);
        var changed = Assert.NotNull(first.Content.Headers.LastModified);
        Assert.Equal(304, await StatusAsync(headers => headers.IfModifiedSince = changed));
        Assert.Equal(304, await StatusAsync(headers => headers.IfModifiedSince = changed.AddDays(1)));
        Assert.Equal(200, await StatusAsync(headers => headers.IfModifiedSince = changed.AddSeconds(-1)));
        Assert.Equal(412, await StatusAsync(headers => headers.IfUnmodifiedSince = changed.AddSeconds(-1)));

        async Task<int> StatusAsync(Action<HttpRequestHeaders> set)
        {
            using var request = new HttpRequestMessage(Get, $"{TestOrg.Data}/{path}");
            set(request.Headers);
            using var response = await org.Client.SendAsync(request, TestOrg.Cancellation);
            Assert.Equal(
                response.StatusCode is System.Net.HttpStatusCode.OK, (
                    await response.Content.ReadAsByteArrayAsync(TestOrg.Cancellation)).Length > 0);
            return (int)response.StatusCode;
        }
    }

    [Fact]
    public async Task Limits_have_a_maximum_and_a_remainder()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var limits = await org.GetAsync($"{TestOrg.Data}/limits");
        Assert.All(limits.EnumerateObject(), limit => Assert.True(
            limit.Value.GetProperty("Remaining").GetInt32() <= limit.Value.GetProperty("Max").GetInt32()));
        Assert.True(limits.TryGetProperty("DailyBulkV2QueryJobs", out _));
        Assert.True(limits.TryGetProperty("DataStorageMB", out _));
    }

    [Fact]
    public async Task Records_queried_FOR_VIEW_are_recent()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        Assert.Equal("[]", (await org.GetAsync($"{TestOrg.Data}/recent")).GetRawText());
        await org.QueryAsync("SELECT Id FROM Account WHERE Name = 'Example Company 0002' FOR VIEW");
        await org.QueryAsync("SELECT Id FROM Contact LIMIT 2 FOR REFERENCE");
        var recent = await org.GetAsync($"{TestOrg.Data}/recent");
        Assert.Equal(3, recent.GetArrayLength());
        Assert.Equal("Example Company 0002", recent[2].GetProperty("Name").GetString());
        Assert.Equal("Account", recent[2].GetProperty("attributes").GetProperty("type").GetString());
        Assert.Equal(1, (await org.GetAsync($"{TestOrg.Data}/recent?limit=1")).GetArrayLength());
        Assert.Equal(1, (await org.GetAsync($"{TestOrg.Data}/sobjects/Account")).GetProperty("recentItems").GetArrayLength());
    }

    [Fact]
    public async Task The_tooling_api_has_objects_of_its_own()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var classes = await org.GetAsync($"{TestOrg.Data}/tooling/query?q=SELECT+Name,ApiVersion+FROM+ApexClass+WHERE+Status='Active'");
        Assert.Equal((3, 3), (classes.GetProperty("size").GetInt32(), classes.GetProperty("totalSize").GetInt32()));
        Assert.Equal("ApexClass", classes.GetProperty("entityTypeName").GetString());
        Assert.StartsWith(
            "/services/data/v68.0/tooling/sobjects/ApexClass/01p",
            classes.GetProperty("records")[0].GetProperty("attributes").GetProperty("url").GetString(),
            StringComparison.Ordinal);
        Assert.Equal("INVALID_TYPE", (await org.FailAsync(Get, $"{TestOrg.Data}/tooling/query?q=SELECT+Id+FROM+Contact")).Code);
        Assert.Equal(3, (await org.QueryAsync("SELECT Id FROM ApexClass")).GetProperty("totalSize").GetInt32());
    }
}
