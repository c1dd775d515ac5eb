using System.Globalization;

namespace SalesforceJwt.Core.Query;

/// <summary>Detects an answer whose pages never end, so that following them is an error and not an endless loop.</summary>
internal sealed class PageLoopGuard
{
    // Where rows are filtered out page by page, some pages can be empty.
    private const int MostEmptyPages = 10;

    private readonly HashSet<string> _urls = new(StringComparer.Ordinal);
    private int _empty;

    /// <summary>Records a page.</summary>
    /// <param name="source">Where it came from, such as its URL without the query.</param>
    /// <param name="next">The URL of the next page; null on the last one.</param>
    /// <param name="isEmpty">Whether it has no records.</param>
    /// <returns><paramref name="next"/>, which is safe to follow.</returns>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.ResponseInvalid"/>: the URL came before, or too many pages were empty.
    /// </exception>
    public string? Follow(string source, string? next, bool isEmpty)
    {
        if (next is null)
        {
            return null;
        }

        _empty = isEmpty ? _empty + 1 : 0;
        return _empty > MostEmptyPages
            ? throw Endless(
                source,
                string.Create(CultureInfo.InvariantCulture, $"returned {_empty} empty pages in a row, and announces more"))
            : _urls.Add(next) ? next
            : throw Endless(source, "gave the same URL for the next page as for an earlier one");
    }

    private static SfException Endless(string source, string what) => new(
        SfErrorKind.ResponseInvalid,
        $"{source} {what}: its pages would never end. The records before were returned.",
        QueryPage.RunAgain);
}
