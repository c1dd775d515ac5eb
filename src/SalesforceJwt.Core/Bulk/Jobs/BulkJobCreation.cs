namespace SalesforceJwt.Core.Bulk.Jobs;

/// <summary>
/// Creates jobs. If the response is lost or invalid, Salesforce may have created the job anyway. Such a job writes nothing, and the
/// error names it.
/// </summary>
internal sealed class BulkJobCreation(BulkJobClient jobs, SfBulkJobKind kind)
{
    private const int MaximumNamed = 3;

    // The clocks of this machine and of Salesforce may differ.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookUpLimit = TimeSpan.FromSeconds(10);

    public async Task<SfBulkJob> CreateAsync((string Name, string? Value)[] members, CancellationToken cancellationToken)
    {
        var since = jobs.Session.Transport.Time.GetUtcNow() - ClockTolerance;
        try
        {
            return await jobs.PostAsync(kind, members, cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e) when (BulkJobChange.IsUncertain(e))
        {
            var operation = Array.Find(members, m => m.Name == "operation").Value;
            var type = Array.Find(members, m => m.Name == "object").Value;
            var created = await FindAsync(
                job => job.CreatedAt > since
                    && job.Operation == operation
                    && (kind == SfBulkJobKind.Query
                        || (job.State == SfBulkJobState.Open && string.Equals(job.Type, type, StringComparison.OrdinalIgnoreCase))),
                cancellationToken).ConfigureAwait(false);
            throw new SfException(
                e.Kind,
                $"{e.Message.TrimEnd('.')}. {created}",
                new Advice("Look for the job, and abort it.", NextStep.FindBulkJob, kind.ToString()).After(e.Remedy ?? string.Empty),
                e);
        }
    }

    private async Task<string> FindAsync(Func<SfBulkJob, bool> matches, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LookUpLimit);
        var what = "Salesforce may have created a job anyway, "
            + (kind == SfBulkJobKind.Ingest ? "open and without data" : "whose results are not fetched");
        try
        {
            var found = new List<SfBulkJob>();
            await foreach (var job in jobs.ListAsync(kind, limit.Token).ConfigureAwait(false))
            {
                if (matches(job))
                {
                    found.Add(job);
                }
            }

            var ids = found.OrderByDescending(job => job.CreatedAt).Take(MaximumNamed).Select(job => job.Id).ToList();
            return ids.Count == 0
                ? "Salesforce has created no job."
                : $"{what}: of the jobs that it lists it can be {string.Join(" or ", ids)}"
                    + (ids.Count > 1 ? ", the newest first." : ".");
        }
        catch (Exception e) when (e is SfException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return $"{what}; the list of jobs could not be read either.";
        }
    }
}
