using System.Text.RegularExpressions;

namespace SalesforceJwt.Core.Query.Soql;

/// <summary><c>SELECT COUNT() FROM …</c>, which answers with a size and no records.</summary>
internal static partial class CountQuery
{
    /// <summary>Whether a query is a COUNT() query.</summary>
    public static bool Is(string soql) => Form().IsMatch(soql);

    [GeneratedRegex(@"^\s*SELECT\s+COUNT\s*\(\s*\)\s+FROM\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
