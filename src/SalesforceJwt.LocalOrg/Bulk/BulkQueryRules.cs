using System.Text.RegularExpressions;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>Checks for SOQL that bulk queries do not support.</summary>
internal static partial class BulkQueryRules
{
    /// <exception cref="ApiException">Only the REST API supports the query.</exception>
    public static void Check(string query)
    {
        var text = Literal().Replace(query, "''");
        if (ChildQuery().IsMatch(text))
        {
            throw NotSupported("Aggregate Relationships not supported in Bulk V2 Query with CSV content type");
        }

        if (Aggregate().IsMatch(text))
        {
            throw NotSupported("Selecting aggregate functions not supported in Bulk Query");
        }

        if (Offset().IsMatch(text))
        {
            throw NotSupported("OFFSET clause not supported in Bulk Query");
        }

        if (TypeOf().IsMatch(text))
        {
            throw NotSupported("TYPEOF clause not supported in Bulk Query");
        }
    }

    private static ApiException NotSupported(string message) => ApiException.BadRequest("API_ERROR", message);

    [GeneratedRegex(@"'(?:\\.|[^'\\])*'", RegexOptions.Singleline)]
    private static partial Regex Literal();

    // Before the first FROM: after it, a query in parentheses is a semi-join, which is supported.
    [GeneratedRegex(@"^\s*SELECT\b(?:(?!\bFROM\b).)*\(\s*SELECT\b", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex ChildQuery();

    [GeneratedRegex(@"\b(?:AVG|COUNT|COUNT_DISTINCT|GROUPING|MAX|MIN|SUM)\s*\(|\bGROUP\s+BY\b", RegexOptions.IgnoreCase)]
    private static partial Regex Aggregate();

    [GeneratedRegex(@"\bOFFSET\s+\d", RegexOptions.IgnoreCase)]
    private static partial Regex Offset();

    [GeneratedRegex(@"\bTYPEOF\b", RegexOptions.IgnoreCase)]
    private static partial Regex TypeOf();
}
