namespace SalesforceJwt.LocalOrg.Soql.Execution;

/// <summary>
/// Caches the results of queries for all records of an object, and their pages as JSON, until a record changes.
/// </summary>
internal sealed class QueryCache(Func<long> version)
{
    private const int MaxQueries = 16;
    private const long MaxPageBytes = 768L << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<QueryKey, (QueryCursor Cursor, long Version)> _queries = [];
    private long _pageBytes;

    /// <summary>The cached result; null if there is none, or a record has changed since.</summary>
    public QueryCursor? Find(QueryKey key)
    {
        lock (_gate)
        {
            return _queries.TryGetValue(key, out var known) && known.Version == version() ? known.Cursor : null;
        }
    }

    /// <summary>Caches a result.</summary>
    /// <param name="key">What the result depends on, besides the records.</param>
    /// <param name="cursor">The result.</param>
    /// <param name="asOf">The version of the records that it was computed from.</param>
    public void Add(QueryKey key, QueryCursor cursor, long asOf)
    {
        lock (_gate)
        {
            var outdated = _queries.Where(pair => pair.Key == key || pair.Value.Version != asOf || _queries.Count >= MaxQueries);
            foreach (var (old, known) in outdated.ToList())
            {
                _queries.Remove(old);
                _pageBytes -= known.Cursor.PageBytes;
                known.Cursor.ClearPages();
            }

            _queries[key] = (cursor, asOf);
        }
    }

    /// <summary>Caches a page, within the size limit.</summary>
    public void CachePage(QueryCursor cursor, string root, int start, int end, bool isGzip, byte[] page)
    {
        lock (_gate)
        {
            if (_pageBytes + page.Length <= MaxPageBytes
                && _queries.Values.Any(known => known.Cursor == cursor)
                && cursor.CachePage(root, start, end, isGzip, page))
            {
                _pageBytes += page.Length;
            }
        }
    }

    /// <summary>Removes all results.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _queries.Clear();
            _pageBytes = 0;
        }
    }
}
