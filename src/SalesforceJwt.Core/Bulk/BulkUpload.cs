using SalesforceJwt.Core.Rest;

namespace SalesforceJwt.Core.Bulk;

/// <summary>
/// Uploads data to jobs. A job takes one upload only, whatever became of it; where one broke, its job is aborted and another one made,
/// which doubles nothing, since Salesforce begins with no job before it is told that its data is whole.
/// </summary>
internal sealed class BulkUpload(BulkJobs jobs, BulkIngest ingest)
{
    /// <summary>Makes a job, and sends it its data.</summary>
    /// <exception cref="SfException">It did not work, often enough; the job is aborted.</exception>
    public async Task SendAsync(BulkImportJob target, string path, CancellationToken cancellationToken)
    {
        var retry = jobs.Session.Defaults.Retry;
        var waited = TimeSpan.Zero;
        for (var attempt = 1; ; attempt++)
        {
            var job = target.Job = await jobs.CreateAsync(ingest, cancellationToken).ConfigureAwait(false);
            try
            {
                await SendAsync(job, path, cancellationToken).ConfigureAwait(false);
                break;
            }
            catch (SfException e)
            {
                await AbortAsync(target, cancellationToken).ConfigureAwait(false);
                if (!BulkJobs.IsUncertain(e) || retry.NextDelay(attempt, waited, null) is not { } delay)
                {
                    // The job is aborted, so there is no doubt left.
                    throw BulkJobs.IsUncertain(e) && e.InnerException is SfException cause ? cause : e;
                }

                jobs.Observer?.OnRetry($"{e.Message} Job {job.Id} was aborted before it began; its data goes into another one.", delay);
                await Task.Delay(delay, jobs.Session.Transport.Time, cancellationToken).ConfigureAwait(false);
                waited += delay;
            }
        }

        try
        {
            // Not cancelled: it takes a moment, and afterwards it is known whether Salesforce begins.
            target.Job = await jobs.CompleteUploadAsync(target.Job, CancellationToken.None).ConfigureAwait(false);
            target.IsUploaded = true;
        }
        catch (SfException e) when (BulkJobs.IsUncertain(e) || e.Kind == SfErrorKind.HostUnreachable)
        {
            // It may have begun, so it is not aborted; who gets the error looks after it.
            target.IsUploaded = true;
            throw;
        }
    }

    /// <summary>Aborts a job that has not begun, as well as it can: without that it stays open, does nothing, and Salesforce removes it after seven days.</summary>
    public async Task AbortAsync(BulkImportJob target, CancellationToken cancellationToken)
    {
        try
        {
            await jobs.AbortAsync(target.Job!, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SfException or OperationCanceledException)
        {
            // Told above: it does no harm.
        }

        target.Job = null;
    }

    private Task<bool> SendAsync(BulkJob job, string path, CancellationToken cancellationToken) => jobs.Session.Rest.SendAsync(
        jobs.Request(job, HttpMethod.Put, "/batches") with
        {
            Content = RequestBody.FromFile(path, "text/csv; charset=UTF-8"),
            Headers = [new("Content-Encoding", "gzip")],
            ActsOnce = true,
            Expect = ExpectedAnswer.NoContent with { Statuses = [201] },
        },
        static (_, _) => Task.FromResult(true),
        jobs.Observer,
        cancellationToken);
}
