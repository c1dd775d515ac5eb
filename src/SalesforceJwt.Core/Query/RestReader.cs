using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Query;

/// <summary>Sends a request to any resource and reads its answer, or the records of all its pages.</summary>
/// <param name="session">The session.</param>
/// <param name="request">The request.</param>
/// <param name="parse">
/// Converts an answer, on any thread: the value, and the records in it, null if it has none. Adds the child queries in them that have
/// further pages, or a wrong count.
/// </param>
/// <param name="parseChildren">Converts a further page of a child query.</param>
internal sealed partial class RestReader(
    SfSession session,
    SfRequest request,
    Func<RestAnswer, ICollection<ChildQuery>, (object? Value, object[]? Records)> parse,
    Func<QueryPage, ICollection<ChildQuery>, object[]> parseChildren,
    IHttpObserver? observer)
{
    // While one page is written, the next one is on its way.
    private const int Ahead = 1;

    /// <summary>The query that a request runs; null if it runs none.</summary>
    public static string? QueryOf(SfRequest request) =>
        request.Uri[(request.Uri.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&')
        .Where(p => p.StartsWith("q=", StringComparison.Ordinal))
        .Select(p => Uri.UnescapeDataString(p[2..].Replace('+', ' ')))
        .Concat(request.Query.Where(p => p.Key == "q").Select(p => p.Value))
        .FirstOrDefault();

    /// <summary>Sends the request.</summary>
    public Task<RestAnswer> SendAsync(CancellationToken cancellationToken) =>
        session.Rest.SendAsync(request, RestAnswer.ReadAsync, observer, cancellationToken);

    /// <summary>Converts an answer. If it cannot be read, the outcome of a request that changes something is unknown.</summary>
    /// <exception cref="SfException">It cannot be read.</exception>
    public RestPage Parse(RestAnswer answer) => Parse(answer, []);

    private RestPage Parse(RestAnswer answer, List<ChildQuery> children)
    {
        try
        {
            var (value, records) = parse(answer, children);
            return new RestPage(answer.Response, value, records);
        }
        catch (SfException e) when (e.Kind == SfErrorKind.ResponseInvalid && request.MayChange)
        {
            throw UnknownOutcome.Of(request, e);
        }
    }

    /// <summary>Sends the request, and follows <c>nextRecordsUrl</c> to the last page.</summary>
    /// <exception cref="SfException">A page failed, or contradicts those before it. Those are returned first.</exception>
    public async IAsyncEnumerable<RestPage> ReadPagesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var isCount = QueryOf(request) is { } soql && CountQuery.Is(soql);

        // The total of a page in the middle is that of all pages.
        var startsInMiddle = PageUrl().IsMatch(request.Uri);
        var count = new RecordCountCheck();
        var pages = new PageReader<RestAnswer>(cancel => FetchAsync(request, cancel), FetchNextAsync, Ahead);
        await foreach (var (answer, page) in pages.ReadAsync(ParsePageAsync, cancellationToken).ConfigureAwait(false))
        {
            if (page.Records is not { } records)
            {
                yield return page;
                yield break;
            }

            var isLast = answer.NextRecordsUrl is null;
            var fault = isLast && answer.Head.Done is false ? NoNextPage(answer.Url)
                : isCount || startsInMiddle ? null
                : count.Add(answer.Url, records.Length, page.Total, isLast);
            yield return isLast && fault is not null ? page with { Fault = fault } : page;
            if (fault is not null && !isLast)
            {
                throw fault;
            }
        }
    }

    private async Task<(RestAnswer Answer, RestPage Page)> ParsePageAsync(RestAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            var children = new List<ChildQuery>();
            var page = Parse(answer, children) with { Total = answer.Head.TotalSize };
            var reader = new ChildQueryReader(FetchChildAsync, parseChildren);
            return (answer, page with { Fault = await reader.CompleteAsync(children, cancellationToken).ConfigureAwait(false) });
        }
        catch (SfException e)
        {
            return (answer, new RestPage(answer.Response, null, null) { Error = e });
        }
    }

    private static SfException NoNextPage(string url) => new(
        SfErrorKind.ResponseInvalid,
        $"{url} announces more records, but names no next page. The records that it has were returned.",
        new Advice(
            "Run it again. If the error persists, look at the response itself, and check that no proxy changes responses.",
            NextStep.ShowResponse));

    private Task<RestAnswer> FetchAsync(SfRequest page, CancellationToken cancellationToken) =>
        session.Rest.SendAsync(page, RestAnswer.ReadPageAsync, observer, cancellationToken);

    private Task<RestAnswer> FetchNextAsync(string nextRecordsUrl, CancellationToken cancellationToken) =>
        FetchAsync(Next(nextRecordsUrl), cancellationToken);

    private Task<QueryPage> FetchChildAsync(string nextRecordsUrl, CancellationToken cancellationToken) => session.Rest.SendAsync(
        Next(nextRecordsUrl), (response, cancel) => QueryPage.ReadAsync(response, isBatched: false, cancel), observer, cancellationToken);

    private SfRequest Next(string url) => request with { Method = HttpMethod.Get, Content = null, Uri = url, Query = [] };

    [GeneratedRegex("(^|/)query(All)?/[^/?]+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PageUrl();
}
