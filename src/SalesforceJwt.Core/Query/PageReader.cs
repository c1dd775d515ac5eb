using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace SalesforceJwt.Core.Query;

/// <summary>
/// Follows an answer from page to page. While the caller works on one page, the next ones are fetched, and parsed on other threads. A page
/// that fails is reported after all pages before it were returned.
/// </summary>
/// <param name="fetchFirst">Gets the first page.</param>
/// <param name="fetchNext">Gets a further page by its URL.</param>
/// <param name="ahead">The most pages that are fetched before the caller needs them.</param>
internal sealed class PageReader<TPage>(
    Func<CancellationToken, Task<TPage>> fetchFirst, Func<string, CancellationToken, Task<TPage>> fetchNext, int ahead)
    where TPage : IPage
{
    // No page of Salesforce has more records.
    private const int LargestPage = 2000;

    /// <summary>
    /// Records that the caller needs; a page that may lie behind them is not fetched before the caller asks for it. Null for all.
    /// </summary>
    public long? First { get; init; }

    /// <summary>Reads all pages.</summary>
    /// <typeparam name="T">What a page becomes.</typeparam>
    /// <param name="parse">Converts a page, on any thread, and several pages at once; disposes the page where that is needed.</param>
    /// <returns>The pages, in order.</returns>
    public async IAsyncEnumerable<T> ReadAsync<T>(
        Func<TPage, CancellationToken, Task<T>> parse, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = Channel.CreateBounded<Task<T>>(new BoundedChannelOptions(ahead) { SingleReader = true, SingleWriter = true });
        var guard = new PageLoopGuard();
        var fetching = Task.Run(() => FetchAheadAsync(parse, guard, pages.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var page in pages.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return await page.ConfigureAwait(false);
            }

            for (var next = await fetching.ConfigureAwait(false); next is not null;)
            {
                var page = await fetchNext(next, cancellationToken).ConfigureAwait(false);
                next = guard.Follow(page.Url, page.NextRecordsUrl, page.IsEmpty);
                yield return await parse(page, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            // The caller may stop early: requests under way are cancelled, and their errors are ignored.
            await stop.CancelAsync().ConfigureAwait(false);
            await fetching.ConfigureAwait(false);
            while (pages.Reader.TryRead(out var unread))
            {
                _ = unread.ContinueWith(
                    static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }
        }
    }

    /// <summary>Fetches the pages that are certainly needed.</summary>
    /// <returns>The URL of the first page that may not be needed; null if there is none.</returns>
    private async Task<string?> FetchAheadAsync<T>(
        Func<TPage, CancellationToken, Task<T>> parse,
        PageLoopGuard guard,
        ChannelWriter<Task<T>> writer,
        CancellationToken cancellationToken)
    {
        var most = 0L;
        try
        {
            for (var page = await fetchFirst(cancellationToken).ConfigureAwait(false); ;)
            {
                // The page may be parsed and disposed before the URL of the next one is looked at.
                var (current, url, next, isEmpty) = (page, page.Url, page.NextRecordsUrl, page.IsEmpty);
                await writer.WriteAsync(
                    Task.Run(() => parse(current, cancellationToken), CancellationToken.None), cancellationToken).ConfigureAwait(false);
                next = guard.Follow(url, next, isEmpty);
                if (next is null || (most += LargestPage) >= First)
                {
                    writer.Complete();
                    return next;
                }

                await writer.WaitToWriteAsync(cancellationToken).ConfigureAwait(false);
                page = await fetchNext(next, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            writer.Complete(e);
            return null;
        }
    }
}
