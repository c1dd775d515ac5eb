using SalesforceJwt.Core.Bulk.Export;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Bulk;

/// <summary>Results are compared with the row counts that Salesforce reports, both in a file and as rows.</summary>
public sealed class ResultCheckTests : IAsyncLifetime
{
    private const string Results = "/results$";
    private const string TwoRows = "\"Id\",\"Name\"\n\"1\",\"A\"\n\"2\",\"B\"\n";

    private BulkOrg _org = null!;
    private SfBulkJob _job = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await BulkOrg.StartAsync();
        var job = await _org.Jobs.CreateQueryAsync("SELECT Id, Name FROM Contact", cancellationToken: TestOrg.Cancellation);
        _job = await new BulkJobPoller(_org.Jobs).WaitAsync(job, null, TestOrg.Cancellation);
        Assert.Equal(5, _job.RecordsProcessed);
        _job.RecordsProcessed = 2;
    }

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Theory]
    [InlineData("<html><head><title>Please sign in to the proxy</title></head></html>", null, "Please sign in to the proxy")]
    [InlineData("\uFEFF<html><title>Down</title></html>\n", null, "Down")]
    [InlineData("{\"error\":\"down\"}", null, "something else")]
    [InlineData("[{\"message\":\"x\",\"errorCode\":\"Y\"}]\n", null, "something else")]
    [InlineData("Service unavailable. Try again later.\n", null, "Service unavailable")]
    [InlineData("\"1\",\"A\"\n\"2\",\"B\"\n", null, "something else")]
    [InlineData("\"Id\",\"Id\"\n\"1\",\"A\"\n", null, "something else")]
    [InlineData("\"Id\",\"\"\n\"1\",\"A\"\n", null, "something else")]
    [InlineData("Id,,Name\n1,A,B\n", null, "something else")]
    [InlineData("\"Id\",\"Name\"\n\"1\",\"A\"\n", "2", "holds 1 row, and reports 2")]
    [InlineData("\"Id\",\"Name\"\n\"1\",\"A\"\n", "1", "hold 1 row, and the job reports 2")]
    [InlineData("\"Id\",\"Name\"\n\"1\",\"A\"\n", null, "hold 1 row, and the job reports 2")]
    [InlineData("\"Id\",\"Name\"\n\"1\",\"A\nB\"\n", "2", "holds 1 row, and reports 2")]
    [InlineData("\"Id\",\"Name\"\n", "0", "hold 0 rows, and the job reports 2")]
    [InlineData("", "0", "hold 0 rows, and the job reports 2")]
    [InlineData("", null, "hold 0 rows, and the job reports 2")]
    [InlineData("", "2", "holds 0 rows, and reports 2")]
    [InlineData(TwoRows + "\"3\",\"C\"\n", null, "hold 3 rows so far, and the job reports 2")]
    [InlineData("\"Id\",\"Name\"\n\"1\",\"A\"\n\"2\",\"B", null, "")]
    public async Task Results_that_contradict_the_row_counts_are_an_error_and_leave_no_file(string body, string? rows, string message)
    {
        (string, string)[] headers = rows is null
            ? [("Sforce-Locator", "null")]
            : [("Sforce-Locator", "null"), ("Sforce-NumberOfRecords", rows)];
        _org.Test.Answer(Results, 200, body, "text/csv", headers);
        _org.Test.Answer(Results, 200, body, "text/csv", headers);

        await RequireRejectionAsync(message);
    }

    [Theory]
    [InlineData("<html>Blocked</html>", "Blocked")]
    [InlineData("\"Id\",\"Email\"\n\"3\",\"C\"\n", "other columns than the first one")]
    public async Task A_later_page_is_compared_with_the_first(string body, string message)
    {
        _org.Test.Org.Options.Bulk.ResultPageSize = 2;
        _job.RecordsProcessed = 5;
        _org.Test.Fail("/resultPages$", 404, times: 0, code: "NOT_FOUND");
        foreach (var skip in new[] { 1, 2 })
        {
            _org.Test.Org.Faults.Add(new Fault
            {
                Path = Results,
                Skip = skip,
                Status = 200,
                Body = body,
                ContentType = "text/csv",
                Headers = { ["Sforce-Locator"] = "null" },
            });
        }

        await RequireRejectionAsync(message);
    }

    [Theory]
    [InlineData(TwoRows, null)]
    [InlineData("\"Id\",\"Name\"\n", 0L)]
    [InlineData("", 0L)]
    public async Task A_repeated_locator_does_not_loop_forever(string body, long? processed)
    {
        _job.RecordsProcessed = processed;
        _org.Test.Org.Faults.Add(new Fault
        {
            Path = Results,
            Times = 0,
            Status = 200,
            Body = body,
            ContentType = "text/csv",
            Headers = { ["Sforce-Locator"] = "SAME" },
        });

        await RequireRejectionAsync("have no end");
    }

    [Fact]
    public async Task An_endless_list_of_result_pages_is_not_followed()
    {
        _org.Test.Org.Options.Bulk.ResultPageSize = 1;
        _job.RecordsProcessed = 5;
        _org.Test.Org.Faults.Add(new Fault
        {
            Path = "/resultPages",
            Times = 0,
            Status = 200,
            Body = """
                {"resultPages":[{"resultUrl":"/x?locator=WRONG"}],
                "nextRecordsUrl":"/services/data/v68.0/jobs/query/x/resultPages","done":false}
                """,
        });

        Assert.Equal(5, (await SaveAsync()).Records);
        Assert.True(_org.ResourcesOf("GET").Count(p => p == "resultPages") < 3);
    }

    [Theory]
    [InlineData("\uFEFF" + TwoRows, 2)]
    [InlineData("Id,Account.Name,toLabel(Status)\r\n1,A,\r\n2,B,x", 2)]
    [InlineData("\"Id\",\"Name\"\n\"1\",\"A \"\"x\"\"\n\n\"\n\"2\",\"\"\n", 2)]
    [InlineData("\"Id\"\n\"\"\n\"\"\n", 2)]
    [InlineData("\"Id\",\"Name\"\n", 0)]
    [InlineData("", 0)]
    public async Task Valid_results_are_accepted(string body, long rows)
    {
        _job.RecordsProcessed = rows;
        foreach (var _ in new[] { 1, 2 })
        {
            _org.Test.Answer(Results, 200, body, "text/csv", ("Sforce-NumberOfRecords", $"{rows}"), ("Sforce-Locator", "null"));
        }

        Assert.Equal(rows, (await SaveAsync()).Records);
        Assert.Equal(body.TrimStart('\uFEFF'), await File.ReadAllTextAsync(_org.Folder["x.csv"], TestOrg.Cancellation));
        Assert.Equal(rows, await ReadAsync());
    }

    [Theory]
    [InlineData(ResultSet.Successful, "LastName,Email\nA,\n")]
    [InlineData(ResultSet.Successful, "sf__Id,LastName\n1,A\n")]
    [InlineData(ResultSet.Failed, "sf__Id,sf__Created,LastName\n1,true,A\n")]
    [InlineData(ResultSet.Successful, "sf__Id,sf__Created,,A\n1,true,,A\n1,true,,A\n")]
    [InlineData(ResultSet.Successful, "sf__Id,sf__Created,A,a\n1,true,,A\n1,true,,A\n")]
    [InlineData(ResultSet.Failed, "<p>down</p>\n")]
    [InlineData(ResultSet.Unprocessed, "<p>down</p>\n")]
    [InlineData(ResultSet.Successful, "sf__Id,sf__Created,LastName\n")]
    public async Task Results_of_an_import_are_checked_for_their_columns_and_row_counts(Enum result, string body)
    {
        await using var import = await _org.ImportAsync(2);
        await import.UploadAsync(TestOrg.Cancellation);
        await import.WaitAsync(null, TestOrg.Cancellation);
        _job = import.Parts[0].Job!;
        _org.Test.Org.Faults.Add(
            new Fault { Path = "(Results|unprocessedrecords)$", Times = 0, Status = 200, Body = body, ContentType = "text/csv" });

        await RequireRejectionAsync(string.Empty, (ResultSet)result);
    }

    [Theory]
    [InlineData("LastName,LastName\nA,B\n")]
    [InlineData("LastName,\nA,B\n")]
    public async Task Rows_without_a_valid_header_can_be_saved_but_not_read_as_objects(string body)
    {
        _job = await _org.Jobs.AbortAsync(
            await _org.Jobs.CreateAsync(new IngestJobOptions("Contact", "insert"), TestOrg.Cancellation), TestOrg.Cancellation);
        _org.Test.Org.Faults.Add(
            new Fault { Path = "unprocessedrecords$", Times = 0, Status = 200, Body = body, ContentType = "text/csv" });

        Assert.Equal(1, (await SaveAsync(ResultSet.Unprocessed)).Records);
        Assert.Equal(SfErrorKind.CsvInvalid, (await Assert.ThrowsAsync<SfException>(() => ReadAsync(ResultSet.Unprocessed))).Kind);
    }

    [Fact]
    public async Task Rows_that_are_not_valid_UTF8_are_an_error()
    {
        byte[] body = [.. "\"Id\",\"Name\"\n\"1\",\"A\"\n\"2\",\"M"u8, 0xFC, .. "ller\"\n"u8];
        await using var server = await RawServer.StartAsync(request => request.Contains(TestOrg.TokenPath, StringComparison.Ordinal)
            ? RawServer.Token(request)
            : RawServer.Answer(200, body, "Content-Type: text/csv", "Sforce-Locator: null"));
        using var session = await SfSession.SignInAsync(
            _org.Test.Flow(loginUrl: server.Url), TestOrg.Options(), null, TestOrg.Cancellation);
        var rows = new List<string?>();
        var error = await Assert.ThrowsAsync<SfException>(async () =>
        {
            await foreach (var some in new ResultReader(new BulkJobClient(session)).ReadAsync(
                _job, ResultSet.Query, row => row[1], TestOrg.Cancellation))
            {
                rows.AddRange(some);
            }
        });

        Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
        Assert.Contains("row 2 of a page is not valid UTF-8", error.Message, StringComparison.Ordinal);
        Assert.Equal(["A"], rows);
    }

    private async Task RequireRejectionAsync(string message, ResultSet result = ResultSet.Query)
    {
        var error = await Assert.ThrowsAnyAsync<SfException>(() => SaveAsync(result));
        Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(_job.Id, error.Message, StringComparison.Ordinal);
        Assert.Empty(_org.Folder.Names);

        error = await Assert.ThrowsAnyAsync<SfException>(() => ReadAsync(result));
        Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(_job.Id, error.Message, StringComparison.Ordinal);
    }

    private Task<(long Records, long Bytes)> SaveAsync(ResultSet result = ResultSet.Query) =>
        new ResultReader(_org.Jobs).SaveAsync([_job], result, _org.Folder["x.csv"], null, TestOrg.Cancellation);

    private async Task<long> ReadAsync(ResultSet result = ResultSet.Query)
    {
        var rows = 0L;
        await foreach (var some in new ResultReader(_org.Jobs).ReadAsync(_job, result, row => row[0], TestOrg.Cancellation))
        {
            rows += some.Length;
        }

        return rows;
    }
}
