using System.Runtime.CompilerServices;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Query;

/// <summary>Queries of the module itself: short lists of records, read as a whole.</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class LookUp(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    /// <summary>The most ids in a list of one query: its URL may have about 16 KB.</summary>
    public const int MostInList = 250;

    // Of two lists in one query.
    private const int MostOfFirst = 100;
    private const int MostOfSecond = 150;

    /// <summary>Explains an error.</summary>
    public Func<SfException, SfException> Explain { get; init; } = static error => error;

    /// <summary>Whether the records hold secrets, so that no error quotes them.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Runs a query and reads all its records.</summary>
    /// <typeparam name="T">What a record becomes.</typeparam>
    /// <param name="soql">The query.</param>
    /// <param name="read">Reads a record.</param>
    /// <exception cref="SfException">The call failed; the error says why and what to do.</exception>
    public Task<List<T>> SelectAsync<T>(string soql, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        ReadPagesAsync(soql, read, cancellationToken).JoinAsync();

    /// <summary>Runs a query for some values at a time, since a query's URL may have about 16 KB, and reads all records.</summary>
    /// <param name="values">The values.</param>
    /// <param name="soql">The query for a list of values, as SOQL has it behind <c>IN</c>.</param>
    /// <param name="most">The most values of one query.</param>
    /// <inheritdoc cref="SelectAsync"/>
    public async Task<List<T>> SelectInAsync<T>(
        IEnumerable<string> values,
        Func<string, string> soql,
        Func<JsonElement, T> read,
        CancellationToken cancellationToken,
        int most = MostInList)
    {
        var found = new List<T>();
        foreach (var some in values.Distinct(StringComparer.Ordinal).Chunk(most))
        {
            found.AddRange(await SelectAsync(soql($"({SoqlLiteral.ListOf(some)})"), read, cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    /// <summary>Runs a query for some values of two lists at a time, and reads all records.</summary>
    /// <param name="first">The values of the first list.</param>
    /// <param name="second">The values of the second list.</param>
    /// <param name="soql">The query for values of both lists, as SOQL has them behind <c>IN</c>.</param>
    /// <inheritdoc cref="SelectAsync"/>
    public async Task<List<T>> SelectInAsync<T>(
        IEnumerable<string> first,
        IEnumerable<string> second,
        Func<string, string, string> soql,
        Func<JsonElement, T> read,
        CancellationToken cancellationToken)
    {
        var found = new List<T>();
        foreach (var some in first.Distinct(StringComparer.Ordinal).Chunk(MostOfFirst))
        {
            var firstList = $"({SoqlLiteral.ListOf(some)})";
            found.AddRange(await SelectInAsync(
                second, secondList => soql(firstList, secondList), read, cancellationToken, MostOfSecond).ConfigureAwait(false));
        }

        return found;
    }

    /// <summary>The API version in which queries are sent.</summary>
    public async Task<string> GetApiVersionAsync(CancellationToken cancellationToken) =>
        apiVersion ?? await session.GetApiVersionAsync(observer, cancellationToken).ConfigureAwait(false);

    /// <summary>Runs a query and reads its records page by page.</summary>
    /// <inheritdoc cref="SelectAsync"/>
    public async IAsyncEnumerable<List<T>> ReadPagesAsync<T>(
        string soql, Func<JsonElement, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var guard = new PageLoopGuard();
        var request = new SfRequest
        {
            Uri = "query",
            Query = [new("q", soql)],
            ApiVersion = apiVersion,
            SuppressNameAdvice = true,
            Expect = ExpectedAnswer.Json with { IsSecret = IsSecret },
        };
        while (true)
        {
            var (records, nextUrl) = await ReadPageAsync(request, read, cancellationToken).ConfigureAwait(false);
            yield return records;
            if (guard.Follow("The query", nextUrl, isEmpty: records.Count == 0) is not { } url)
            {
                yield break;
            }

            request = request with { Uri = url, Query = [] };
        }
    }

    private async Task<(List<T> Records, string? NextUrl)> ReadPageAsync<T>(
        SfRequest request, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await session.Rest.SendAsync(
                request,
                (response, cancel) => response.ReadJsonAsync<ValueTuple<List<T>, string?>>(
                    "a list of records",
                    root => ([.. root.GetProperty("records").EnumerateArray().Select(read)], root.Text("nextRecordsUrl")),
                    cancel),
                observer,
                cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e) when (Explain(e) is var explained && explained != e)
        {
            throw explained;
        }
    }
}
