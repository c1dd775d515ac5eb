using System.Collections.Concurrent;

namespace SalesforceJwt.LocalOrg.Soql.Execution;

/// <summary>The result of a query whose pages are fetched one by one.</summary>
/// <param name="id">The id in the client's locators.</param>
/// <param name="userId">The user who ran the query: no other can fetch its pages.</param>
/// <param name="result">The result.</param>
/// <param name="pageSize">Rows per page, unless a request asks for another size.</param>
/// <param name="createdAt">When the query ran.</param>
internal sealed class QueryCursor(string id, string userId, QueryResult result, int pageSize, DateTimeOffset createdAt)
{
    private readonly ConcurrentDictionary<(string Root, int Start, int End, bool IsGzip), byte[]> _pages = new();

    public string Id => id;

    public string UserId => userId;

    public QueryResult Result => result;

    public int PageSize => pageSize;

    public DateTimeOffset CreatedAt => createdAt;

    /// <summary>Size of the cached pages.</summary>
    public long PageBytes => _pages.Values.Sum(page => (long)page.Length);

    /// <summary>A cached page; null if it is not cached.</summary>
    public byte[]? FindCachedPage(string root, int start, int end, bool isGzip) => _pages.GetValueOrDefault((root, start, end, isGzip));

    public bool CachePage(string root, int start, int end, bool isGzip, byte[] page) => _pages.TryAdd((root, start, end, isGzip), page);

    public void ClearPages() => _pages.Clear();
}
