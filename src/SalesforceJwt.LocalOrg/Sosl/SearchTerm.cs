using SalesforceJwt.LocalOrg.Soql;

namespace SalesforceJwt.LocalOrg.Sosl;

/// <summary>A word, or several that must follow each other, that a search looks for. <c>*</c> and <c>?</c> in words are wildcards.</summary>
internal sealed class SearchTerm
{
    private readonly LikePattern[] words;

    public SearchTerm(string text) =>
        words = [.. Split(text, isPattern: true).Select(word => new LikePattern(word.TrimStart('*', '?').Replace('*', '%').Replace('?', '_')))];

    /// <summary>Characters that are no wildcards.</summary>
    public static int Length(string text) => text.Count(character => character is not ('*' or '?'));

    /// <summary>Whether the text has the words, in this order and without others between them.</summary>
    public bool IsIn(string text)
    {
        var found = Split(text, isPattern: false);
        for (var start = 0; start <= found.Count - words.Length; start++)
        {
            if (!words.Where((word, i) => !word.Matches(found[start + i])).Any())
            {
                return words.Length > 0;
            }
        }

        return false;
    }

    private static List<string> Split(string text, bool isPattern)
    {
        var found = new List<string>();
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (char.IsLetterOrDigit(text[i]) || (isPattern && text[i] is '*' or '?')))
            {
                continue;
            }

            if (i > start)
            {
                found.Add(text[start..i]);
            }

            start = i + 1;
        }

        return found;
    }
}
