namespace SalesforceJwt.Core.Query;

/// <summary>Pages of results.</summary>
internal static class Pages
{
    /// <summary>Reads all pages, and returns their items as one list.</summary>
    public static async Task<List<T>> JoinAsync<T>(this IAsyncEnumerable<List<T>> pages)
    {
        var all = new List<T>();
        await foreach (var page in pages.ConfigureAwait(false))
        {
            all.AddRange(page);
        }

        return all;
    }
}
