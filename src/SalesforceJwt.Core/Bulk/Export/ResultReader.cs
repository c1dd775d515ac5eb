using System.Runtime.CompilerServices;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.FileSystem;

namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>Reads the results of bulk jobs that have ended: saves them as CSV, or makes an object of each row.</summary>
internal sealed class ResultReader(BulkJobClient jobs)
{
    /// <summary>Checks that a job has results.</summary>
    /// <exception cref="SfException">It has not ended, or its query failed.</exception>
    public static void RequireResults(SfBulkJob job)
    {
        if (!job.HasEnded)
        {
            throw new SfException(
                SfErrorKind.BulkJobUnfinished,
                $"Bulk job {job.Id} is {job.State}; it has no results yet.",
                new Advice("Wait for it first.", NextStep.WaitForBulkJob, job.Id));
        }

        if (job.Kind == SfBulkJobKind.Query && BulkJobPoller.ErrorOf(job) is { } error)
        {
            throw error;
        }
    }

    /// <summary>Saves results as one CSV file while they are downloaded. If that fails, no file is left behind.</summary>
    /// <param name="several">The jobs; their results have the same columns.</param>
    /// <param name="path">Full path of the file; an existing one is replaced once the new one is complete.</param>
    /// <param name="progress">Receives the number of rows saved so far; null if not needed.</param>
    /// <returns>Rows and bytes of the file.</returns>
    public async Task<(long Records, long Bytes)> SaveAsync(
        IReadOnlyList<SfBulkJob> several,
        ResultSet set,
        string path,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        PartialFile.RequireTarget(path);
        using var file = new PartialFile(path, cancellationToken);
        var csv = new ResultFile(file, progress);
        _ = await AppendAsync(csv, several, set, cancellationToken).ConfigureAwait(false);
        file.Commit();
        return (csv.Records, file.Length);
    }

    /// <summary>Saves results as one CSV file; creates no file if there are no rows.</summary>
    /// <returns>Rows of each job.</returns>
    public async Task<long[]> SaveRowsAsync(
        IReadOnlyList<SfBulkJob> several, ResultSet set, string path, CancellationToken cancellationToken)
    {
        if (several.Count == 0)
        {
            return [];
        }

        using var file = new PartialFile(path, cancellationToken);
        var rows = await AppendAsync(new ResultFile(file, null), several, set, cancellationToken).ConfigureAwait(false);
        if (rows.Sum() > 0)
        {
            file.Commit();
        }

        return rows;
    }

    /// <summary>Reads results row by row.</summary>
    /// <param name="make">Makes an object of a row. Called on any thread, and for rows of several pages in parallel.</param>
    /// <returns>The objects in the order of the rows, some hundreds at a time.</returns>
    public async IAsyncEnumerable<T[]> ReadAsync<T>(
        SfBulkJob job, ResultSet set, Func<ResultRow, T> make, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var check = new ResultCheck(job, set, "Its rows up to there were returned.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var pages = new ResultPageDownloader(jobs, job, set).ReadAsync(
                page => new ResultPageRows<T>(page, job.Delimiter, make, check, stop.Token), cancellationToken);
            await foreach (var page in pages.ConfigureAwait(false))
            {
                check.Begin(await page.Columns.ConfigureAwait(false));
                var rows = 0L;
                await foreach (var batch in page.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows += batch.Length;
                    yield return batch;
                }

                check.End(rows, await page.Headers.ConfigureAwait(false));
            }

            check.Complete();
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task<long[]> AppendAsync(
        ResultFile csv, IReadOnlyList<SfBulkJob> several, ResultSet set, CancellationToken cancellationToken)
    {
        var rows = new long[several.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            var pages = new ResultPageDownloader(jobs, several[i], set).ReadAsync(static page => page, cancellationToken);
            rows[i] = await csv.AppendAsync(several[i], set, pages, cancellationToken).ConfigureAwait(false);
        }

        return rows;
    }
}
