using System.Runtime.CompilerServices;
using System.Threading.Channels;
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
internal sealed class ResultReader(BulkJobClient jobs)
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
        IReadOnlyList<SfBulkJob> several, ResultSet result, string path, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        FileDownload.RequireTarget(path);
        using var file = new PartialFile(path, cancellationToken);
        var csv = new ResultFile(file, progress);
        _ = await SaveAsync(csv, several, result, cancellationToken).ConfigureAwait(false);
        file.Commit();
        return (csv.Records, file.Length);
    }

    /// <summary>Saves the results of several jobs to one file; makes no file if there are no rows.</summary>
    /// <returns>Rows of each job.</returns>
    internal async Task<long[]> SaveRowsAsync(
        IReadOnlyList<SfBulkJob> several, ResultSet result, string path, CancellationToken cancellationToken)
    {
        if (several.Count == 0)
        {
            return [];
        }

        using var file = new PartialFile(path, cancellationToken);
        var rows = await SaveAsync(new ResultFile(file, null), several, result, cancellationToken).ConfigureAwait(false);
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
        SfBulkJob job, ResultSet result, Func<ResultRow, T> make, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var check = new ResultCheck(job, result, "Its rows up to there were returned.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await foreach (var page in ReadPagesAsync(
                job, result, page => new ResultPageRows<T>(page, job.Delimiter, make, check, stop.Token),
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
        ResultFile csv, IReadOnlyList<SfBulkJob> several, ResultSet result, CancellationToken cancellationToken)
    {
        var rows = new long[several.Count];
        for (var place = 0; place < rows.Length; place++)
        {
            var pages = ReadPagesAsync(several[place], result, static page => page, cancellationToken);
            rows[place] = await csv.AppendAsync(several[place], result, pages, cancellationToken).ConfigureAwait(false);
        }

        return rows;
    }

    private static string Resource(ResultSet result) => result switch
    {
        ResultSet.Successful => "/successfulResults",
        ResultSet.Failed => "/failedResults",
        ResultSet.Unprocessed => "/unprocessedrecords",
        _ => "/results",
    };

    /// <summary>The pages in order. The next page is asked for only when the one before was read to its end.</summary>
    private async IAsyncEnumerable<T> ReadPagesAsync<T>(
        SfBulkJob job, ResultSet result, Func<ResultPage, T> open, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? expected = null;
        for (var locators = result == ResultSet.Query ? new ResultLocators(jobs, job) : null; ; locators = null)
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
    private async IAsyncEnumerable<(ResultPage Page, T Opened)> DownloadAheadAsync<T>(
        SfBulkJob job, ResultSet result, string? start, ResultLocators? locators, Func<ResultPage, T> open, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = Channel.CreateBounded<(ResultPage Page, T Opened)>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
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
            ResultPage? page = null;
            try
            {
                for (var locator = start; ;)
                {
                    page = new ResultPage(jobs, Request(job, result, locator), locator, cancel);
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

    private SfRequest Request(SfBulkJob job, ResultSet result, string? locator) => jobs.Request(job, HttpMethod.Get, Resource(result)) with
    {
        Query = locator is null ? [] : [new("locator", locator)],
        Headers = [new("Accept", "text/csv")],
        Expect = ExpectedAnswer.Csv,
    };
}
