using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>
/// Downloads the pages of a result set, several in parallel, and returns them in order. Each page names its successor, so that no page is
/// missed or read twice.
/// </summary>
internal sealed class ResultPageDownloader(BulkJobClient jobs, SfBulkJob job, ResultSet set)
{
    // Pages that are downloaded (and parsed) ahead of the current one: enough for two cores, few enough for flat memory.
    private const int PagesAhead = 3;

    /// <summary>Reads the pages in order.</summary>
    /// <param name="open">Starts the work on a page as soon as its download starts.</param>
    public async IAsyncEnumerable<T> ReadAsync<T>(Func<ResultPage, T> open, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        for (var locators = set == ResultSet.Query ? new ResultLocators(jobs, job) : null; ; locators = null)
        {
            var isPredicted = true;
            await foreach (var (page, opened) in DownloadAheadAsync(next, locators, open, cancellationToken).ConfigureAwait(false))
            {
                using (page)
                {
                    // The page before names another successor than the list of locators: start again from there, without the list.
                    isPredicted = page.Locator == next;
                    if (!isPredicted)
                    {
                        break;
                    }

                    yield return opened;
                    next = (await page.Headers.ConfigureAwait(false)).NextLocator;
                    if (next is null)
                    {
                        yield break;
                    }
                }
            }

            if (isPredicted)
            {
                throw new InvalidOperationException("The downloads ended before the last page.");
            }
        }
    }

    /// <summary>Downloads pages ahead of their reader.</summary>
    /// <param name="start">Locator of the first page to download; null for the first page of all.</param>
    private async IAsyncEnumerable<(ResultPage Page, T Opened)> DownloadAheadAsync<T>(
        string? start, ResultLocators? locators, Func<ResultPage, T> open, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = Channel.CreateBounded<(ResultPage Page, T Opened)>(
            new BoundedChannelOptions(PagesAhead) { SingleReader = true, SingleWriter = true });
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
            // The reader may stop early: downloads are cancelled, and their errors do not matter.
            await stop.CancelAsync().ConfigureAwait(false);
            await opening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (pages.Reader.TryRead(out var unread))
            {
                unread.Page.Dispose();
            }
        }

        async Task<string?> PredictAsync(string? locator, CancellationToken cancel) =>
            locator is null || locators is null ? null : await locators.AfterAsync(locator, cancel).ConfigureAwait(false);

        async Task OpenAllAsync(CancellationToken cancel)
        {
            ResultPage? page = null;
            try
            {
                for (var locator = start; ;)
                {
                    page = new ResultPage(jobs, Request(locator), locator, cancel);
                    var current = page;
                    await pages.Writer.WriteAsync((current, open(current)), cancel).ConfigureAwait(false);
                    page = null;
                    locator = await PredictAsync(locator, cancel).ConfigureAwait(false)
                        ?? (await current.Headers.WaitAsync(cancel).ConfigureAwait(false)).NextLocator;
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

                // The error of a page is thrown to its reader by the page itself.
                pages.Writer.Complete(e is SfException ? null : e);
            }
        }
    }

    private SfRequest Request(string? locator) => jobs.Request(job, HttpMethod.Get, Resource(set)) with
    {
        Query = locator is null ? [] : [new("locator", locator)],
        Headers = [new("Accept", "text/csv")],
        Expect = ExpectedAnswer.Csv,
    };

    private static string Resource(ResultSet set) => set switch
    {
        ResultSet.Successful => "/successfulResults",
        ResultSet.Failed => "/failedResults",
        ResultSet.Unprocessed => "/unprocessedrecords",
        _ => "/results",
    };
}
