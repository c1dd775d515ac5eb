using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Search;

/// <summary>Runs searches in SOSL (REST API Developer Guide: "Search").</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version, as <see cref="ApiVersion.Parse"/> gives it; null for the session's.</param>
internal sealed class SearchReader(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    /// <summary>Runs a search.</summary>
    /// <param name="sosl">The search.</param>
    /// <param name="parse">Converts the records; adds the child queries in them that have further pages, or a wrong count.</param>
    /// <returns>The records; a search has one page.</returns>
    /// <exception cref="SfException">The search failed.</exception>
    public async Task<RecordPage> ReadAsync(
        string sosl, Func<QueryPage, ICollection<ChildQuery>, object[]> parse, CancellationToken cancellationToken = default)
    {
        var options = new QueryOptions { ApiVersion = apiVersion };
        var isBatched = QueryBatch.IsNeeded(sosl);
        var version = !isBatched ? null : apiVersion ?? await session.GetApiVersionAsync(observer, cancellationToken).ConfigureAwait(false);
        var request = version is null
            ? new SfRequest { Uri = "search", Query = [new("q", sosl)], ApiVersion = apiVersion }
            : QueryBatch.Request("search", sosl, version, options);
        var page = await session.Rest.SendAsync(
            request,
            (response, cancel) => QueryPage.ReadAsync(response, isBatched, cancel),
            observer,
            cancellationToken).ConfigureAwait(false);
        var children = new ChildQueryReader(new QueryReader(session, options, observer).FetchAsync, parse);
        return await children.ReadAsync(page, cancellationToken).ConfigureAwait(false);
    }
}
