using System.Collections.Concurrent;

namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>The result of a query whose pages are asked for one by one.</summary>
/// <param name="id">What the client knows it by.</param>
/// <param name="result">The result.</param>
/// <param name="pageSize">Rows of a page, unless a request says otherwise.</param>
/// <param name="createdAt">When the query ran.</param>
internal sealed class QueryCursor(string id, QueryResult result, int pageSize, DateTimeOffset createdAt)
{
    private readonly ConcurrentDictionary<(string Root, int Start, int End, bool IsGzip), byte[]> pages = new();

    public string Id => id;

    public QueryResult Result => result;

    public int PageSize => pageSize;

    public DateTimeOffset CreatedAt => createdAt;

    /// <summary>Bytes of the pages that are kept.</summary>
    public long PageBytes => pages.Values.Sum(page => (long)page.Length);

    /// <summary>A page that was written before.</summary>
    public byte[]? FindPage(string root, int start, int end, bool isGzip) => pages.GetValueOrDefault((root, start, end, isGzip));

    public bool KeepPage(string root, int start, int end, bool isGzip, byte[] page) => pages.TryAdd((root, start, end, isGzip), page);

    public void ForgetPages() => pages.Clear();
}
