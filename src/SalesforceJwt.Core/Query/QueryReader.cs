using System.Runtime.CompilerServices;
using System.Threading.Channels;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Query;

/// <summary>
/// Reads a query's answer page by page (REST API Developer Guide: "Query"). While the caller works on one page, the next ones are on
/// their way and are parsed on other threads.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="options">How the query is run.</param>
internal sealed class QueryReader(SfSession session, QueryOptions options, IHttpObserver? observer = null)
{
    // Pages that are parsed or being parsed: enough to keep two cores busy, few enough to keep memory flat.
    private const int Ahead = 3;

    // No page has more rows, whatever was asked for.
    private const int LargestPage = 2000;

    /// <summary>Runs a query.</summary>
    /// <typeparam name="T">What a page becomes.</typeparam>
    /// <param name="soql">The query.</param>
    /// <param name="parse">Makes something of a page, on any thread, and for several pages at once; it disposes the page.</param>
    /// <returns>The pages, in order.</returns>
    /// <exception cref="SfException">The query failed. The pages before are given out first.</exception>
    public async IAsyncEnumerable<T> ReadAsync<T>(
        string soql, Func<QueryPage, CancellationToken, Task<T>> parse, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = Channel.CreateBounded<Task<T>>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        var trail = new PageTrail();
        var fetching = Task.Run(() => FetchAheadAsync(soql, parse, trail, pages.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var page in pages.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return await page.ConfigureAwait(false);
            }

            for (var next = await fetching.ConfigureAwait(false); next is not null;)
            {
                var page = await FetchAsync(next, cancellationToken).ConfigureAwait(false);
                next = trail.Follow(page.Url, page.NextRecordsUrl, page.IsEmpty);
                yield return await parse(page, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            // The caller may have had enough: what is under way ends, and its errors are of no interest.
            await stop.CancelAsync().ConfigureAwait(false);
            await fetching.ConfigureAwait(false);
            while (pages.Reader.TryRead(out var left))
            {
                _ = left.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }
        }
    }

    /// <summary>Gets a page by its URL: the next one of a query, or of a child query in it.</summary>
    /// <param name="nextRecordsUrl">The page's URL.</param>
    /// <exception cref="SfException">It failed; or the URL is not one of the instance's queries, and was not followed.</exception>
    public Task<QueryPage> FetchAsync(string nextRecordsUrl, CancellationToken cancellationToken)
    {
        RequireQueryUrl(nextRecordsUrl);
        return SendAsync(new SfRequest { Uri = nextRecordsUrl, Headers = Headers() }, isBatched: false, cancellationToken);
    }

    /// <summary>The URL comes from the server: a request that the token goes with is sent nowhere else than to a query.</summary>
    private void RequireQueryUrl(string url)
    {
        Uri? found = null;
        try
        {
            found = RequestUri.Resolve(url, [], session.Token.InstanceUrl, "1.0");
        }
        catch (SfException)
        {
            // Falls through to the error below.
        }

        if (found?.AbsolutePath.Contains("/query", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new SfException(
                SfErrorKind.ResponseInvalid,
                "The URL that the server gave for the next page is not that of a query on this instance, and was not followed. "
                    + "The records before it were given out.",
                QueryPage.RunAgain);
        }
    }

    /// <summary>Fetches the pages that are needed for certain.</summary>
    /// <returns>Where those begin that may not be needed; null where there are none.</returns>
    private async Task<string?> FetchAheadAsync<T>(
        string soql, Func<QueryPage, CancellationToken, Task<T>> parse, PageTrail trail, ChannelWriter<Task<T>> writer,
        CancellationToken cancellationToken)
    {
        string? next = null;
        var most = 0L;
        try
        {
            for (var page = await FetchFirstAsync(soql, cancellationToken).ConfigureAwait(false); ;)
            {
                // The page may be parsed and disposed before the URL of the next one is looked at.
                var (current, url, isEmpty) = (page, page.Url, page.IsEmpty);
                next = page.NextRecordsUrl;
                await writer.WriteAsync(Task.Run(() => parse(current, cancellationToken), CancellationToken.None), cancellationToken).ConfigureAwait(false);
                next = trail.Follow(url, next, isEmpty);
                if (next is null || (most += LargestPage) >= options.First)
                {
                    break;
                }

                page = await FetchAsync(next, cancellationToken).ConfigureAwait(false);
            }

            writer.Complete();
            return next;
        }
        catch (Exception e)
        {
            writer.Complete(e);
            return null;
        }
    }

    private async Task<QueryPage> FetchFirstAsync(string soql, CancellationToken cancellationToken)
    {
        var resource = (options.Tooling ? "tooling/" : string.Empty) + (options.IncludeDeleted ? "queryAll" : "query");
        if (QueryBatch.IsNeeded(soql))
        {
            var version = options.ApiVersion ?? await session.GetApiVersionAsync(observer, cancellationToken).ConfigureAwait(false);
            return await SendAsync(QueryBatch.Request(resource, soql, version, options), isBatched: true, cancellationToken).ConfigureAwait(false);
        }

        var request = new SfRequest { Uri = resource, Query = [new("q", soql)], Headers = Headers(), ApiVersion = options.ApiVersion };
        return await SendAsync(request, isBatched: false, cancellationToken).ConfigureAwait(false);
    }

    private Task<QueryPage> SendAsync(SfRequest request, bool isBatched, CancellationToken cancellationToken) =>
        session.Rest.SendAsync(request, (response, cancel) => QueryPage.ReadAsync(response, isBatched, cancel), observer, cancellationToken);

    private List<KeyValuePair<string, string>> Headers() =>
        options.BatchSize is { } size ? [new("Sforce-Query-Options", FormattableString.Invariant($"batchSize={size}"))] : [];
}
