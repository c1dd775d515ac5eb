using SalesforceJwt.Core.Bulk.Import;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Bulk;

/// <summary>After a lost or garbled answer, what Salesforce did is unknown: the job is looked up, or the error names it.</summary>
public sealed class BulkLostAnswerTests : IAsyncLifetime
{
    private BulkOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await BulkOrg.StartAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    /// <summary>Answers that leave the outcome unknown: lost, a proxy's page, a gateway's error, other JSON, another job, or cut.</summary>
    public static TheoryData<string> Answers =>
        ["reset", "html", "503", "{}", """{"id":"750000000000000AAA","state":"JobComplete"}""", "{\"id\":"];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_job_that_started_is_not_aborted_whatever_the_answer(string answer)
    {
        Garble("PATCH", answer, afterActing: true);
        await using var import = await _org.ImportAsync(10);
        await import.UploadAsync(TestOrg.Cancellation);
        await import.WaitAsync(null, TestOrg.Cancellation);

        Assert.Equal(ImportPartStage.Started, import.Parts[0].Stage);
        Assert.Equal(10, (await _org.ImportedAsync()).Count);
        Assert.Single(_org.ResourcesOf("PATCH"));
        Assert.Single(await JobsAsync());
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_job_that_did_not_start_is_started_again_once(string answer)
    {
        Garble("PATCH", answer, afterActing: false);
        await using var import = await _org.ImportAsync(10);
        await import.UploadAsync(TestOrg.Cancellation);
        await import.WaitAsync(null, TestOrg.Cancellation);

        Assert.Equal(10, (await _org.ImportedAsync()).Count);
        Assert.Equal(2, _org.ResourcesOf("PATCH").Count());
        Assert.Single(await JobsAsync());
    }

    [Fact]
    public async Task A_job_whose_state_is_unknown_is_named_and_not_aborted()
    {
        Garble("PATCH", "html", afterActing: true);
        _org.Test.Org.Faults.Add(new Fault { Method = "GET", Path = "/jobs/ingest/750", Kind = FaultKind.Html, Status = 200, Times = 1 });
        var import = await _org.ImportAsync(10);
        var error = await Assert.ThrowsAsync<SfException>(() => import.UploadAsync(TestOrg.Cancellation));
        await import.DisposeAsync();

        var part = Assert.Single(import.Parts);
        Assert.Equal((SfErrorKind.OutcomeUnknown, ImportPartStage.MayHaveStarted), (error.Kind, part.Stage));
        Assert.Contains(part.Job!.Id, error.Message, StringComparison.Ordinal);
        Assert.Equal([part.Job.Id], error.Advice!.Facts);
        Assert.Single(_org.ResourcesOf("PATCH"));
        Assert.Equal(10, (await _org.ImportedAsync()).Count);
    }

    [Fact]
    public async Task A_job_that_stays_open_is_aborted_and_none_of_its_rows_imported()
    {
        Garble("PATCH", "503", afterActing: false, times: 4);
        var import = await _org.ImportAsync(10);
        await Assert.ThrowsAnyAsync<SfException>(() => import.UploadAsync(TestOrg.Cancellation));
        await import.DisposeAsync();

        Assert.Equal(ImportPartStage.None, import.Parts[0].Stage);
        Assert.Equal([SfBulkJobState.Aborted], (await JobsAsync()).Select(j => j.State));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task The_outcome_of_an_abort_is_looked_up(string answer)
    {
        var job = await _org.Jobs.CreateAsync(new IngestJobOptions("Contact", "insert"), TestOrg.Cancellation);
        Garble("PATCH", answer, afterActing: true);

        Assert.Equal(SfBulkJobState.Aborted, (await _org.Jobs.AbortAsync(job, TestOrg.Cancellation)).State);
        Assert.Single(_org.ResourcesOf("PATCH"));
    }

    [Theory]
    [InlineData("reset", true, null)]
    [InlineData("503", true, null)]
    [InlineData("html", true, null)]
    [InlineData("html", false, SfErrorKind.ResponseInvalid)]
    public async Task The_outcome_of_a_deletion_is_looked_up(string answer, bool acts, SfErrorKind? kind)
    {
        var job = await _org.Jobs.AbortAsync(
            await _org.Jobs.CreateAsync(new IngestJobOptions("Contact", "insert"), TestOrg.Cancellation), TestOrg.Cancellation);
        Garble("DELETE", answer, acts);
        var error = await Record.ExceptionAsync(() => _org.Jobs.DeleteAsync(job, TestOrg.Cancellation));

        Assert.Equal(kind, (error as SfException)?.Kind);
        Assert.Equal(acts ? 0 : 1, (await JobsAsync()).Count);
    }

    [Theory]
    [InlineData("html")]
    [InlineData("{}")]
    public async Task A_job_whose_creation_was_not_answered_is_named(string answer)
    {
        Garble("POST", answer, afterActing: true);
        var error = await Assert.ThrowsAnyAsync<SfException>(
            () => _org.Jobs.CreateAsync(new IngestJobOptions("Contact", "insert"), TestOrg.Cancellation));

        Assert.Contains(Assert.Single(await JobsAsync()).Id, error.Message, StringComparison.Ordinal);

        Garble("POST", answer, afterActing: false);
        error = await Assert.ThrowsAnyAsync<SfException>(
            () => _org.Jobs.CreateQueryAsync("SELECT Id FROM Contact", cancellationToken: TestOrg.Cancellation));
        Assert.Contains("has created no job", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_list_of_jobs_is_an_error()
    {
        _org.Test.Org.Faults.Add(new Fault
        {
            Path = "/jobs/query",
            Times = 0,
            Status = 200,
            Body = """{"done":false,"records":[{"id":"750000000000001AAA","state":"Open"}],"""
                + "\"nextRecordsUrl\":\"/services/data/v68.0/jobs/query?queryLocator=1\"}",
        });
        var error = await Assert.ThrowsAsync<SfException>(
            () => _org.Jobs.ListAsync(SfBulkJobKind.Query, TestOrg.Cancellation).ToListAsync(TestOrg.Cancellation).AsTask());

        Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
        Assert.Contains("has no end", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "processed 4 of them")]
    [InlineData(0, "processed 0 of them")]
    [InlineData(11, "processed 11 of them")]
    [InlineData(null, "an unknown number of them")]
    public async Task Rows_that_a_complete_job_does_not_account_for_are_an_error(int? processed, string message)
    {
        await using var import = await _org.ImportAsync(10);
        var id = (await import.UploadAsync(TestOrg.Cancellation))[0].Job!.Id;
        var number = processed is null ? string.Empty : $""","numberRecordsProcessed":{processed}""";
        _org.Test.Answer($"/jobs/ingest/{id}$", 200, $$"""{"id":"{{id}}","state":"JobComplete","numberRecordsFailed":0{{number}}}""");
        await import.WaitAsync(null, TestOrg.Cancellation);

        var error = Assert.Single(import.Parts[0].Errors);
        Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
        Assert.Contains($"{id} (rows 1 to 10)", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task If_one_result_file_cannot_be_downloaded_the_others_are_saved()
    {
        _org.Test.Org.RecordFaults.Add(new RecordFault { Index = 1 });
        await using var import = await _org.ImportAsync(10);
        await import.UploadAsync(TestOrg.Cancellation);
        await import.WaitAsync(null, TestOrg.Cancellation);
        _org.Test.Answer("/failedResults$", 200, "<html><title>Blocked</title></html>", "text/csv");
        var files = await _org.SaveAsync(import);

        Assert.Equal(SfErrorKind.ResponseInvalid, Assert.Single(files.Errors).Kind);
        Assert.Null(files.FailedPath);
        Assert.Equal([Path.GetFileName(files.SuccessfulPath)], _org.Folder.Names.Select(Path.GetFileName));
    }

    [Fact]
    public async Task An_interrupted_job_reports_that_its_results_have_fewer_rows()
    {
        await _org.EndNextAsync("Failed", "InternalServerError");
        await using var import = await _org.ImportAsync(10);
        await import.UploadAsync(TestOrg.Cancellation);
        await import.WaitAsync(null, TestOrg.Cancellation);
        _org.Test.Answer("/unprocessedrecords$", 200, "LastName,Email\nImport1,\n", "text/csv");
        Assert.Empty((await _org.SaveAsync(import)).Errors);

        Assert.Equal([SfErrorKind.BulkJobFailed, SfErrorKind.ResponseInvalid], import.Parts[0].Errors.Select(e => e.Kind));
        Assert.Contains("its results list 1", import.Parts[0].Errors.Last().Message, StringComparison.Ordinal);
    }

    private void Garble(string method, string answer, bool afterActing, int times = 1) => _org.Test.Org.Faults.Add(new Fault
    {
        Method = method,
        Path = "/jobs/",
        Kind = answer switch { "reset" => FaultKind.Reset, "html" => FaultKind.Html, _ => FaultKind.Status },
        Status = answer == "503" ? 503 : 200,
        Body = answer[0] == '{' ? answer : null,
        AfterActing = afterActing,
        Times = times,
    });

    private ValueTask<List<SfBulkJob>> JobsAsync() =>
        _org.Jobs.ListAsync(SfBulkJobKind.Ingest, TestOrg.Cancellation).ToListAsync(TestOrg.Cancellation);
}
