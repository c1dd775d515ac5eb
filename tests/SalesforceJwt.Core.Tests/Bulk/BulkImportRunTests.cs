using SalesforceJwt.Core.Bulk.Export;
using SalesforceJwt.Core.Bulk.Import;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Bulk;

/// <summary><see cref="BulkImport.RunAsync"/>: from rows to a summary, in one call.</summary>
public sealed class BulkImportRunTests : IAsyncLifetime
{
    private readonly RecordedProgress _progress = new();
    private BulkOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await BulkOrg.StartAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task An_import_is_uploaded_awaited_and_summarized()
    {
        await using var import = await _org.ImportAsync(200, jobSize: 2048);
        var summary = await import.RunAsync(_progress, TestOrg.Cancellation);

        Assert.True(import.IsComplete);
        Assert.True(summary.Parts.Count > 3);
        Assert.Equal((200L, 200L, 0L, 0L), (summary.Result.Records, summary.Result.RecordsProcessed, summary.Result.RecordsFailed, summary.Result.RecordsUnprocessed));
        Assert.Equal(("Contact", "insert"), (summary.Result.Type, summary.Result.Operation));
        Assert.Empty(summary.OpenJobs);
        Assert.Empty(summary.SaveErrors);
        Assert.Empty(summary.Parts.SelectMany(p => p.Errors));
        Assert.Null(summary.FirstRowError);
        Assert.Null(summary.Result.SuccessfulPath);
        Assert.True(summary.Result.Elapsed > TimeSpan.Zero);
        Assert.Equal(200, _progress.Last);
        Assert.Equal(200, (await _org.ImportedAsync()).Count);
        Assert.DoesNotContain(_org.ResourcesOf("GET"), resource => resource.EndsWith("Results", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_is_imported_like_rows()
    {
        await using var import = await _org.ImportAsync(0);
        await import.AddFileAsync(_org.Write("LastName,Email\nImportA,a@x.example\nImportB,\n"), _progress, TestOrg.Cancellation);
        var summary = await import.RunAsync(null, TestOrg.Cancellation);

        Assert.Equal((2L, 2L), (summary.Result.Records, summary.Result.RecordsProcessed));
        Assert.Equal(["ImportA", "ImportB"], await _org.ImportedAsync());
    }

    [Fact]
    public async Task Failed_rows_are_counted_and_saved_with_their_errors()
    {
        FailSecondRow();
        await using var import = await _org.ImportAsync(5, options => options with { ResultFolder = _org.Folder.Path });
        var summary = await import.RunAsync(_progress, TestOrg.Cancellation);

        Assert.Equal((5L, 5L, 1L), (summary.Result.Records, summary.Result.RecordsProcessed, summary.Result.RecordsFailed));
        Assert.Contains("Required fields are missing", summary.FirstRowError, StringComparison.Ordinal);
        var failed = await File.ReadAllLinesAsync(summary.Result.FailedPath!, TestOrg.Cancellation);
        Assert.Equal(2, failed.Length);
        Assert.Contains("Import2", failed[1], StringComparison.Ordinal);
        Assert.Equal(5, (await File.ReadAllLinesAsync(summary.Result.SuccessfulPath!, TestOrg.Cancellation)).Length);
        Assert.Null(summary.Result.UnprocessedPath);
        Assert.Empty(summary.SaveErrors);
    }

    [Fact]
    public async Task Failed_rows_are_counted_without_a_result_folder_too()
    {
        FailSecondRow();
        await using var import = await _org.ImportAsync(5);
        var summary = await import.RunAsync(null, TestOrg.Cancellation);

        Assert.Equal(1, summary.Result.RecordsFailed);
        Assert.Contains("Required fields are missing", summary.FirstRowError, StringComparison.Ordinal);
        Assert.Null(summary.Result.FailedPath);
        Assert.Empty(_org.Folder.Names);
    }

    [Fact]
    public async Task A_result_file_that_cannot_be_saved_is_an_error_of_the_summary()
    {
        FailSecondRow();
        await using var import = await _org.ImportAsync(5, options => options with { ResultFolder = _org.Folder.Path });
        _org.Test.Answer("/failedResults$", 200, "<html><title>Blocked</title></html>", "text/csv");
        var summary = await import.RunAsync(null, TestOrg.Cancellation);

        Assert.Equal(SfErrorKind.ResponseInvalid, Assert.Single(summary.SaveErrors).Kind);
        Assert.Null(summary.Result.FailedPath);
        Assert.NotNull(summary.Result.SuccessfulPath);
        Assert.True(import.IsComplete);
    }

    [Fact]
    public async Task A_job_that_fails_is_an_error_of_its_part_and_its_rows_are_saved()
    {
        await _org.EndNextAsync("Failed", "InvalidBatch : Field name not found : Foo");
        await using var import = await _org.ImportAsync(5, options => options with { ResultFolder = _org.Folder.Path });
        var summary = await import.RunAsync(null, TestOrg.Cancellation);

        Assert.Equal(SfErrorKind.BulkJobFailed, Assert.Single(summary.Parts[0].Errors).Kind);
        Assert.Equal(5, summary.Result.RecordsUnprocessed);
        Assert.Equal(6, (await File.ReadAllLinesAsync(summary.Result.UnprocessedPath!, TestOrg.Cancellation)).Length);
    }

    [Theory]
    [InlineData("PUT", FaultKind.Reset)]
    [InlineData("PUT", FaultKind.ResetAfterActing)]
    [InlineData("PATCH", FaultKind.Reset)]
    [InlineData("PATCH", FaultKind.ResetAfterActing)]
    [InlineData("GET", FaultKind.Reset)]
    public async Task A_lost_answer_neither_loses_nor_duplicates_rows(string method, FaultKind kind)
    {
        _org.Test.Org.Faults.Add(new Fault { Method = method, Path = "/jobs/ingest/", Kind = kind });
        await using var import = await _org.ImportAsync(10);
        var summary = await import.RunAsync(null, TestOrg.Cancellation);

        Assert.Equal((10L, 10L, 0L), (summary.Result.Records, summary.Result.RecordsProcessed, summary.Result.RecordsFailed));
        Assert.Equal(10, (await _org.ImportedAsync()).Count);
    }

    [Fact]
    public async Task Without_waiting_the_summary_has_the_started_jobs()
    {
        await using var import = await _org.ImportAsync(10, options => options with { NoWait = true });
        var summary = await import.RunAsync(_progress, TestOrg.Cancellation);

        var part = Assert.Single(summary.Parts);
        Assert.Equal(ImportPartStage.Started, part.Stage);
        Assert.Null(_progress.Last);
        var job = await new BulkJobPoller(_org.Jobs).WaitAsync(part.Job!, null, TestOrg.Cancellation);
        Assert.Equal((SfBulkJobState.JobComplete, 10L), (job.State, job.RecordsProcessed));
    }

    [Fact]
    public async Task Cancelling_the_upload_aborts_the_job()
    {
        _org.Test.Org.Faults.Add(new Fault { Path = "/batches$", Kind = FaultKind.Hang, Times = 0 });
        var import = await _org.ImportAsync(10);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestOrg.Cancellation);
        var running = import.RunAsync(null, stop.Token);
        await Until.TrueAsync(() => _org.ResourcesOf("PUT").Any());
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await import.DisposeAsync();
        Assert.False(import.IsComplete);
        Assert.Equal(ImportPartStage.None, Assert.Single(import.Parts).Stage);
        Assert.Equal(SfBulkJobState.Aborted, Assert.Single(await JobsAsync()).State);
        Assert.Empty(await _org.ImportedAsync());
    }

    [Fact]
    public async Task Cancelling_the_wait_does_not_abort_the_job()
    {
        _org.Test.Org.Faults.Add(new Fault { Method = "GET", Path = "/jobs/ingest/750", Kind = FaultKind.Hang });
        var import = await _org.ImportAsync(10);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestOrg.Cancellation);
        var running = import.RunAsync(null, stop.Token);
        await Until.TrueAsync(() => _org.ResourcesOf("GET").Any());
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await import.DisposeAsync();
        Assert.False(import.IsComplete);
        var part = Assert.Single(import.Parts);
        Assert.Equal(ImportPartStage.Started, part.Stage);
        var job = await new BulkJobPoller(_org.Jobs).WaitAsync(part.Job!, null, TestOrg.Cancellation);
        Assert.Equal((SfBulkJobState.JobComplete, 10L), (job.State, job.RecordsProcessed));
    }

    [Fact]
    public async Task A_missing_result_folder_is_an_error_before_anything_is_sent()
    {
        var error = await Assert.ThrowsAsync<SfException>(
            () => _org.ImportAsync(1, options => options with { ResultFolder = _org.Folder["missing"] }));

        Assert.Equal(SfErrorKind.FolderNotFound, error.Kind);
        Assert.Empty(_org.Test.Requests);
    }

    [Theory]
    [InlineData("UPSERT", "Number__c", null)]
    [InlineData("Upsert", null, SfErrorKind.ValueMissing)]
    [InlineData("HardDelete", null, null)]
    [InlineData("insert", "Number__c", SfErrorKind.ArgumentConflict)]
    public void The_external_id_is_for_upserts_only(string operation, string? externalId, SfErrorKind? kind)
    {
        var error = Record.Exception(() => IngestJobOptions.Create("Contact", operation, externalId, ','));

        Assert.Equal(kind, (error as SfException)?.Kind);
    }

    [Fact]
    public async Task Several_jobs_are_awaited_in_order_until_the_time_limit()
    {
        await using var import = await _org.ImportAsync(10, options => options with { NoWait = true });
        var started = (await import.RunAsync(null, TestOrg.Cancellation)).Parts[0].Job!;
        var open = await _org.Jobs.CreateAsync(new IngestJobOptions("Contact", "insert"), TestOrg.Cancellation);
        var jobs = await new BulkJobPoller(_org.Jobs)
            .WaitEachAsync([started, open], TimeSpan.FromSeconds(3), _progress, TestOrg.Cancellation)
            .ToListAsync(TestOrg.Cancellation);

        Assert.Equal([started.Id, open.Id], jobs.Select(j => j.Id));
        Assert.Equal([SfBulkJobState.JobComplete, SfBulkJobState.Open], jobs.Select(j => j.State));
        Assert.Equal(10, _progress.Last);
    }

    [Fact]
    public async Task A_running_job_has_no_results_yet()
    {
        var open = await _org.Jobs.CreateAsync(new IngestJobOptions("Contact", "insert"), TestOrg.Cancellation);

        Assert.Equal(SfErrorKind.BulkJobUnfinished, Assert.Throws<SfException>(() => ResultReader.RequireResults(open)).Kind);
        ResultReader.RequireResults(await _org.Jobs.AbortAsync(open, TestOrg.Cancellation));
    }

    private void FailSecondRow() => _org.Test.Org.RecordFaults.Add(
        new RecordFault { Index = 1, Times = 0, ErrorCode = "REQUIRED_FIELD_MISSING", Message = "Required fields are missing: [X]" });

    private ValueTask<List<SfBulkJob>> JobsAsync() =>
        _org.Jobs.ListAsync(SfBulkJobKind.Ingest, TestOrg.Cancellation).ToListAsync(TestOrg.Cancellation);

    private sealed class RecordedProgress : IProgress<long>
    {
        public long? Last { get; private set; }

        public void Report(long value) => Last = value;
    }
}
