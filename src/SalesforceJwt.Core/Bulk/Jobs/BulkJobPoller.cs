using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Bulk.Jobs;

/// <summary>Polls jobs until they have ended.</summary>
internal sealed class BulkJobPoller
{
    private readonly BulkJobClient _jobs;
    private readonly Poller<SfBulkJob> _poller;

    public BulkJobPoller(BulkJobClient jobs)
    {
        _jobs = jobs;
        _poller = new Poller<SfBulkJob>(jobs.Session, PollAsync, static job => job.HasEnded);
    }

    /// <summary>Waits until a job has ended, in any state.</summary>
    /// <param name="progress">Receives the job after each poll; null if not needed.</param>
    /// <param name="cancellationToken">Ends the waiting; the job continues.</param>
    public Task<SfBulkJob> WaitAsync(SfBulkJob job, Action<SfBulkJob>? progress = null, CancellationToken cancellationToken = default) =>
        _poller.WaitAsync(job, progress, cancellationToken);

    /// <summary>Waits until several jobs have ended.</summary>
    /// <param name="progress">Receives a job and its index after each poll, on any thread.</param>
    /// <param name="cancellationToken">Ends the waiting; the jobs continue.</param>
    public Task<SfBulkJob[]> WaitAllAsync(
        IReadOnlyList<SfBulkJob> several, Action<int, SfBulkJob> progress, CancellationToken cancellationToken = default) =>
        Task.WhenAll(several.Select((job, index) => WaitAsync(job, now => progress(index, now), cancellationToken)));

    /// <summary>Waits for several jobs in parallel, and returns each one, in order, when it has ended.</summary>
    /// <param name="timeout">Maximum time; null for no limit. A job that has not ended by then is returned in its last state.</param>
    /// <param name="progress">Receives the number of rows processed in all jobs; null if not needed.</param>
    /// <param name="cancellationToken">Ends the waiting; the jobs continue.</param>
    public IAsyncEnumerable<SfBulkJob> WaitEachAsync(
        IReadOnlyList<SfBulkJob> several, TimeSpan? timeout, IProgress<long>? progress, CancellationToken cancellationToken) =>
        _poller.WaitEachAsync(
            several, timeout, latest => progress?.Report(latest.Sum(job => job.RecordsProcessed ?? 0)), cancellationToken);

    /// <summary>The error of a job that failed or was aborted; null for other jobs.</summary>
    public static SfException? ErrorOf(SfBulkJob job)
    {
        var what = job.Kind == SfBulkJobKind.Query ? "query" : $"{job.Operation} of {job.Type}";
        return job.State switch
        {
            SfBulkJobState.Failed => new SfException(
                SfErrorKind.BulkJobFailed,
                $"Bulk job {job.Id} ({what}) failed: {job.ErrorMessage ?? "Salesforce gives no reason"}"
                    + $"{(job.RecordsProcessed > 0 ? $". It had processed {job.RecordsProcessed} rows" : string.Empty)}.",
                job.Kind == SfBulkJobKind.Query
                    ? "Correct the query as the message says, and run it again."
                    : Unprocessed(job).After("Correct what the message names.")),
            SfBulkJobState.Aborted => new SfException(
                SfErrorKind.BulkJobAborted,
                $"Bulk job {job.Id} ({what}) was aborted"
                    + (job.RecordsProcessed > 0 ? $" after {job.RecordsProcessed} rows." : "."),
                job.Kind == SfBulkJobKind.Query
                    ? "Run the query again."
                    : Unprocessed(job)),
            _ => null,
        };
    }

    private static Advice Unprocessed(SfBulkJob job) =>
        new("Rows that were written stay. Import those that were not.", NextStep.ReceiveBulkRows, job.Id, "Unprocessed");

    private Task<(SfBulkJob Job, TimeSpan? Pause)> PollAsync(SfBulkJob job, CancellationToken cancellationToken)
    {
        var session = _jobs.Session;
        return session.Rest.SendAsync(
            _jobs.Request(job, HttpMethod.Get) with { Retry = _poller.Retry },
            async (response, cancel) =>
            {
                var polled = await BulkJobJson.ReadAsync(response, job.Kind, job.Id, cancel).ConfigureAwait(false);
                return (polled, response.RetryAfter(session.Transport.Time.GetUtcNow()));
            },
            _jobs.Observer,
            cancellationToken);
    }
}
