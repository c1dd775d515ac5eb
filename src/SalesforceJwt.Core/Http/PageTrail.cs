using System.Globalization;

namespace SalesforceJwt.Core.Http;

/// <summary>The pages of one answer so far: a server that never comes to the last one is an error, and not a loop without end.</summary>
internal sealed class PageTrail
{
    // Where rows are filtered out page by page, some pages can be empty.
    private const int MostEmptyPages = 10;

    private readonly HashSet<string> _urls = new(StringComparer.Ordinal);
    private int _empty;

    /// <summary>Records a page.</summary>
    /// <param name="url">Where it came from, without its query.</param>
    /// <param name="next">The URL that it gives for the next one; null on the last.</param>
    /// <param name="isEmpty">Whether it holds nothing.</param>
    /// <returns><paramref name="next"/>, which is safe to follow.</returns>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>.</exception>
    public string? Follow(string url, string? next, bool isEmpty)
    {
        if (next is null)
        {
            return null;
        }

        _empty = isEmpty ? _empty + 1 : 0;
        return _empty > MostEmptyPages
            ? throw Endless(
                url,
                string.Create(CultureInfo.InvariantCulture, $"gave {_empty} empty pages one after the other, and says that more follow"))
            : _urls.Add(next) ? next
            : throw Endless(url, "gave the URL of a page that it has given before as that of the next one");
    }

    private static SfException Endless(string url, string what) => new(
        SfErrorKind.ResponseInvalid,
        $"{url} {what}: its pages would never end. The records before were given out.",
        "Run it again; if it goes on, look at the answer with Invoke-SfRest -Raw, "
            + "and check that nothing between here and Salesforce caches or changes answers.");
}
