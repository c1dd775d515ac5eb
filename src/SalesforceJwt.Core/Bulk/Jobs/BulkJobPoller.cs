namespace SalesforceJwt.Core.Bulk.Jobs;

/// <summary>
/// Waits for jobs to end: asks often at first, for small jobs are done in a moment, and ever less often later; where the server asks for a
/// pause (<c>Retry-After</c>), it gets that.
/// </summary>
/// <param name="jobs">The jobs of the session.</param>
internal sealed class BulkJobPoller(BulkJobClient jobs)
{
    private const double Growth = 1.6;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    // What a server asks for, which may be a day, or more than a timer can hold.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    // A job runs for hours: a network that is away for some minutes is no reason to give up.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Waits for a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="progress">Is told how the job is, each time; null for nobody.</param>
    /// <param name="cancellationToken">Ends the waiting; the job goes on.</param>
    /// <returns>The job, which has ended, well or not.</returns>
    public async Task<SfBulkJob> WaitAsync(SfBulkJob job, Action<SfBulkJob>? progress = null, CancellationToken cancellationToken = default)
    {
        for (var delay = First; ; delay = delay * Growth < Longest ? delay * Growth : Longest)
        {
            (job, var pause) = await AskAsync(job, cancellationToken).ConfigureAwait(false);
            progress?.Invoke(job);
            if (job.HasEnded)
            {
                return job;
            }

            await Task.Delay(
                pause is null ? delay : pause < LongestPause ? pause.Value : LongestPause, jobs.Session.Transport.Time,
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for several jobs at once.</summary>
    /// <param name="several">The jobs.</param>
    /// <param name="progress">Is told how a job is, by its place, each time; null for nobody. Called from any thread.</param>
    /// <param name="cancellationToken">Ends the waiting; the jobs go on.</param>
    /// <returns>The jobs in the same order.</returns>
    public Task<SfBulkJob[]> WaitAllAsync(IReadOnlyList<SfBulkJob> several, Action<int, SfBulkJob>? progress = null, CancellationToken cancellationToken = default)
    {
        return Task.WhenAll(several.Select((job, place) => WaitAsync(job, progress is null ? null : now => progress(place, now), cancellationToken)));
    }

    /// <summary>The error of a job that did not end well; null where it did.</summary>
    /// <param name="job">The job.</param>
    public static SfException? ErrorOf(SfBulkJob job)
    {
        var what = job.Kind == SfBulkJobKind.Query ? "query" : $"{job.Operation} of {job.Type}";
        return job.State switch
        {
            SfBulkJobState.Failed => new SfException(
                SfErrorKind.BulkJobFailed,
                $"Bulk job {job.Id} ({what}) failed: {job.ErrorMessage ?? "Salesforce gives no reason"}{(job.RecordsProcessed > 0 ? $". It had processed {job.RecordsProcessed} rows" : string.Empty)}.",
                job.Kind == SfBulkJobKind.Query
                    ? "Correct the query as the message says, and run it again."
                    : Unprocessed(job).After("Correct what the message names.")),
            SfBulkJobState.Aborted => new SfException(
                SfErrorKind.BulkJobAborted,
                $"Bulk job {job.Id} ({what}) was aborted{(job.RecordsProcessed > 0 ? $" after {job.RecordsProcessed} rows" : string.Empty)}.",
                job.Kind == SfBulkJobKind.Query
                    ? "Run the query again."
                    : Unprocessed(job)),
            _ => null,
        };
    }

    private static Advice Unprocessed(SfBulkJob job) =>
        new("Rows that were written stay. Import those that were not.", NextStep.ReceiveBulkRows, job.Id, "Unprocessed");

    private Task<(SfBulkJob Job, TimeSpan? Pause)> AskAsync(SfBulkJob job, CancellationToken cancellationToken)
    {
        var session = jobs.Session;
        var retry = session.Defaults.Retry;
        var request = jobs.Request(job, HttpMethod.Get) with
        {
            Retry = retry.MaximumRetryCount == 0 ? retry : retry with { MaximumRetryCount = Math.Max(20, retry.MaximumRetryCount), MaximumTotalDelay = Patience },
        };
        return session.Rest.SendAsync(
            request,
            async (response, cancel) =>
            {
                var body = await response.ReadAllAsync(cancel).ConfigureAwait(false);
                return (BulkJobJson.Parse(body, job.Kind, job.Id, response.Url), response.RetryAfter(session.Transport.Time.GetUtcNow()));
            },
            jobs.Observer,
            cancellationToken);
    }
}
