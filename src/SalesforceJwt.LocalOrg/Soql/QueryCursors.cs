using System.Collections.Concurrent;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>Results of queries whose later pages can still be asked for.</summary>
internal sealed class QueryCursors
{
    // Salesforce keeps ten for each user and drops the oldest; here all users share a larger number.
    private const int MaxCursors = 100;

    private readonly ConcurrentDictionary<string, (QueryResult Result, int PageSize)> cursors = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> order = new();
    private long last;

    /// <summary>Keeps a result and gives it an id.</summary>
    public string Add(QueryResult result, int pageSize)
    {
        var id = SalesforceId.Create("01g", Interlocked.Increment(ref last));
        cursors[id] = (result, pageSize);
        order.Enqueue(id);
        while (order.Count > MaxCursors && order.TryDequeue(out var oldest))
        {
            cursors.TryRemove(oldest, out _);
        }

        return id;
    }

    /// <summary>The result with this id and the page size it began with.</summary>
    public bool TryGet(string id, out (QueryResult Result, int PageSize) cursor) => cursors.TryGetValue(id, out cursor);
}
