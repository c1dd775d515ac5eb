using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>Results of queries whose later pages can still be asked for.</summary>
internal sealed class QueryCursors(Func<DateTimeOffset> now)
{
    // Salesforce keeps ten for each user and drops the oldest; here all users share a larger number.
    private const int MaxCursors = 100;

    // One page can have two thousand lists of child records.
    private const int MaxNestedCursors = 20_000;

    private readonly ConcurrentDictionary<string, QueryCursor> cursors = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> order = new();
    private readonly ConcurrentQueue<string> nestedOrder = new();
    private long last;

    /// <summary>How long a result can be read on after its query.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(2);

    /// <summary>Keeps a result and gives it an id.</summary>
    public QueryCursor Add(QueryResult result, int pageSize) => Add(result, pageSize, order, MaxCursors);

    /// <summary>Keeps a list of child records.</summary>
    public QueryCursor AddNested(QueryResult result, int pageSize) => Add(result, pageSize, nestedOrder, MaxNestedCursors);

    /// <summary>The result with this id, unless it is too old.</summary>
    public bool TryGet(string id, [NotNullWhen(true)] out QueryCursor? cursor) =>
        cursors.TryGetValue(id, out cursor) && cursor.CreatedAt + Lifetime > now();

    /// <summary>Forgets all results.</summary>
    public void Clear() => cursors.Clear();

    private QueryCursor Add(QueryResult result, int pageSize, ConcurrentQueue<string> queue, int most)
    {
        var cursor = new QueryCursor(SalesforceId.Create("01g", Interlocked.Increment(ref last)), result, pageSize, now());
        cursors[cursor.Id] = cursor;
        queue.Enqueue(cursor.Id);
        while (queue.Count > most && queue.TryDequeue(out var oldest))
        {
            cursors.TryRemove(oldest, out _);
        }

        return cursor;
    }
}
