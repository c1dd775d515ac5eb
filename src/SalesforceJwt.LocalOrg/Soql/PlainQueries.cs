namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>
/// Results of queries that ask for all records of an object. Until a record changes, the next one who asks the same gets the
/// same result, with the pages that were written for the first.
/// </summary>
internal sealed class PlainQueries(Func<long> version)
{
    private const int MaxQueries = 16;
    private const long MaxPageBytes = 768L << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Text, bool WithDeleted, int PageSize), (QueryCursor Cursor, long Version)> queries = [];
    private long pageBytes;

    /// <summary>The result of an earlier query that still holds.</summary>
    public QueryCursor? Find(string text, bool withDeleted, int pageSize)
    {
        lock (gate)
        {
            return queries.TryGetValue((text, withDeleted, pageSize), out var known) && known.Version == version() ? known.Cursor : null;
        }
    }

    /// <summary>Remembers a result.</summary>
    /// <param name="text">The query.</param>
    /// <param name="withDeleted">Whether records in the recycle bin count.</param>
    /// <param name="cursor">The result.</param>
    /// <param name="asOf">The version of the records that it was made from.</param>
    public void Add(string text, bool withDeleted, QueryCursor cursor, long asOf)
    {
        lock (gate)
        {
            var key = (text, withDeleted, cursor.PageSize);
            foreach (var (old, known) in queries.Where(pair => pair.Key == key || pair.Value.Version != asOf || queries.Count >= MaxQueries).ToList())
            {
                queries.Remove(old);
                pageBytes -= known.Cursor.PageBytes;
                known.Cursor.ForgetPages();
            }

            queries[key] = (cursor, asOf);
        }
    }

    /// <summary>Keeps a page for the next one who asks, as long as there is room.</summary>
    public void KeepPage(QueryCursor cursor, string root, int start, int end, bool isGzip, byte[] page)
    {
        lock (gate)
        {
            if (pageBytes + page.Length <= MaxPageBytes
                && queries.Values.Any(known => known.Cursor == cursor)
                && cursor.KeepPage(root, start, end, isGzip, page))
            {
                pageBytes += page.Length;
            }
        }
    }

    /// <summary>Forgets all results.</summary>
    public void Clear()
    {
        lock (gate)
        {
            queries.Clear();
            pageBytes = 0;
        }
    }
}
