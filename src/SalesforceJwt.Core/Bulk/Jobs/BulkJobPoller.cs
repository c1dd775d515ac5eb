using System.Runtime.CompilerServices;

namespace SalesforceJwt.Core.Bulk.Jobs;

/// <summary>
/// Polls jobs until they have ended: often at first, since small jobs end soon, then less and less often. A pause that the server asks for
/// (<c>Retry-After</c>) is kept.
/// </summary>
internal sealed class BulkJobPoller(BulkJobClient jobs)
{
    private const double Growth = 1.6;

    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaximumInterval = TimeSpan.FromSeconds(10);

    // A server can ask for a day, or for more than a timer can hold.
    private static readonly TimeSpan MaximumPause = TimeSpan.FromMinutes(5);

    // A job can run for hours: a network outage of some minutes is no reason to give up.
    private static readonly TimeSpan RetryTime = TimeSpan.FromMinutes(5);

    /// <summary>Waits until a job has ended, in any state.</summary>
    /// <param name="progress">Receives the job after each poll; null if not needed.</param>
    /// <param name="cancellationToken">Ends the waiting; the job continues.</param>
    public async Task<SfBulkJob> WaitAsync(SfBulkJob job, Action<SfBulkJob>? progress = null, CancellationToken cancellationToken = default)
    {
        for (var delay = FirstInterval; ; delay = delay * Growth < MaximumInterval ? delay * Growth : MaximumInterval)
        {
            (job, var pause) = await PollAsync(job, cancellationToken).ConfigureAwait(false);
            progress?.Invoke(job);
            if (job.HasEnded)
            {
                return job;
            }

            await Task.Delay(
                pause is null ? delay : pause < MaximumPause ? pause.Value : MaximumPause, jobs.Session.Transport.Time,
                cancellationToken).ConfigureAwait(false);
        }
    }

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
    public async IAsyncEnumerable<SfBulkJob> WaitEachAsync(
        IReadOnlyList<SfBulkJob> several,
        TimeSpan? timeout,
        IProgress<long>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout ?? Timeout.InfiniteTimeSpan, jobs.Session.Transport.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        var latest = several.ToArray();
        try
        {
            var waits = several.Select((job, index) => job.HasEnded ? Task.FromResult(job) : WaitOneAsync(index)).ToList();
            foreach (var wait in waits)
            {
                yield return await wait.ConfigureAwait(false);
            }
        }
        finally
        {
            // After an error, or where the caller stops early, other jobs are still polled.
            await stop.CancelAsync().ConfigureAwait(false);
        }

        async Task<SfBulkJob> WaitOneAsync(int index)
        {
            try
            {
                return await WaitAsync(latest[index], job => Update(index, job), stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return latest[index];
            }
        }

        void Update(int index, SfBulkJob job)
        {
            latest[index] = job;
            progress?.Report(latest.Sum(j => j.RecordsProcessed ?? 0));
        }
    }

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
        var session = jobs.Session;
        var retry = session.Defaults.Retry;
        var request = jobs.Request(job, HttpMethod.Get) with
        {
            Retry = retry.MaximumRetryCount == 0
                ? retry
                : retry with { MaximumRetryCount = Math.Max(20, retry.MaximumRetryCount), MaximumTotalDelay = RetryTime },
        };
        return session.Rest.SendAsync(
            request,
            async (response, cancel) =>
            {
                var polled = await BulkJobJson.ReadAsync(response, job.Kind, job.Id, cancel).ConfigureAwait(false);
                return (polled, response.RetryAfter(session.Transport.Time.GetUtcNow()));
            },
            jobs.Observer,
            cancellationToken);
    }
}
