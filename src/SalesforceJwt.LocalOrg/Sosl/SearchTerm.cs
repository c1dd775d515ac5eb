using SalesforceJwt.LocalOrg.Soql.Compiling;

namespace SalesforceJwt.LocalOrg.Sosl;

/// <summary>A word or phrase of a search. <c>*</c> and <c>?</c> are wildcards.</summary>
internal sealed class SearchTerm
{
    private readonly LikePattern[] _words;

    public SearchTerm(string text) =>
        _words = [.. Split(text, isPattern: true).Select(
            word => new LikePattern(word.TrimStart('*', '?').Replace('*', '%').Replace('?', '_')))];

    /// <summary>Number of characters that are not wildcards.</summary>
    public static int Length(string text) => text.Count(character => character is not ('*' or '?'));

    /// <summary>Whether the text contains the words in this order, with no other word between them.</summary>
    public bool IsIn(string text)
    {
        var found = Split(text, isPattern: false);
        for (var start = 0; start <= found.Count - _words.Length; start++)
        {
            if (!_words.Where((word, i) => !word.Matches(found[start + i])).Any())
            {
                return _words.Length > 0;
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
