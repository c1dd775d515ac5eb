using SalesforceJwt.Core.Bulk.Export;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Bulk;

/// <summary>An export gives each row once and in order, whatever fails meanwhile.</summary>
public sealed class BulkExportTests : IAsyncLifetime
{
    private const int Rows = 1000;
    private const string Results = "/results$";

    private BulkOrg _org = null!;
    private SfBulkJob _job = null!;
    private string[] _expected = [];

    public async ValueTask InitializeAsync()
    {
        _org = await BulkOrg.StartAsync();
        await using (var import = await _org.ImportAsync(Rows))
        {
            await import.UploadAsync(TestOrg.Cancellation);
            await import.WaitAsync(null, TestOrg.Cancellation);
        }

        var job = await _org.Jobs.CreateQueryAsync("SELECT Id, LastName, Email FROM Contact", cancellationToken: TestOrg.Cancellation);
        _job = await new BulkJobPoller(_org.Jobs).WaitAsync(job, null, TestOrg.Cancellation);
        await SaveAsync();
        _expected = await File.ReadAllLinesAsync(_org.Folder["x.csv"], TestOrg.Cancellation);
        File.Delete(_org.Folder["x.csv"]);
        Assert.Equal(Rows + 6, _expected.Length);
        _org.Test.Org.Options.Bulk.ResultPageSize = 90;
        _org.Test.Org.Requests.Clear();
    }

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task Pages_become_one_file_with_one_header()
    {
        var (records, bytes) = await SaveAsync();

        Assert.Equal(Rows + 5, records);
        Assert.Equal(bytes, new FileInfo(_org.Folder["x.csv"]).Length);
        await RequireWholeFileAsync();
        Assert.Equal(12, _org.ResourcesOf("GET").Count(p => p == "results"));
        Assert.Contains("resultPages", _org.ResourcesOf("GET"));
    }

    [Fact]
    public async Task Pages_become_rows_in_order()
    {
        var rows = await ReadAsync();

        Assert.Equal(_expected.Skip(1), rows);
    }

    [Fact]
    public async Task Without_a_list_of_result_pages_each_page_names_the_next()
    {
        _org.Test.Fail("/resultPages$", 404, code: "NOT_FOUND");
        await SaveAsync();

        await RequireWholeFileAsync();
        Assert.Equal(12, _org.ResourcesOf("GET").Count(p => p == "results"));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{"resultUrl":"/x?locator=OTA"},{"resultUrl":"/x?locator=MzYw"}]""")]
    public async Task A_wrong_list_of_result_pages_loses_no_rows(string pages)
    {
        // The second page's locator, and then the fifth's.
        _org.Test.Answer("/resultPages$", 200, $$"""{"resultPages":{{pages}},"nextRecordsUrl":null,"done":true}""");
        await SaveAsync();

        await RequireWholeFileAsync();
    }

    [Theory]
    [InlineData(FaultKind.Truncate)]
    [InlineData(FaultKind.Reset)]
    public async Task A_broken_page_is_resumed_where_it_stopped(FaultKind kind)
    {
        _org.Test.Org.Options.Bulk.ResultPageSize = 400;
        _org.Test.Org.Faults.Add(new Fault { Path = Results, Kind = kind, Times = 3 });
        Assert.Equal(_expected.Skip(1), await ReadAsync());

        _org.Test.Org.Faults.Add(new Fault { Path = Results, Kind = kind, Skip = 1, Times = 3 });
        await SaveAsync();
        await RequireWholeFileAsync();
        Assert.Equal(12, _org.ResourcesOf("GET").Count(p => p == "results"));
    }

    [Fact]
    public async Task A_page_that_always_breaks_is_an_error_and_leaves_no_file()
    {
        _org.Test.Org.Faults.Add(new Fault { Path = Results, Kind = FaultKind.Truncate, Skip = 5, Times = 0 });
        var error = await Assert.ThrowsAsync<SfException>(SaveAsync);

        Assert.Equal(SfErrorKind.ConnectionBroken, error.Kind);
        Assert.Empty(_org.Folder.Names);
        Assert.Equal(SfErrorKind.ConnectionBroken, (await Assert.ThrowsAsync<SfException>(ReadAsync)).Kind);
    }

    [Fact]
    public async Task A_session_that_expires_between_pages_is_renewed_once()
    {
        _org.Test.Org.Faults.Add(new Fault { Path = Results, Kind = FaultKind.Delay, Delay = TimeSpan.FromMilliseconds(100) });
        _org.Test.Org.ExpireAllTokens();
        await SaveAsync();

        await RequireWholeFileAsync();
        Assert.Single(_org.Test.SignIns);
    }

    [Fact]
    public async Task A_query_without_rows_writes_a_file_with_a_header()
    {
        var job = await _org.Jobs.CreateQueryAsync("SELECT Id FROM Contact WHERE LastName = 'Nobody'", cancellationToken: TestOrg.Cancellation);
        _job = await new BulkJobPoller(_org.Jobs).WaitAsync(job, null, TestOrg.Cancellation);

        Assert.Equal((0L, 5L), await SaveAsync());
        Assert.Equal("\"Id\"\n", await File.ReadAllTextAsync(_org.Folder["x.csv"], TestOrg.Cancellation));
        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task Ending_the_enumeration_stops_the_downloads()
    {
        await foreach (var some in new ResultReader(_org.Jobs).ReadAsync(_job, ResultSet.Query, row => row[1], TestOrg.Cancellation))
        {
            Assert.NotEmpty(some);
            break;
        }

        Assert.True(_org.ResourcesOf("GET").Count(p => p == "results") < 12);
    }

    [Fact]
    public async Task Canceling_leaves_no_file()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestOrg.Cancellation);
        _org.Test.Org.Faults.Add(new Fault { Path = Results, Kind = FaultKind.Hang, Skip = 3, Times = 0 });
        var saving = new ResultReader(_org.Jobs).SaveAsync([_job], ResultSet.Query, _org.Folder["x.csv"], null, cancel.Token);
        await Until.TrueAsync(() => _org.Folder.Names.Length > 0);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saving);
        Assert.Empty(_org.Folder.Names);
    }

    private Task<(long Records, long Bytes)> SaveAsync() => new ResultReader(_org.Jobs).SaveAsync([_job], ResultSet.Query, _org.Folder["x.csv"], null, TestOrg.Cancellation);

    private async Task<List<string>> ReadAsync()
    {
        var rows = new List<string>();
        await foreach (var some in new ResultReader(_org.Jobs).ReadAsync(_job, ResultSet.Query, row => string.Join(',', Enumerable.Range(0, row.Columns.Count).Select(c => $"\"{row[c]}\"")), TestOrg.Cancellation))
        {
            rows.AddRange(some);
        }

        return rows;
    }

    private async Task RequireWholeFileAsync() => Assert.Equal(_expected, await File.ReadAllLinesAsync(_org.Folder["x.csv"], TestOrg.Cancellation));
}
