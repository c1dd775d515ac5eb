using System.Globalization;
using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Custom objects and fields, which the administration API adds.</summary>
public sealed class CustomObjectTests
{
    private const string Admin = "_localorg/objects";
    private const string Invoices = $"{TestOrg.Data}/sobjects/Invoice__c";

    private static readonly string[] Segments = ["A", "B"];

    private static readonly object Invoice = new
    {
        name = "Invoice__c",
        nameFormat = "INV-{0000}",
        fields = new object[]
        {
            new { name = "Number__c", type = "string", length = 20, externalId = true, unique = true },
            new { name = "Account__c", type = "reference", referenceTo = "Account", required = true },
            new { name = "Status__c", type = "picklist", picklistValues = new[] { "New", "Paid" } },
            new { name = "Total__c", type = "currency" },
            new { name = "Mail__c", type = "email", label = "E-mail" },
            new { name = "Sent_At__c", type = "datetime" },
        },
    };

    [Fact]
    public async Task A_custom_object_has_all_that_a_standard_one_has()
    {
        await using var org = await StartAsync();
        var accountId = (await org.QueryAsync("SELECT Id FROM Account LIMIT 1")).Records()[0].Text("Id");
        var (status, created) = await org.SendAsync(
            Post, Invoices, new { Number__c = "1", Account__c = accountId, Status__c = "new", Total__c = 10.5, Sent_At__c = "2026-01-02T03:04:05Z" });
        Assert.Equal(201, status);
        Assert.StartsWith("a00", created.Text("id"), StringComparison.Ordinal);
        var (_, upserted) = await org.SendAsync(Patch, $"{Invoices}/Number__c/2", new { Account__r = new { External_Id__c = "A-0001" } });
        Assert.True(upserted.GetProperty("created").GetBoolean());

        var rows = (await org.QueryAsync(
            "SELECT Name, Status__c, Account__r.Name FROM Invoice__c WHERE Account__r.External_Id__c = 'A-0001' ORDER BY Number__c")).Records();
        Assert.Equal(["INV-0001 New", "INV-0002 "], rows.Select(row => $"{row.Text("Name")} {row.Text("Status__c")}"));
        Assert.Equal("Example Company 0001", rows[0].GetProperty("Account__r").Text("Name"));
        var accounts = (await org.QueryAsync("SELECT Id, (SELECT Total__c FROM Invoices__r) FROM Account LIMIT 1")).Records();
        Assert.Equal(2, accounts[0].GetProperty("Invoices__r").GetProperty("totalSize").GetInt32());
        Assert.Equal(
            (400, "DUPLICATE_VALUE", $"duplicate value found: Number__c duplicates value on record with id: {created.Text("id")}"),
            await org.FailAsync(Post, Invoices, new { Number__c = "1", Account__c = accountId }));
        Assert.Equal(
            (400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "Status: bad value for restricted picklist field: Late"),
            await org.FailAsync(Patch, $"{Invoices}/{created.Text("id")}", new { Status__c = "Late" }));
        Assert.Equal(
            (400, "INVALID_EMAIL_ADDRESS", "E-mail: invalid email address: nobody"),
            await org.FailAsync(Patch, $"{Invoices}/{created.Text("id")}", new { Mail__c = "nobody" }));
        Assert.Equal(
            (400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [Account__c]"), await org.FailAsync(Post, Invoices, new { }));
    }

    [Fact]
    public async Task It_is_described_in_the_order_given()
    {
        await using var org = await StartAsync();
        await org.SendAsync(Post, Admin, new { name = "Alpha__c", label = "Alpha Thing" });
        var names = (await org.GetAsync($"{TestOrg.Data}/sobjects")).GetProperty("sobjects").EnumerateArray().Select(one => one.Text("name"));
        Assert.Equal(["UserRole", "Invoice__c", "Alpha__c"], names.TakeLast(3));

        var describe = await org.GetAsync($"{Invoices}/describe");
        Assert.Equal(("Invoice", "Invoices", true), (describe.Text("label"), describe.Text("labelPlural"), describe.GetProperty("custom").GetBoolean()));
        var fields = describe.GetProperty("fields").EnumerateArray().ToList();
        Assert.Equal(
            ["Number__c", "Account__c", "Status__c", "Total__c", "Mail__c", "Sent_At__c"], fields.TakeLast(6).Select(field => field.Text("name")));
        var status = fields[^4];
        Assert.Equal(("picklist", "Status", true), (status.Text("type"), status.Text("label"), status.GetProperty("restrictedPicklist").GetBoolean()));
        var account = await org.GetAsync($"{TestOrg.Data}/sobjects/Account/describe");
        Assert.Contains(
            account.GetProperty("childRelationships").EnumerateArray(), child => child.Text("relationshipName") is "Invoices__r");
    }

    [Fact]
    public async Task A_standard_object_gets_fields_that_old_and_new_records_have()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var etag = DateTimeOffset.Parse((await DescribeAsync(org)).LastModified, CultureInfo.InvariantCulture);
        Assert.Equal(204, (await org.SendAsync(Post, Admin, new
        {
            name = "account",
            fields = new object[]
            {
                new { name = "Segment__c", type = "picklist", picklistValues = Segments, restrictedPicklist = false },
                new { name = "Vip__c", type = "boolean" },
            },
        })).Status);
        var changed = await DescribeAsync(org);
        Assert.True(DateTimeOffset.Parse(changed.LastModified, CultureInfo.InvariantCulture) > etag);
        Assert.Contains("Segment__c", changed.Body, StringComparison.Ordinal);

        await org.SendAsync(Patch, $"{TestOrg.Data}/sobjects/Account/External_Id__c/A-0002", new { Segment__c = "C", Vip__c = true });
        var rows = (await org.QueryAsync("SELECT Segment__c, Vip__c FROM Account WHERE External_Id__c IN ('A-0001', 'A-0002')")).Records();
        Assert.Equal([" False", "C True"], rows.Select(row => $"{row.Text("Segment__c")} {row.GetProperty("Vip__c").GetBoolean()}"));
        Assert.Single((await org.QueryAsync("SELECT Id FROM Account WHERE Vip__c = true")).Records());
    }

    [Theory]
    [InlineData("""{"name":"Invoice"}""", "'Invoice' is not an object of this org, and not a name for a custom one")]
    [InlineData("""{"name":"My Invoice__c"}""", "'My Invoice__c' is not an object of this org, and not a name for a custom one")]
    [InlineData("""{"name":"Account"}""", "Account exists already: only fields can be added to it.")]
    [InlineData("""{"name":"Account","fields":[{"name":"Segment","type":"string"}]}""", "Field 'Segment': the name of a custom field is")]
    [InlineData("""{"name":"Account","fields":[{"name":"External_Id__c","type":"string"}]}""", "Account has a field 'External_Id__c' already.")]
    [InlineData("""{"name":"Account","fields":[{"name":"A__c","type":"picklist"}]}""", "Field 'A__c': a field has picklistValues if, and only if,")]
    [InlineData("""{"name":"Account","fields":[{"name":"A__c","type":"reference","referenceTo":"B__c"}]}""", "Field 'A__c': it refers to 'B__c'")]
    [InlineData("""{"name":"Account","fields":[{"name":"A__c","type":"reference","referenceTo":"Contact","childRelationshipName":"As"}]}""", "Field 'A__c': the childRelationshipName")]
    [InlineData("""{"name":"Account","fields":[{"name":"A__c","type":"double","unique":true}]}""", "Field 'A__c': only fields of type string and email")]
    [InlineData("""{"name":"Account","fields":[{"name":"A__c","type":"string","length":256}]}""", "Field 'A__c': length must be 1 to 255.")]
    [InlineData("""{"name":"Account","fields":[{"name":"A__c","type":"date","length":5}]}""", "Field 'A__c': fields of type date have no length.")]
    [InlineData("""{"name":"B__c","nameFormat":"B"}""", "nameFormat must contain")]
    public async Task Invalid_definitions_add_nothing(string body, string message)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (status, answer) = await org.SendAsync(Post, Admin, JsonSerializer.Deserialize<JsonElement>(body));
        Assert.Equal(400, status);
        Assert.StartsWith(message, answer.Text("error"), StringComparison.Ordinal);
        var (_, sobject) = await org.SendAsync(Get, $"{TestOrg.Data}/sobjects");
        Assert.DoesNotContain("B__c", sobject.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_refer_to_their_own_object_and_get_their_id_as_name()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        await org.SendAsync(Post, Admin, new
        {
            name = "Node__c",
            fields = new object[] { new { name = "Parent__c", type = "reference", referenceTo = "node__c", childRelationshipName = "Parts__r" } },
        });
        var (_, first) = await org.SendAsync(Post, $"{TestOrg.Data}/sobjects/Node__c", new { });
        await org.SendAsync(Post, $"{TestOrg.Data}/sobjects/Node__c", new { Name = "Part", Parent__c = first.Text("id") });
        var node = (await org.QueryAsync("SELECT Name, (SELECT Name FROM Parts__r) FROM Node__c WHERE Parent__c = null")).Records()[0];
        Assert.Equal(first.Text("id")![..15], node.Text("Name"));
        Assert.Equal("Part", node.GetProperty("Parts__r").Records()[0].Text("Name"));
    }

    private static async Task<TestOrg> StartAsync()
    {
        var org = await TestOrg.StartSignedInAsync();
        Assert.Equal(204, (await org.SendAsync(Post, Admin, Invoice)).Status);
        return org;
    }

    private static async Task<(string LastModified, string Body)> DescribeAsync(TestOrg org)
    {
        using var response = await org.Client.GetAsync(new Uri($"{TestOrg.Data}/sobjects/Account/describe", UriKind.Relative), TestOrg.Cancellation);
        return (response.Content.Headers.GetValues("Last-Modified").Single(), await response.Content.ReadAsStringAsync(TestOrg.Cancellation));
    }
}
