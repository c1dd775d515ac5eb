using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>SOQL and the pages of its results.</summary>
public sealed class QueryTests
{
    [Fact]
    public async Task Fields_are_in_query_order_with_those_of_parents()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var result = await org.QueryAsync(
            "select lastname, Id, Account.Name, Account.Owner.Name, Contact.Email from contact where External_Id__c = 'C-000003'");
        Assert.Equal(1, result.GetProperty("totalSize").GetInt32());
        Assert.True(result.GetProperty("done").GetBoolean());
        var record = Assert.Single(result.GetProperty("records").EnumerateArray());
        Assert.Equal(["attributes", "LastName", "Id", "Account", "Email"], record.EnumerateObject().Select(property => property.Name));
        Assert.Equal("Contact", record.GetProperty("attributes").GetProperty("type").GetString());
        var account = record.GetProperty("Account");
        Assert.Equal("Account", account.GetProperty("attributes").GetProperty("type").GetString());
        Assert.Equal("Example Company 0001", account.GetProperty("Name").GetString());
        Assert.Equal(JsonValueKind.Null, account.GetProperty("Owner").ValueKind);
    }

    [Theory]
    [InlineData("", 100)]
    [InlineData("WHERE Account.Name = 'example company 0002'", 20)]
    [InlineData("WHERE DoNotCall = true", 10)]
    [InlineData("WHERE DoNotCall = TRUE AND External_Id__c > 'C-000050'", 5)]
    [InlineData("WHERE (External_Id__c <= 'C-000050' AND DoNotCall != false)", 5)]
    [InlineData("WHERE Birthdate < 1950-02-08", 2)]
    [InlineData("WHERE CreatedDate >= 2020-01-01T00:00:00Z", 100)]
    [InlineData("WHERE Account.NumberOfEmployees >= 20", 40)]
    [InlineData("WHERE Phone = null", 100)]
    [InlineData("WHERE Phone != null", 0)]
    [InlineData("WHERE Phone <> 'x'", 100)]
    [InlineData("WHERE LastName = 'O\\'Neil'", 0)]
    [InlineData("LIMIT 7", 7)]
    [InlineData("LIMIT 7 OFFSET 95", 5)]
    [InlineData("LIMIT 0", 0)]
    public async Task Conditions_select_records(string clauses, int expected)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        Assert.Equal(expected, (await org.QueryAsync($"SELECT Id FROM Contact {clauses}")).GetProperty("totalSize").GetInt32());
        var count = await org.QueryAsync($"SELECT COUNT() FROM Contact {clauses}");
        Assert.Equal(expected, count.GetProperty("totalSize").GetInt32());
        Assert.Empty(count.GetProperty("records").EnumerateArray());
    }

    [Theory]
    [InlineData("ORDER BY Email", "contact000001@example.com")]
    [InlineData("ORDER BY Email DESC", "contact000100@example.com")]
    [InlineData("ORDER BY LastName DESC, FirstName, Email DESC", "contact000066@example.com")]
    [InlineData("ORDER BY Title NULLS FIRST, Email", "contact000002@example.com")]
    [InlineData("ORDER BY Title NULLS LAST", "contact000001@example.com")]
    [InlineData("ORDER BY Account.Name DESC, Email ASC", "contact000081@example.com")]
    public async Task Results_are_ordered(string clauses, string first)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var id = (
            await org.QueryAsync(
                "SELECT Id FROM Contact WHERE Email = 'contact000001@example.com'")).GetProperty("records")[0].GetProperty("Id");
        await org.SendAsync(Patch, $"{TestOrg.Data}/sobjects/Contact/{id.GetString()}", new { Title = "Boss" });
        var result = await org.QueryAsync($"SELECT Email FROM Contact {clauses}");
        Assert.Equal(first, result.GetProperty("records")[0].GetProperty("Email").GetString());
    }

    [Theory]
    [InlineData(
        "SELECT Id FROM", "MALFORMED_QUERY", "\nSELECT Id FROM\n              ^\nERROR at Row:1:Column:15\nunexpected token: '<EOF>'")]
    [InlineData(
        "SELECT Id, FROM Contact", "MALFORMED_QUERY",
        "\nSELECT Id, FROM Contact\n                ^\nERROR at Row:1:Column:17\nunexpected token: 'Contact'")]
    [InlineData(
        "SELECT Id\nFROM Contact WHERE", "MALFORMED_QUERY",
        "\nFROM Contact WHERE\n                  ^\nERROR at Row:2:Column:19\nunexpected token: '<EOF>'")]
    [InlineData(
        "SELECT Id FROM Contact LIMIT -1", "MALFORMED_QUERY",
        "\nSELECT Id FROM Contact LIMIT -1\n                             ^\nERROR at Row:1:Column:30\nunexpected token: '-1'")]
    [InlineData("UPDATE Contact", "MALFORMED_QUERY", "\nUPDATE Contact\n^\nERROR at Row:1:Column:1\nunexpected token: 'UPDATE'")]
    [InlineData("SELECT Id FROM Contact WHERE Name = 'x", "MALFORMED_QUERY", "\nSELECT Id FROM Contact WHERE Name = 'x\n                                      ^\nERROR at Row:1:Column:39\nunexpected token: '<EOF>'")]
    public async Task The_error_of_a_malformed_query_marks_the_position(string query, string code, string message)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        Assert.Equal((400, code, message), await org.FailAsync(Get, $"{TestOrg.Data}/query?q={Uri.EscapeDataString(query)}"));
    }

    [Theory]
    [InlineData(
        "SELECT Idd FROM Contact", "INVALID_FIELD",
        "\nSELECT Idd FROM Contact\n       ^\nERROR at Row:1:Column:8\nNo such column 'Idd' on entity 'Contact'.")]
    [InlineData("SELECT Id FROM Contact WHERE Account.Nope = 1", "INVALID_FIELD", "\nSELECT Id FROM Contact WHERE Account.Nope = 1\n                             ^\nERROR at Row:1:Column:30\nNo such column 'Nope' on entity 'Account'.")]
    [InlineData(
        "SELECT Boss.Name FROM Contact", "INVALID_FIELD",
        "\nSELECT Boss.Name FROM Contact\n       ^\nERROR at Row:1:Column:8\nDidn't understand relationship 'Boss' in field path.")]
    [InlineData(
        "SELECT Id FROM Nope", "INVALID_TYPE",
        "\nSELECT Id FROM Nope\n               ^\nERROR at Row:1:Column:16\nsObject type 'Nope' is not supported.")]
    [InlineData(
        "SELECT Id, id FROM Contact", "INVALID_FIELD",
        "\nSELECT Id, id FROM Contact\n           ^\nERROR at Row:1:Column:12\nduplicate field selected: Id")]
    [InlineData("SELECT Id FROM Contact WHERE DoNotCall = 'true'", "INVALID_FIELD", "\nSELECT Id FROM Contact WHERE DoNotCall = 'true'\n                                         ^\nERROR at Row:1:Column:42\nvalue of filter criterion for field 'DoNotCall' must be of type boolean and should not be enclosed in quotes")]
    [InlineData(
        "SELECT Id FROM Contact WHERE Id = 'x'", "INVALID_QUERY_FILTER_OPERATOR",
        "\nSELECT Id FROM Contact WHERE Id = 'x'\n                                  ^\nERROR at Row:1:Column:35\ninvalid ID field: x")]
    public async Task Names_and_values_must_match_the_schema(string query, string code, string messageStart)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (status, actual, message) = await org.FailAsync(Get, $"{TestOrg.Data}/query?q={Uri.EscapeDataString(query)}");
        Assert.Equal((400, code), (status, actual));
        Assert.StartsWith(messageStart, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 2000, 3)]
    [InlineData("batchSize=500", 500, 10)]
    [InlineData("batchSize=1", 200, 23)]
    [InlineData("batchSize=9000", 2000, 3)]
    public async Task Results_come_in_pages(string? options, int pageSize, int pages)
    {
        await using var org = await TestOrg.StartSignedInAsync(new LocalOrgOptions { Records = 4567 });
        if (options is not null)
        {
            org.Client.DefaultRequestHeaders.Add("Sforce-Query-Options", options);
        }

        var ids = new HashSet<string>();
        var next = $"/{TestOrg.Data}/query?q=SELECT+Id+FROM+Contact";
        for (var page = 1; page <= pages; page++)
        {
            var result = await org.GetAsync(next);
            Assert.Equal(4567, result.GetProperty("totalSize").GetInt32());
            Assert.Equal(page == pages, result.GetProperty("done").GetBoolean());
            Assert.Equal(page == pages ? 4567 - ((pages - 1) * pageSize) : pageSize, result.GetProperty("records").GetArrayLength());
            ids.UnionWith(result.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("Id").GetString()!));
            if (page < pages)
            {
                next = result.GetProperty("nextRecordsUrl").GetString()!;
                Assert.Matches($"^/services/data/v68.0/query/01g[A-Za-z0-9]{{15}}-{page * pageSize}$", next);
            }
            else
            {
                Assert.False(result.TryGetProperty("nextRecordsUrl", out _));
            }
        }

        Assert.Equal(4567, ids.Count);
    }

    [Fact]
    public async Task Pages_show_the_records_at_the_time_of_the_query()
    {
        await using var org = await TestOrg.StartSignedInAsync(new LocalOrgOptions { Records = 25, MaxPageSize = 10 });
        var first = await org.QueryAsync("SELECT Id, LastName FROM Contact");
        var last = (await org.QueryAsync("SELECT Id, LastName FROM Contact OFFSET 24")).GetProperty("records")[0];
        await org.SendAsync(Patch, $"{TestOrg.Data}/sobjects/Contact/{last.GetProperty("Id").GetString()}", new { LastName = "Changed" });
        var second = await org.GetAsync(first.GetProperty("nextRecordsUrl").GetString()!);
        var third = await org.GetAsync(second.GetProperty("nextRecordsUrl").GetString()!);
        Assert.Equal(last.GetProperty("LastName").GetString(), third.GetProperty("records")[4].GetProperty("LastName").GetString());
    }

    [Fact]
    public async Task An_unknown_locator_is_rejected()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        Assert.Equal((400, "INVALID_QUERY_LOCATOR", "invalid query locator"), await org.FailAsync(Get, $"{TestOrg.Data}/query/01gxx-2000"));
    }

    [Fact]
    public async Task QueryAll_finds_what_was_deleted()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var id = (await org.QueryAsync("SELECT Id FROM Contact LIMIT 1")).GetProperty("records")[0].GetProperty("Id").GetString();
        await org.SendAsync(Delete, $"{TestOrg.Data}/sobjects/Contact/{id}");
        Assert.Equal(99, (await org.QueryAsync("SELECT Id FROM Contact")).GetProperty("totalSize").GetInt32());
        var all = await org.GetAsync($"{TestOrg.Data}/queryAll?q=SELECT+Id+FROM+Contact+WHERE+IsDeleted=true");
        Assert.Equal(id, Assert.Single(all.GetProperty("records").EnumerateArray()).GetProperty("Id").GetString());
    }

    [Fact]
    public async Task A_query_is_required()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        Assert.Equal((400, "MALFORMED_QUERY", "A query string has to be specified"), await org.FailAsync(Get, $"{TestOrg.Data}/query"));
    }

    [Fact]
    public async Task The_columns_of_a_query_can_be_requested()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var columns = await ColumnsAsync(org, "SELECT Id, Account.Name FROM Contact");
        Assert.Equal("Id", columns[0].GetProperty("columnName").GetString());
        Assert.Equal("Account", columns[1].GetProperty("columnName").GetString());
        Assert.Equal("Name", columns[1].GetProperty("joinColumns")[0].GetProperty("columnName").GetString());
    }

    [Fact]
    public async Task The_columns_of_child_queries_and_aggregates_can_be_requested()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var children = (await ColumnsAsync(org, "SELECT Name, (SELECT LastName FROM Contacts) FROM Account"))[1];
        Assert.Equal(("Contacts", true), (children.Text("columnName"), children.GetProperty("aggregate").GetBoolean()));
        Assert.Equal("LastName", children.GetProperty("joinColumns")[0].Text("columnName"));

        var groups = await ColumnsAsync(org, "SELECT LeadSource, COUNT(Id), MAX(LastName) last FROM Contact GROUP BY LeadSource");
        Assert.Equal(["LeadSource", "expr0", "last"], groups.EnumerateArray().Select(column => column.Text("columnName")));
        Assert.Equal(["LeadSource", "count(Id)", "last"], groups.EnumerateArray().Select(column => column.Text("displayName")));
        Assert.Equal([false, true, true], groups.EnumerateArray().Select(column => column.GetProperty("aggregate").GetBoolean()));
    }

    private static async Task<JsonElement> ColumnsAsync(TestOrg org, string soql) =>
        (await org.GetAsync($"{TestOrg.Data}/query?columns=true&q={Uri.EscapeDataString(soql)}")).GetProperty("columnMetadata");
}
