using System.Collections.Concurrent;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>
/// Uploads data to jobs. A job takes one upload only, whatever became of it; where one broke, its job is aborted and another one made,
/// which doubles nothing, since Salesforce begins with no job before it is told that its data is whole.
/// </summary>
internal sealed class BulkUpload(BulkJobClient jobs, IngestJobOptions ingest)
{
    private readonly ConcurrentQueue<string> _leftovers = [];

    /// <summary>Ids of jobs that have not begun and could not be aborted, in whose place others were made.</summary>
    public IReadOnlyCollection<string> Leftovers => _leftovers;

    /// <summary>Makes a job, and sends it its data.</summary>
    /// <exception cref="SfException">It did not work, often enough.</exception>
    public async Task SendAsync(ImportPart target, UploadFile part, CancellationToken cancellationToken)
    {
        var loop = new RetryLoop(jobs.Session.Defaults.Retry, jobs.Session.Transport.Time, jobs.Observer);
        await loop.RunAsync(cancel => UploadAsync(target, part, loop, cancel), cancellationToken).ConfigureAwait(false);
        target.Stage = ImportPartStage.MayHaveStarted;
        try
        {
            // Not cancelled: it takes a moment, and afterwards it is known whether Salesforce begins.
            target.Job = await jobs.CompleteUploadAsync(target.Job!, CancellationToken.None).ConfigureAwait(false);
            target.Stage = ImportPartStage.Started;
        }
        catch (SfException e) when (e.Kind != SfErrorKind.OutcomeUnknown)
        {
            // The job was looked up: it is open still.
            target.Stage = ImportPartStage.Open;
            throw;
        }
    }

    /// <summary>Makes a job and sends it the data. Returns null if that worked, else the retry, which makes another job.</summary>
    private async Task<Retry?> UploadAsync(ImportPart target, UploadFile part, RetryLoop loop, CancellationToken cancellationToken)
    {
        var job = target.Job = await jobs.CreateAsync(ingest, part.LineEnding, cancellationToken).ConfigureAwait(false);
        target.Stage = ImportPartStage.Open;
        try
        {
            await SendAsync(job, part.Path, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (SfException e)
        {
            // A job begins only after a request that says its data is complete, so a failed upload leaves no doubt.
            var cause = UnknownOutcome.Cause(e);
            await AbortAsync(target, cancellationToken).ConfigureAwait(false);
            var state = target.Job is null ? "was aborted before it began" : "has not begun, and could not be aborted";
            if (e.Kind != SfErrorKind.OutcomeUnknown || cause.Kind == SfErrorKind.ResponseInvalid
                || loop.Next($"{cause.Message} Job {job.Id} {state}; its data goes into another one.") is not { } retry)
            {
                throw cause;
            }

            if (target.Job is not null)
            {
                _leftovers.Enqueue(job.Id);
            }

            return retry;
        }
    }

    /// <summary>
    /// Aborts a job that has not begun, as well as it can: without that it stays open, does nothing, and Salesforce removes it after seven
    /// days. The job is kept where it may be open still.
    /// </summary>
    public async Task AbortAsync(ImportPart target, CancellationToken cancellationToken)
    {
        try
        {
            await jobs.AbortAsync(target.Job!, cancellationToken).ConfigureAwait(false);
            (target.Job, target.Stage) = (null, ImportPartStage.None);
        }
        catch (Exception e) when (e is SfException or OperationCanceledException)
        {
            // An open job does no harm: Salesforce removes it.
        }
    }

    private Task<bool> SendAsync(SfBulkJob job, string path, CancellationToken cancellationToken) => jobs.Session.Rest.SendAsync(
        jobs.Request(job, HttpMethod.Put, "/batches") with
        {
            Content = RequestBody.FromFile(path, "text/csv; charset=UTF-8"),
            Headers = [new("Content-Encoding", "gzip")],
            RetrySafety = RetrySafety.OnlyIfNotActed,
            Expect = ExpectedAnswer.NoContent with { Statuses = [201] },
        },
        static (_, _) => Task.FromResult(true),
        jobs.Observer,
        cancellationToken);
}
