using System.Text.Json;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Aggregate functions, GROUP BY and HAVING.</summary>
public sealed class SoqlAggregateTests
{
    [Fact]
    public async Task Groups_have_their_keys_aliases_and_numbered_expressions()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var result = await org.QueryAsync(
            "SELECT StageName, COUNT(Id), SUM(Amount) total, MAX(Amount) FROM Opportunity GROUP BY StageName ORDER BY StageName");
        Assert.Equal(5, result.GetProperty("totalSize").GetInt32());
        Assert.True(result.GetProperty("done").GetBoolean());
        Assert.Equal(
            """{"attributes":{"type":"AggregateResult"},"StageName":"Closed Lost","expr0":3,"total":30000,"expr1":15000}""",
            result.GetProperty("records")[0].GetRawText());
        Assert.Equal(
            [30000, 13000, 24000, 18000, 14000], result.GetProperty("records").EnumerateArray().Select(
                row => row.GetProperty("total").GetInt32()));
    }

    [Fact]
    public async Task Without_group_by_there_is_one_row()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var row = await RowAsync(
            org, "SELECT COUNT(Amount), COUNT_DISTINCT(StageName) stages, AVG(Amount), MIN(CloseDate), MAX(Name) FROM Opportunity");
        Assert.Equal(
            """{"attributes":{"type":"AggregateResult"},"expr0":13,"stages":5,"expr1":7615.38461538462,"expr2":"2025-01-01","expr3":"Example Deal 0015"}""",
            row.GetRawText());
        var empty = await RowAsync(org, "SELECT COUNT(Id), SUM(Amount), MIN(Name) FROM Opportunity WHERE Name = 'none'");
        Assert.Equal("""{"attributes":{"type":"AggregateResult"},"expr0":0,"expr1":null,"expr2":null}""", empty.GetRawText());
    }

    [Theory]
    [InlineData("SELECT Account.Name, COUNT(Id) n FROM Contact GROUP BY Account.Name", 5, "Name")]
    [InlineData("SELECT LastName FROM Contact GROUP BY LastName HAVING COUNT(Id) > 9 ORDER BY LastName", 1, "LastName")]
    [InlineData("SELECT LastName l, COUNT(Id) FROM Contact GROUP BY LastName HAVING COUNT(Id) >= 9 AND LastName LIKE '%an%' ORDER BY COUNT(Id) DESC", 3, "l")]
    [InlineData("SELECT LastName FROM Contact WHERE DoNotCall = true GROUP BY LastName LIMIT 3 OFFSET 1", 3, "LastName")]
    [InlineData("SELECT StageName, IsWon FROM Opportunity GROUP BY IsWon, StageName", 5, "IsWon")]
    public async Task Groups_are_filtered_sorted_and_limited(string query, int rows, string name)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var result = await org.QueryAsync(query);
        Assert.Equal(rows, result.GetProperty("totalSize").GetInt32());
        Assert.All(
            result.GetProperty("records").EnumerateArray(), row => Assert.NotEqual(JsonValueKind.Null, row.GetProperty(name).ValueKind));
    }

    [Theory]
    [InlineData("SELECT Name, COUNT(Id) FROM Contact", "Field must be grouped or aggregated: Name")]
    [InlineData("SELECT Name, COUNT(Id) FROM Contact GROUP BY LastName", "Field must be grouped or aggregated: Name")]
    [InlineData("SELECT COUNT(Id) FROM Contact GROUP BY LastName ORDER BY Name", "Ordered field must be grouped or aggregated: Name")]
    [InlineData("SELECT COUNT(Id) FROM Contact LIMIT 1", "Non-grouped query that uses overall aggregate functions cannot also use LIMIT")]
    [InlineData("SELECT SUM(Name) FROM Contact", "field Name does not support aggregate operator SUM")]
    [InlineData("SELECT MAX(DoNotCall) FROM Contact", "field DoNotCall does not support aggregate operator MAX")]
    [InlineData("SELECT COUNT(Id) n, COUNT(Name) n FROM Contact", "duplicate alias: n")]
    [InlineData(
        "SELECT COUNT(Id), (SELECT Id FROM Contacts) FROM Account", "Grouped query cannot use child relationships in the SELECT list")]
    [InlineData("SELECT MEDIAN(Amount) FROM Opportunity", "unexpected token: 'MEDIAN'")]
    public async Task A_query_that_cannot_be_grouped_is_rejected(string query, string messageEnd)
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (status, code, message) = await org.FailAsync(Get, $"{TestOrg.Data}/query?q={Uri.EscapeDataString(query)}");
        Assert.Equal((400, "MALFORMED_QUERY"), (status, code));
        Assert.EndsWith(messageEnd, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Amounts_and_times_cannot_be_grouped()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        foreach (var field in new[] { "Amount", "CreatedDate", "Description" })
        {
            var (_, code, message) = await org.FailAsync(Get, $"{TestOrg.Data}/query?q=SELECT+COUNT(Id)+FROM+Opportunity+GROUP+BY+{field}");
            Assert.Equal("INVALID_FIELD", code);
            Assert.EndsWith($"field '{field}' can not be grouped in a query call", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task More_groups_than_a_page_holds_are_rejected()
    {
        await using var org = await TestOrg.StartSignedInAsync(new LocalOrgOptions { Records = 2001 });
        Assert.Equal(
            (400, "EXCEEDED_ID_LIMIT", "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch"),
            await org.FailAsync(Get, $"{TestOrg.Data}/query?q=SELECT+Email+FROM+Contact+GROUP+BY+Email"));
        Assert.Equal(
            2000, (await org.QueryAsync("SELECT Email FROM Contact GROUP BY Email LIMIT 2000")).GetProperty("records").GetArrayLength());
    }

    private static async Task<JsonElement> RowAsync(TestOrg org, string query) =>
        Assert.Single((await org.QueryAsync(query)).GetProperty("records").EnumerateArray());
}
