using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SalesforceJwt.Core.Bulk.Import;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>
/// Reads the results of bulk jobs. The pages of a query's results are downloaded several at once and given in order; each page names the
/// next one, so that none is lost or doubled.
/// </summary>
/// <param name="jobs">The jobs of the session.</param>
internal sealed class BulkResults(BulkJobs jobs)
{
    // Pages behind the present one that are downloaded (and turned into objects): enough for two cores, few enough to keep memory flat.
    private const int Ahead = 3;

    /// <summary>Saves results as one CSV file, as they come: the header once, then the rows of all pages. No half file is left, whatever happens.</summary>
    /// <param name="several">The jobs; their results have the same columns.</param>
    /// <param name="result">Which results.</param>
    /// <param name="path">Full path of the file; an existing one is replaced once the new one is whole.</param>
    /// <param name="progress">Is told the rows saved so far; null for nobody.</param>
    /// <returns>Rows and bytes of the file.</returns>
    public async Task<(long Records, long Bytes)> SaveAsync(
        IReadOnlyList<BulkJob> several, BulkResult result, string path, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        FileDownload.RequireTarget(path);
        using var file = new PartialFile(path, cancellationToken);
        var csv = new BulkFile(file, progress);
        _ = await SaveAsync(csv, several, result, cancellationToken).ConfigureAwait(false);
        file.Commit();
        return (csv.Records, file.Length);
    }

    /// <summary>Saves the results of several jobs to one file; makes no file if there are no rows.</summary>
    /// <returns>Rows of each job.</returns>
    internal async Task<long[]> SaveRowsAsync(
        IReadOnlyList<BulkJob> several, BulkResult result, string path, CancellationToken cancellationToken)
    {
        if (several.Count == 0)
        {
            return [];
        }

        using var file = new PartialFile(path, cancellationToken);
        var rows = await SaveAsync(new BulkFile(file, null), several, result, cancellationToken).ConfigureAwait(false);
        if (rows.Sum() > 0)
        {
            file.Commit();
        }

        return rows;
    }

    /// <summary>Reads results row by row.</summary>
    /// <typeparam name="T">What a row becomes.</typeparam>
    /// <param name="job">The job.</param>
    /// <param name="result">Which results.</param>
    /// <param name="make">Makes something of a row, on any thread, and of rows of several pages at once.</param>
    /// <returns>The rows in order, some hundreds at a time.</returns>
    public async IAsyncEnumerable<T[]> ReadAsync<T>(
        BulkJob job, BulkResult result, Func<BulkRow, T> make, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var check = new BulkResultCheck(job, result, "Its rows up to there were given out.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await foreach (var page in ReadPagesAsync(
                job, result, page => new BulkPageRows<T>(page, job.Delimiter, make, check, stop.Token),
                cancellationToken).ConfigureAwait(false))
            {
                check.Begin(await page.Columns.ConfigureAwait(false));
                var rows = 0L;
                await foreach (var some in page.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                {
                    rows += some.Length;
                    yield return some;
                }

                check.End(rows, await page.Head.ConfigureAwait(false));
            }

            check.Complete();
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task<long[]> SaveAsync(
        BulkFile csv, IReadOnlyList<BulkJob> several, BulkResult result, CancellationToken cancellationToken)
    {
        var rows = new long[several.Count];
        for (var place = 0; place < rows.Length; place++)
        {
            var pages = ReadPagesAsync(several[place], result, static page => page, cancellationToken);
            rows[place] = await csv.AppendAsync(several[place], result, pages, cancellationToken).ConfigureAwait(false);
        }

        return rows;
    }

    private static string Resource(BulkResult result) => result switch
    {
        BulkResult.Successful => "/successfulResults",
        BulkResult.Failed => "/failedResults",
        BulkResult.Unprocessed => "/unprocessedrecords",
        _ => "/results",
    };

    /// <summary>The pages in order. The next page is asked for only when the one before was read to its end.</summary>
    private async IAsyncEnumerable<T> ReadPagesAsync<T>(
        BulkJob job, BulkResult result, Func<BulkPage, T> open, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? expected = null;
        for (var locators = result == BulkResult.Query ? new BulkLocators(jobs, job) : null; ; locators = null)
        {
            var isAsExpected = true;
            await foreach (var (page, opened) in DownloadAheadAsync(job, result, expected, locators, open, cancellationToken).ConfigureAwait(false))
            {
                using (page)
                {
                    if (!(isAsExpected = page.Locator == expected))
                    {
                        break;
                    }

                    yield return opened;
                    expected = (await page.Head.ConfigureAwait(false)).NextLocator;
                    if (expected is null)
                    {
                        yield break;
                    }
                }
            }

            if (isAsExpected)
            {
                throw new InvalidOperationException("The downloads ended before the last page.");
            }
        }
    }

    /// <summary>Downloads pages ahead of their reader, from a locator on.</summary>
    private async IAsyncEnumerable<(BulkPage Page, T Opened)> DownloadAheadAsync<T>(
        BulkJob job, BulkResult result, string? start, BulkLocators? locators, Func<BulkPage, T> open, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = Channel.CreateBounded<(BulkPage Page, T Opened)>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        var opening = Task.Run(() => OpenAllAsync(stop.Token), CancellationToken.None);
        try
        {
            await foreach (var page in pages.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return page;
            }
        }
        finally
        {
            // The reader may have had enough: what is under way ends, and its errors are of no interest.
            await stop.CancelAsync().ConfigureAwait(false);
            await opening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (pages.Reader.TryRead(out var left))
            {
                left.Page.Dispose();
            }
        }

        async Task OpenAllAsync(CancellationToken cancel)
        {
            BulkPage? page = null;
            try
            {
                for (var locator = start; ;)
                {
                    page = new BulkPage(jobs, Request(job, result, locator), locator, cancel);
                    var current = page;
                    await pages.Writer.WriteAsync((current, open(current)), cancel).ConfigureAwait(false);
                    page = null;
                    locator = (locator is null || locators is null ? null : await locators.AfterAsync(locator, cancel).ConfigureAwait(false))
                        ?? (await current.Head.WaitAsync(cancel).ConfigureAwait(false)).NextLocator;
                    if (locator is null)
                    {
                        break;
                    }
                }

                pages.Writer.Complete();
            }
            catch (Exception e)
            {
                page?.Dispose();

                // A page that failed tells its error itself, once its reader has come to it.
                pages.Writer.Complete(e is SfException ? null : e);
            }
        }
    }

    private SfRequest Request(BulkJob job, BulkResult result, string? locator) => jobs.Request(job, HttpMethod.Get, Resource(result)) with
    {
        Query = locator is null ? [] : [new("locator", locator)],
        Headers = [new("Accept", "text/csv")],
        Expect = ExpectedAnswer.Csv,
    };
}
