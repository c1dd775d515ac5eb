using System.Text.RegularExpressions;

namespace SalesforceJwt.Core.Query.Soql;

/// <summary><c>SELECT COUNT() FROM …</c>, which answers with a size and no records.</summary>
internal static partial class CountQuery
{
    /// <summary>Whether a query is a COUNT() query.</summary>
    public static bool Is(string soql) => Form().IsMatch(soql);

    /// <summary>Whether a request runs a COUNT() query.</summary>
    /// <param name="uri">Its URI.</param>
    /// <param name="query">Parameters that are added to it.</param>
    public static bool IsAsked(string uri, IEnumerable<KeyValuePair<string, string>> query) =>
        uri[(uri.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&')
        .Where(p => p.StartsWith("q=", StringComparison.Ordinal))
        .Select(p => Uri.UnescapeDataString(p[2..].Replace('+', ' ')))
        .Concat(query.Where(p => p.Key == "q").Select(p => p.Value))
        .Any(Is);

    [GeneratedRegex(@"^\s*SELECT\s+COUNT\s*\(\s*\)\s+FROM\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
