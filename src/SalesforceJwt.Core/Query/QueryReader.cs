using System.Runtime.CompilerServices;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Query;

/// <summary>Runs a query and reads its answer page by page (REST API Developer Guide: "Query").</summary>
/// <param name="session">The session.</param>
/// <param name="options">How the query is run.</param>
internal sealed class QueryReader(SfSession session, QueryOptions options, IHttpObserver? observer = null)
{
    // Enough to keep two cores busy, few enough to keep memory flat.
    private const int Ahead = 4;

    /// <summary>Runs a query and reads its records, complete with those of child queries.</summary>
    /// <param name="soql">The query.</param>
    /// <param name="parse">
    /// Converts a page's records, on any thread; adds the child queries in it that have further pages, or a wrong count.
    /// </param>
    /// <exception cref="SfException">The query failed. The pages before are returned first.</exception>
    public async IAsyncEnumerable<RecordPage> ReadRecordsAsync(
        string soql,
        Func<QueryPage, ICollection<ChildQuery>, object[]> parse,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var children = new ChildQueryReader(FetchAsync, parse);
        var count = new RecordCountCheck();
        var remaining = options.First ?? long.MaxValue;
        await foreach (var page in ReadAsync(soql, children.ReadAsync, cancellationToken).ConfigureAwait(false))
        {
            if (page.Records.Length == 0 && page.Total is not null && CountQuery.Is(soql))
            {
                yield return page with { IsCount = true };
                yield break;
            }

            var found = page.Records.Length;
            var isEnough = found >= remaining;
            var fault = isEnough ? null : count.Add(page.Url, found, page.Total, page.IsLast);
            yield return page with
            {
                Records = found > remaining ? page.Records[..(int)remaining] : page.Records,
                Faults = fault is not null && page.IsLast ? [.. page.Faults, fault] : page.Faults,
            };
            if (isEnough)
            {
                yield break;
            }

            if (fault is not null && !page.IsLast)
            {
                throw fault;
            }

            remaining -= found;
        }
    }

    /// <summary>Runs a query and reads its pages.</summary>
    /// <typeparam name="T">What a page becomes.</typeparam>
    /// <param name="soql">The query.</param>
    /// <param name="parse">Converts a page, on any thread, and several pages at once; disposes the page.</param>
    /// <returns>The pages, in order.</returns>
    /// <exception cref="SfException">The query failed. The pages before are returned first.</exception>
    public IAsyncEnumerable<T> ReadAsync<T>(
        string soql, Func<QueryPage, CancellationToken, Task<T>> parse, CancellationToken cancellationToken = default) =>
        new PageReader<QueryPage>(cancel => FetchFirstAsync(soql, cancel), FetchAsync, Ahead) { First = options.First }
            .ReadAsync(parse, cancellationToken);

    /// <summary>Gets a page by its URL: the next one of a query, or of a child query in it.</summary>
    /// <exception cref="SfException">
    /// The request failed; or the URL is not that of a query on the instance, and was not followed.
    /// </exception>
    public Task<QueryPage> FetchAsync(string nextRecordsUrl, CancellationToken cancellationToken)
    {
        RequireQueryUrl(nextRecordsUrl);
        return SendAsync(new SfRequest { Uri = nextRecordsUrl, Headers = Headers() }, isBatched: false, cancellationToken);
    }

    /// <summary>The URL comes from the server: a request with the token is sent nowhere else than to a query.</summary>
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
                    + "The records before it were returned.",
                QueryPage.RunAgain);
        }
    }

    private async Task<QueryPage> FetchFirstAsync(string soql, CancellationToken cancellationToken)
    {
        var resource = (options.Tooling ? "tooling/" : string.Empty) + (options.IncludeDeleted ? "queryAll" : "query");
        if (QueryBatch.IsNeeded(soql))
        {
            var version = options.ApiVersion ?? await session.GetApiVersionAsync(observer, cancellationToken).ConfigureAwait(false);
            return await SendAsync(
                QueryBatch.Request(resource, soql, version, options), isBatched: true, cancellationToken).ConfigureAwait(false);
        }

        var request = new SfRequest { Uri = resource, Query = [new("q", soql)], Headers = Headers(), ApiVersion = options.ApiVersion };
        return await SendAsync(request, isBatched: false, cancellationToken).ConfigureAwait(false);
    }

    private Task<QueryPage> SendAsync(SfRequest request, bool isBatched, CancellationToken cancellationToken) =>
        session.Rest.SendAsync(
            request, (response, cancel) => QueryPage.ReadAsync(response, isBatched, cancel), observer, cancellationToken);

    private List<KeyValuePair<string, string>> Headers() =>
        options.PageSize is { } size ? [new("Sforce-Query-Options", FormattableString.Invariant($"batchSize={size}"))] : [];
}
