using System.IO.Compression;
using static System.Net.Http.HttpMethod;

namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>Queries with Bulk API 2.0: <c>/jobs/query</c>.</summary>
public sealed class BulkQueryTests
{
    private const string Jobs = $"{TestOrg.Data}/jobs/query";

    [Fact]
    public async Task Results_come_in_pages_that_each_have_a_header()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var (_, created) = await org.SendAsync(
            Post, Jobs, new { operation = "query", query = "SELECT Id, Account.Name, DoNotCall, Title FROM Contact LIMIT 5" });
        Assert.Equal(("UploadComplete", "Contact", "query"), (created.Text("state"), created.Text("object"), created.Text("operation")));
        var id = created.Text("id");
        Assert.Equal("INVALIDJOBSTATE", (await org.FailAsync(Get, $"{Jobs}/{id}/results")).Code);
        var job = await org.WaitAsync($"{Jobs}/{id}");
        Assert.Equal(("V2Query", 5), (job.Text("jobType"), job.GetProperty("numberRecordsProcessed").GetInt32()));

        var rows = new List<string>();
        var counts = new List<string>();
        var locator = "";
        do
        {
            var (text, next, count) = await PageAsync(
                org, $"{Jobs}/{id}/results?maxRecords=2{(locator.Length > 0 ? $"&locator={locator}" : "")}");
            var lines = text.TrimEnd('\n').Split('\n');
            Assert.Equal("\"Id\",\"Account.Name\",\"DoNotCall\",\"Title\"", lines[0]);
            rows.AddRange(lines[1..]);
            counts.Add(count);
            locator = next;
        }
        while (locator != "null");

