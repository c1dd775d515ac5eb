using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Search;

/// <summary>Runs searches in SOSL (REST API Developer Guide: "Search").</summary>
internal static class SearchReader
{
    /// <summary>Runs a search.</summary>
    /// <param name="session">The session.</param>
    /// <param name="sosl">The search.</param>
    /// <param name="apiVersion">The API version, as <see cref="ApiVersion.Parse"/> gives it; null for the session's.</param>
    /// <returns>The records, as the one page of an answer; the caller disposes it.</returns>
    /// <exception cref="SfException">The search failed; the error says why and what to do.</exception>
    public static async Task<QueryPage> ReadAsync(
        SfSession session, string sosl, string? apiVersion = null, IHttpObserver? observer = null, CancellationToken cancellationToken = default)
    {
        var isBatched = QueryBatch.IsNeeded(sosl);
        var request = isBatched
            ? QueryBatch.Request("search", sosl, apiVersion ?? await session.GetApiVersionAsync(observer, cancellationToken).ConfigureAwait(false), new QueryOptions { ApiVersion = apiVersion })
            : new SfRequest { Uri = "search", Query = [new("q", sosl)], ApiVersion = apiVersion };
        return await session.Rest.SendAsync(
            request, (response, cancel) => QueryPage.ReadAsync(response, isBatched, cancel), observer, cancellationToken).ConfigureAwait(false);
    }
}
