using System.Collections.Concurrent;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>
/// Uploads data to jobs. A job accepts one upload only, even a failed one: after a failure the job is aborted and another one created. No
/// row is written twice, since Salesforce starts a job only after the request that completes the upload.
/// </summary>
internal sealed class BulkUpload(BulkJobClient jobs, IngestJobOptions ingest)
{
    private readonly ConcurrentQueue<string> _openJobs = [];

    /// <summary>Ids of jobs that were replaced after a failed upload and could not be aborted. They are open and do nothing.</summary>
    public IReadOnlyCollection<string> OpenJobs => _openJobs;

    /// <summary>Creates a job, uploads its data, and starts it.</summary>
    /// <exception cref="SfException">The upload failed, after retries.</exception>
    public async Task SendAsync(ImportPart target, UploadFile part, CancellationToken cancellationToken)
    {
        var loop = new RetryLoop(jobs.Session.Defaults.Retry, jobs.Session.Transport.Time, jobs.Observer);
        await loop.RunAsync(cancel => UploadAsync(target, part, loop, cancel), cancellationToken).ConfigureAwait(false);
        target.Stage = ImportPartStage.MayHaveStarted;
        try
        {
            // Not cancelled: it takes a moment, and then it is known whether the job starts.
            target.Job = await jobs.CompleteUploadAsync(target.Job!, CancellationToken.None).ConfigureAwait(false);
            target.Stage = ImportPartStage.Started;
        }
        catch (SfException e) when (e.Kind != SfErrorKind.OutcomeUnknown)
        {
            // The job was looked up, and is still open.
            target.Stage = ImportPartStage.Open;
            throw;
        }
    }

    /// <summary>Creates a job and uploads its data. Returns null if that worked, else the retry, which creates another job.</summary>
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
            // A job starts only after the upload was completed by a request: a failed upload has written nothing.
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
                _openJobs.Enqueue(job.Id);
            }

            return retry;
        }
    }

    /// <summary>
    /// Aborts a job that has not started. If that fails, the part keeps its job, which stays open and does nothing until Salesforce
    /// removes it after seven days.
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
            // An open job does no harm.
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