        Assert.Equal(["2", "2", "1"], counts);
        Assert.Equal("\"003gL0000000001QAA\",\"Example Company 0001\",\"true\",\"\"", rows[0]);
        Assert.Equal(5, rows.Distinct().Count());
    }

    [Fact]
    public async Task Tokens_are_counted_anew_by_each_job()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        const string Query = "SELECT AppName FROM OauthToken";
        var token = await org.GetAccessTokenAsync();
        await RunAsync(org, Query);
        Assert.Equal(2, await CountAsync());
        org.Org.ExpireToken(token);
        Assert.Equal(1, await CountAsync());

        async Task<int> CountAsync() =>
            (await org.GetAsync($"{Jobs}/{await RunAsync(org, Query)}")).GetProperty("numberRecordsProcessed").GetInt32();
    }

    [Fact]
    public async Task Pages_can_be_fetched_in_parallel()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        org.Org.Options.Bulk.ResultPageSize = 15;
        var id = await RunAsync(org, "SELECT Id FROM Contact");
        var first = await org.GetAsync($"{Jobs}/{id}/resultPages");
        Assert.Equal(5, first.GetProperty("resultPages").GetArrayLength());
        Assert.False(first.GetProperty("done").GetBoolean());
        var second = await org.GetAsync(first.Text("nextRecordsUrl")[1..]);
        Assert.Equal((2, true), (second.GetProperty("resultPages").GetArrayLength(), second.GetProperty("done").GetBoolean()));
        var pages = await Task.WhenAll(first.GetProperty("resultPages").EnumerateArray()
            .Concat(second.GetProperty("resultPages").EnumerateArray())
            .Select(page => PageAsync(org, page.Text("resultUrl")[1..])));
        Assert.Equal(100, pages.SelectMany(page => page.Text.TrimEnd('\n').Split('\n')[1..]).Distinct().Count());
        Assert.Equal("10", pages[^1].Count);
    }

    [Fact]
    public async Task Format_gzip_and_deleted_records_are_as_requested()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        await org.SendAsync(Delete, $"{TestOrg.Data}/sobjects/Contact/003gL0000000001");
        var (_, created) = await org.SendAsync(Post, Jobs, new
        {
            operation = "queryAll",
            query = "SELECT LastName, IsDeleted, Birthdate FROM Contact WHERE IsDeleted = true",
            columnDelimiter = "TAB",
            lineEnding = "CRLF",
        });
        var id = created.Text("id");
        await org.WaitAsync($"{Jobs}/{id}");
        using var request = new HttpRequestMessage(Get, $"{Jobs}/{id}/results");
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var response = await org.Client.SendAsync(request, TestOrg.Cancellation);
        Assert.Equal("gzip", Assert.Single(response.Content.Headers.ContentEncoding));
        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(
            new GZipStream(await response.Content.ReadAsStreamAsync(TestOrg.Cancellation), CompressionMode.Decompress));
        Assert.Equal(
            "\"LastName\"\t\"IsDeleted\"\t\"Birthdate\"\r\n\"Abbott\"\t\"true\"\t\"1950-01-01\"\r\n",
            await reader.ReadToEndAsync(TestOrg.Cancellation));
    }

    [Fact]
    public async Task A_small_org_can_return_large_results()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        org.Org.Options.Bulk.RepeatedRows = 250;
        var id = await RunAsync(org, "SELECT Id FROM Contact");
        var (text, _, count) = await PageAsync(org, $"{Jobs}/{id}/results?locator={Convert.ToBase64String("90"u8)}");
        Assert.Equal("160", count);
        Assert.Equal(161, text.TrimEnd('\n').Split('\n').Length);
        Assert.Equal(0, (await org.GetAsync($"{Jobs}/{await RunAsync(org, "SELECT Id FROM Contact LIMIT 0")}")).GetProperty("numberRecordsProcessed").GetInt32());
    }

    [Fact]
    public async Task Soql_that_bulk_queries_do_not_support_is_rejected()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        foreach (var query in new[]
        {
            "SELECT Name, (SELECT Id FROM Contacts) FROM Account",
            "SELECT COUNT() FROM Contact",
            "SELECT Id FROM Contact LIMIT 1 OFFSET 2",
        })
        {
            Assert.Equal("API_ERROR", (await org.FailAsync(Post, Jobs, new { operation = "query", query })).Code);
        }

        Assert.Equal("MALFORMED_QUERY", (await org.FailAsync(Post, Jobs, new { operation = "query", query = "SELECT" })).Code);
        var (_, code, message) = await org.FailAsync(Post, Jobs, new { operation = "query", query = "SELECT Nope FROM Contact" });
        Assert.Equal("INVALID_FIELD", code);
        Assert.StartsWith("\nSELECT Nope FROM Contact\n", message, StringComparison.Ordinal);
        Assert.Equal(
            "JSON_PARSER_ERROR", (await org.FailAsync(Post, Jobs, new { operation = "insert", query = "SELECT Id FROM Contact" })).Code);
        Assert.Equal("INVALIDJOB", (await org.FailAsync(Post, Jobs, new { operation = "query" })).Code);
    }

    [Fact]
    public async Task Jobs_are_aborted_deleted_and_listed()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        org.Org.Options.Bulk.InProgressPolls = 1000;
        var (_, created) = await org.SendAsync(Post, Jobs, new { operation = "query", query = "SELECT Id FROM Contact" });
        var path = $"{Jobs}/{created.Text("id")}";
        Assert.Equal("INVALIDJOBSTATE", (await org.FailAsync(Delete, path)).Code);
        Assert.Equal("Aborted", (await org.SendAsync(Patch, path, new { state = "Aborted" })).Body.Text("state"));
        Assert.Equal("V2Query", Assert.Single((await org.GetAsync(Jobs)).GetProperty("records").EnumerateArray()).Text("jobType"));
        Assert.Equal(204, (await org.SendAsync(Delete, path)).Status);

        org.Org.Options.Bulk.InProgressPolls = 0;
        var id = await RunAsync(org, "SELECT Id FROM Contact");
        Assert.Equal(409, (await org.SendAsync(Get, $"services/data/v67.0/jobs/query/{id}/results")).Status);
        Assert.Equal("INVALID_QUERY_LOCATOR", (await org.FailAsync(Get, $"{Jobs}/{id}/results?locator=abc")).Code);
        Assert.Equal("NOT_FOUND", (await org.FailAsync(Get, $"{BulkOrg.Ingest}/{id}")).Code);
    }

    [Fact]
    public async Task Results_can_be_truncated()
    {
        await using var org = await TestOrg.StartSignedInAsync();
        var id = await RunAsync(org, "SELECT Id FROM Contact");
        org.Org.Faults.Add(new Fault { Path = "/results$", Kind = FaultKind.Truncate });
        await Assert.ThrowsAsync<HttpRequestException>(() => PageAsync(org, $"{Jobs}/{id}/results"));
        Assert.Equal("100", (await PageAsync(org, $"{Jobs}/{id}/results")).Count);
    }

    private static async Task<string> RunAsync(TestOrg org, string query)
    {
        var (_, created) = await org.SendAsync(Post, Jobs, new { operation = "query", query });
        return (await org.WaitAsync($"{Jobs}/{created.Text("id")}")).Text("id");
    }

    private static async Task<(string Text, string Locator, string Count)> PageAsync(TestOrg org, string path)
    {
        using var response = await org.Client.GetAsync(path, TestOrg.Cancellation);
        response.EnsureSuccessStatusCode();
        return (
            await response.Content.ReadAsStringAsync(TestOrg.Cancellation),
            Assert.Single(response.Headers.GetValues("Sforce-Locator")),
            Assert.Single(response.Headers.GetValues("Sforce-NumberOfRecords")));
    }
}
