using System.IO.Enumeration;

namespace SalesforceJwt.Core.Admin;

/// <summary>Texts with wildcards, one of which has to match.</summary>
internal static class NamePatterns
{
    /// <summary>Whether a text has wildcards.</summary>
    public static bool IsPattern(string text) => text.AsSpan().IndexOfAny('*', '?') >= 0;

    /// <summary>Whether a text matches one of the patterns, whatever its case; any does if there is no pattern.</summary>
    public static bool Match(IReadOnlyList<string> patterns, string? text) => patterns.Count == 0
        || patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern.Replace(@"\", @"\\", StringComparison.Ordinal), text));
}
