using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql.Execution;

/// <summary>Results of queries whose further pages can still be fetched.</summary>
internal sealed class QueryCursors(Func<DateTimeOffset> now, LocalOrgOptions options)
{
    // Salesforce keeps ten for each user and drops the oldest; here all users share a larger limit.
    private const int MaxCursors = 100;

    // One page can contain two thousand lists of child records.
    private const int MaxNestedCursors = 20_000;

    private readonly ConcurrentDictionary<string, QueryCursor> _cursors = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();
    private readonly ConcurrentQueue<string> _nestedOrder = new();
    private long _last;

    /// <summary>Stores a result under a new id.</summary>
    public QueryCursor Add(QueryResult result, int pageSize, string userId) => Add(result, pageSize, userId, _order, MaxCursors);

    /// <summary>Stores a list of child records under a new id.</summary>
    public QueryCursor AddNested(QueryResult result, int pageSize, string userId) =>
        Add(result, pageSize, userId, _nestedOrder, MaxNestedCursors);

    /// <summary>The user's result with this id, unless it has expired.</summary>
    public bool TryGet(string id, string userId, [NotNullWhen(true)] out QueryCursor? cursor) =>
        _cursors.TryGetValue(id, out cursor) && cursor.UserId == userId && cursor.CreatedAt + options.QueryLocatorLifetime > now();

    /// <summary>Removes all results.</summary>
    public void Clear() => _cursors.Clear();

    private QueryCursor Add(QueryResult result, int pageSize, string userId, ConcurrentQueue<string> queue, int most)
    {
        var cursor = new QueryCursor(SalesforceId.Create("01g", Interlocked.Increment(ref _last)), userId, result, pageSize, now());
        _cursors[cursor.Id] = cursor;
        queue.Enqueue(cursor.Id);
        while (queue.Count > most && queue.TryDequeue(out var oldest))
        {
            _cursors.TryRemove(oldest, out _);
        }

        return cursor;
    }
}
