using System.Globalization;
using System.Text;

namespace SalesforceJwt.Core.Search;

/// <summary>
/// Writes searches in SOSL (SOQL and SOSL Reference: "SOSL Syntax"). The search text is escaped, and cannot become SOSL.
/// </summary>
internal static class SoslText
{
    private const string Reserved = "?&|!{}[]()^~*:\\\"'+-";
    private const string Wildcards = "*?";

    private static readonly string[] Operators = ["and", "or", "not"];

    /// <summary>Writes a search.</summary>
    /// <param name="text">The search text: records are found that have all of its words.</param>
    /// <param name="wildcards">Whether <c>*</c> (any characters) and <c>?</c> (one) in it are wildcards.</param>
    /// <param name="scope">The fields that are searched.</param>
    /// <param name="returning">Objects and fields to return; empty for the ids of all records found.</param>
    /// <param name="first">The most records; null for Salesforce's 2,000.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.SearchTextInvalid"/>: Salesforce would not search for it.</exception>
    public static string Build(string text, bool wildcards, SearchScope scope, IReadOnlyList<SearchReturn> returning, int? first)
    {
        var words = Words(text, wildcards);
        var search = new StringBuilder("FIND {")
            .AppendJoin(' ', words.Select(w => Word(w, wildcards)))
            .Append("} IN ").Append(scope.ToString().ToUpperInvariant()).Append(" FIELDS");
        if (returning.Count > 0)
        {
            search.Append(" RETURNING ").AppendJoin(", ", returning);
        }

        if (first is { } limit)
        {
            search.Append(CultureInfo.InvariantCulture, $" LIMIT {limit}");
        }

        return search.ToString();
    }

    private static string Word(string word, bool wildcards)
    {
        if (Operators.Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            return $"\"{word}\"";
        }

        var escaped = new StringBuilder(word.Length + 4);
        foreach (var c in word)
        {
            if (Reserved.Contains(c, StringComparison.Ordinal) && !(wildcards && Wildcards.Contains(c, StringComparison.Ordinal)))
            {
                escaped.Append('\\');
            }

            escaped.Append(c);
        }

        return escaped.ToString();
    }

    /// <summary>
    /// The words of a text. Those without a letter or digit (the &amp; in a company's name) match nothing, and are left out.
    /// </summary>
    private static List<string> Words(string text, bool wildcards)
    {
        var words = text.Split(
            (char[]?)null,
            StringSplitOptions.RemoveEmptyEntries).Where(w => w.Any(c => char.IsLetterOrDigit(c) || char.IsSurrogate(c))).ToList();
        if (words.Count == 0)
        {
            throw Invalid($"'{text}' has no letter or digit to look for.");
        }

        foreach (var word in words)
        {
            // Letters of scripts that write no spaces are words by themselves.
            if (word.Count(char.IsLetterOrDigit) < 2
                && !word.Any(c => char.GetUnicodeCategory(c) == UnicodeCategory.OtherLetter || char.IsSurrogate(c)))
            {
                throw Invalid($"'{word}' is too short to look for: Salesforce wants two letters or digits in each word at least.");
            }

            if (wildcards && Wildcards.Contains(word[0], StringComparison.Ordinal))
            {
                throw Invalid($"'{word}' starts with a wildcard, which Salesforce does not take.");
            }
        }

        return words;
    }

    private static SfException Invalid(string message) => new(
        SfErrorKind.SearchTextInvalid,
        message,
        new Advice(
            "Look for whole words, or for their beginnings with a wildcard (acm*). "
                + "For single letters and ends of words use SOQL: WHERE Name LIKE '%x'.",
            NextStep.RunQuery));
}
