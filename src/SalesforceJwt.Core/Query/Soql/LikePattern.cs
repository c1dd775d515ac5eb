namespace SalesforceJwt.Core.Query.Soql;

/// <summary>Writes patterns of <c>LIKE</c> (SOQL and SOSL Reference: "Comparison Operators", "Quoted String Escape Sequences").</summary>
internal static class LikePattern
{
    /// <summary>The condition that a field matches one of the patterns.</summary>
    public static string AnyOf(string field, IEnumerable<string> patterns) =>
        $"({string.Join(" OR ", patterns.Select(pattern => $"{field} LIKE {Of(pattern)}"))})";

    /// <summary>The literal for a pattern with <c>*</c> and <c>?</c>; one without them matches the same text, whatever its case.</summary>
    public static string Of(string pattern) => SoqlLiteral.Of(pattern)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal)
        .Replace('*', '%')
        .Replace('?', '_');
}
