using SalesforceJwt.Core.Bulk.Import;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Bulk;

/// <summary>An import writes each row once, whatever fails meanwhile.</summary>
public sealed class BulkImportTests : IAsyncLifetime
{
    private BulkOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await BulkOrg.StartAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task Rows_are_split_into_jobs_below_the_size()
    {
        await using var import = await _org.ImportAsync(200, jobSize: 2048);
        var parts = await import.UploadAsync(TestOrg.Cancellation);
        await import.WaitAsync(null, TestOrg.Cancellation);

        Assert.True(parts.Count > 3);
        Assert.Equal(parts.Select(p => p.FirstRow + p.Rows).SkipLast(1), parts.Select(p => p.FirstRow).Skip(1));
        Assert.Equal(200, parts.Sum(p => p.Job!.RecordsProcessed));
        Assert.All(parts, p => Assert.Equal(SfBulkJobState.JobComplete, p.Job!.State));
        Assert.Equal(Names(200), (await _org.ImportedAsync()).Order(new RowOrder()));
        Assert.All(_org.Test.Requests.Where(r => r.Method == "PUT"), r => Assert.Equal("gzip", r.Headers["Content-Encoding"]));
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.ResetAfterActing)]
    public async Task A_broken_upload_is_repeated_in_another_job(FaultKind kind)
    {
        _org.Test.Fail("/batches$", kind);
        await using var import = await _org.ImportAsync(10);
        await import.UploadAsync(TestOrg.Cancellation);
        await import.WaitAsync(null, TestOrg.Cancellation);

        Assert.Equal(Names(10), await _org.ImportedAsync());
        Assert.Equal(2, _org.ResourcesOf("POST").Count(p => p == "ingest"));
        Assert.Equal(2, _org.ResourcesOf("PUT").Count());
        var jobs = await _org.Jobs.ListAsync(SfBulkJobKind.Ingest, TestOrg.Cancellation).ToListAsync(TestOrg.Cancellation);
        Assert.Equal([SfBulkJobState.JobComplete, SfBulkJobState.Aborted], jobs.Select(j => j.State).Order());
    }

    [Fact]
    public async Task An_upload_that_always_breaks_is_an_error_and_leaves_no_open_job()
    {
        _org.Test.Fail("/batches$", FaultKind.Reset, times: 99);
        await using var import = await _org.ImportAsync(10);
        var error = await Assert.ThrowsAnyAsync<SfException>(() => import.UploadAsync(TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.ConnectionBroken, error.Kind);
        Assert.Equal(ImportPartStage.None, import.Parts[0].Stage);
        var jobs = await _org.Jobs.ListAsync(SfBulkJobKind.Ingest, TestOrg.Cancellation).ToListAsync(TestOrg.Cancellation);
        Assert.Equal(4, jobs.Count);
        Assert.All(jobs, j => Assert.Equal(SfBulkJobState.Aborted, j.State));
    }

    [Fact]
    public async Task A_lost_answer_to_the_end_of_the_upload_duplicates_no_rows()
    {
        _org.Test.Org.Faults.Add(new Fault { Method = "PATCH", Kind = FaultKind.ResetAfterActing });
        await using var import = await _org.ImportAsync(10);
        await import.UploadAsync(TestOrg.Cancellation);
        await import.WaitAsync(null, TestOrg.Cancellation);

        Assert.Equal(Names(10), await _org.ImportedAsync());
        Assert.Single(_org.ResourcesOf("PATCH"));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("GET")]
    public async Task A_session_that_expires_during_an_import_is_renewed(string method)
    {
        _org.Test.Org.Faults.Add(new Fault { Method = method, Status = 401, ErrorCode = "INVALID_SESSION_ID", Message = "Session expired or invalid" });
        await using var import = await _org.ImportAsync(10);
        await import.UploadAsync(TestOrg.Cancellation);
        await import.WaitAsync(null, TestOrg.Cancellation);

        Assert.Equal(Names(10), await _org.ImportedAsync());
        Assert.Single(_org.Test.SignIns);
        Assert.Single(await _org.Jobs.ListAsync(SfBulkJobKind.Ingest, TestOrg.Cancellation).ToListAsync(TestOrg.Cancellation));
    }

    [Fact]
    public async Task A_used_up_quota_ends_the_wait_and_the_job_goes_on()
    {
        await using var import = await _org.ImportAsync(10);
        await import.UploadAsync(TestOrg.Cancellation);
        _org.Test.Fail("/jobs/ingest/", 403, code: "REQUEST_LIMIT_EXCEEDED", message: "TotalRequests Limit exceeded.");
        var error = await Assert.ThrowsAsync<SfRestException>(() => import.WaitAsync(null, TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.RequestLimitExceeded, error.Kind);
        Assert.Equal(ImportPartStage.Started, import.Parts[0].Stage);
        Assert.Equal(SfBulkJobState.JobComplete, (await new BulkJobPoller(_org.Jobs).WaitAsync(import.Parts[0].Job!, null, TestOrg.Cancellation)).State);
    }

    [Theory]
    [InlineData("Failed", SfErrorKind.BulkJobFailed)]
    [InlineData("Aborted", SfErrorKind.BulkJobAborted)]
    public async Task A_failed_or_aborted_job_is_an_error_with_the_reason(string state, SfErrorKind kind)
    {
        await _org.EndNextAsync(state, "InvalidBatch : Field name not found : Foo");
        await using var import = await _org.ImportAsync(10);
        await import.UploadAsync(TestOrg.Cancellation);
        await import.WaitAsync(null, TestOrg.Cancellation);

        var error = BulkJobPoller.ErrorOf(import.Parts[0].Job!);
        Assert.Equal(kind, error?.Kind);
        Assert.Contains(import.Parts[0].Job!.Id, error!.Message, StringComparison.Ordinal);
        if (kind == SfErrorKind.BulkJobFailed)
        {
            Assert.Contains("Field name not found : Foo", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Result_files_stay_in_their_folder_for_any_object_name_of_the_server()
    {
        await using var import = await _org.ImportAsync(3);
        await import.UploadAsync(TestOrg.Cancellation);
        var job = await new BulkJobPoller(_org.Jobs).WaitAsync(import.Parts[0].Job!, null, TestOrg.Cancellation);
        _org.Test.Answer("/jobs/ingest/", 200, $$"""
            {"id":"{{job.Id}}","object":"../../x","operation":"insert","state":"JobComplete","apiVersion":68.0,
            "numberRecordsProcessed":3,"numberRecordsFailed":0}
            """);
        await import.WaitAsync(null, TestOrg.Cancellation);
        var folder = Directory.CreateDirectory(_org.Folder["results"]).FullName;

        var files = await _org.SaveAsync(import, folder);

        Assert.Empty(files.Errors);
        Assert.Equal(folder, Path.GetDirectoryName(files.SuccessfulPath));
        Assert.Equal($"_.._.._x-insert-{job.Id}-successful.csv", Path.GetFileName(files.SuccessfulPath));
    }

    [Fact]
    public async Task Results_of_all_jobs_are_in_one_file_for_each_kind()
    {
        _org.Test.Org.RecordFaults.Add(new RecordFault { Index = 1, Times = 0, ErrorCode = "REQUIRED_FIELD_MISSING", Message = "Required fields are missing: [X]" });
        await using var import = await _org.ImportAsync(100, jobSize: 2048);
        var parts = await import.UploadAsync(TestOrg.Cancellation);
        await import.WaitAsync(null, TestOrg.Cancellation);
        var files = await _org.SaveAsync(import);

        var failed = await File.ReadAllLinesAsync(files.FailedPath!, TestOrg.Cancellation);
        Assert.True(parts.Count > 1);
        Assert.Equal(parts.Count + 1, failed.Length);
        Assert.Single(failed, line => line.Contains("sf__Error", StringComparison.Ordinal));
        Assert.Equal(100 - parts.Count + 1, (await File.ReadAllLinesAsync(files.SuccessfulPath!, TestOrg.Cancellation)).Length);
        Assert.Null(files.UnprocessedPath);
        Assert.Empty(files.Errors);
        Assert.All(parts, p => Assert.Equal(p.Rows, p.Saved));
        Assert.Empty(parts.SelectMany(p => p.Errors));
        Assert.Contains("Required fields are missing", await files.FirstErrorAsync(TestOrg.Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposing_an_import_aborts_its_open_jobs_and_deletes_its_files()
    {
        var before = Folders();
        _org.Test.Org.Faults.Add(new Fault { Path = "/batches$", Kind = FaultKind.Hang, Skip = 1, Times = 0 });
        var import = await _org.ImportAsync(230, jobSize: 2048);
        // Other tests make such folders at the same time, and delete theirs too.
        var made = Folders().Except(before).ToList();
        Assert.NotEmpty(made);
        await Until.TrueAsync(
            () => import.Parts.Count(p => p.Job is not null) == 3 && import.Parts.Any(p => p.Stage == ImportPartStage.Started));
        await import.DisposeAsync();

        await Until.TrueAsync(() => !made.Exists(Directory.Exists));
        var kept = Assert.Single(import.Parts, p => p.Job is not null);
        Assert.Equal(ImportPartStage.Started, kept.Stage);
        var jobs = await _org.Jobs.ListAsync(SfBulkJobKind.Ingest, TestOrg.Cancellation).ToListAsync(TestOrg.Cancellation);
        Assert.All(jobs.Where(j => j.Id != kept.Job!.Id), j => Assert.Equal(SfBulkJobState.Aborted, j.State));

        static string[] Folders() => Directory.GetDirectories(Path.GetTempPath(), "salesforce-bulk-*");
    }

    [Fact]
    public async Task A_row_that_is_too_large_for_a_job_is_named()
    {
        await using var import = await _org.ImportAsync(1, jobSize: 1024);
        var error = await Assert.ThrowsAsync<SfException>(async () => await import.AddRowAsync([new string('x', 2000), ""], TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.CsvInvalid, error.Kind);
        Assert.StartsWith("Row 2 alone has", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SfException>(async () => await import.AddRowAsync(["\uD83D", ""], TestOrg.Cancellation));
    }

    [Fact]
    public async Task Values_arrive_unchanged()
    {
        string[] names = ["comma, \"quote\"", "line\nbreak", "crlf\r\nbreak", " blanks ", "Łódź 😀", "'", ";|\t"];
        await using var import = await _org.ImportAsync(0);
        foreach (var name in names)
        {
            await import.AddRowAsync(["Import" + name, ""], TestOrg.Cancellation);
        }

        await import.UploadAsync(TestOrg.Cancellation);
        await import.WaitAsync(null, TestOrg.Cancellation);

        Assert.Equal(names.Select(n => "Import" + n).Order(), (await _org.ImportedAsync()).Order());
    }

    private static IEnumerable<string> Names(int rows) => Enumerable.Range(1, rows).Select(i => $"Import{i}");

    private sealed class RowOrder : IComparer<string>
    {
        public int Compare(string? x, string? y) => x!.Length != y!.Length ? x.Length - y.Length : string.CompareOrdinal(x, y);
    }
}
