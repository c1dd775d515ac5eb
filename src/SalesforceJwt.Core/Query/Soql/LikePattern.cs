namespace SalesforceJwt.Core.Query.Soql;

/// <summary>Writes patterns of <c>LIKE</c> (SOQL and SOSL Reference: "Comparison Operators").</summary>
internal static class LikePattern
{
    /// <summary>The literal for a pattern with <c>*</c> and <c>?</c>; one without them matches the same text, whatever its case.</summary>
    public static string Of(string pattern) => SoqlLiteral.Of(pattern
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal)
        .Replace('*', '%')
        .Replace('?', '_'));
}
