namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>A pattern of LIKE: <c>%</c> stands for any text, <c>_</c> for one character; case does not matter.</summary>
internal sealed class LikePattern
{
    private const char AnyText = '%';
    private const char AnyCharacter = '_';

    // Each character with whether it is a wildcard.
    private readonly List<(char Character, bool IsWildcard)> pattern = [];

    public LikePattern(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var isEscaped = text[i] == '\\' && i + 1 < text.Length && text[i + 1] is AnyText or AnyCharacter;
            i += isEscaped ? 1 : 0;
            pattern.Add((char.ToUpperInvariant(text[i]), !isEscaped && text[i] is AnyText or AnyCharacter));
        }
    }

    public bool Matches(string text)
    {
        var (position, next, anyText, resume) = (0, 0, -1, 0);
        while (position < text.Length)
        {
            if (next < pattern.Count && pattern[next] == (AnyText, true))
            {
                anyText = next++;
                resume = position;
            }
            else if (next < pattern.Count && MatchesOne(pattern[next], text[position]))
            {
                next++;
                position++;
            }
            else if (anyText >= 0)
            {
                // Let the last % take one character more.
                next = anyText + 1;
                position = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern.Skip(next).All(one => one == (AnyText, true));
    }

    private static bool MatchesOne((char Character, bool IsWildcard) one, char character) =>
        one.IsWildcard ? one.Character == AnyCharacter : one.Character == char.ToUpperInvariant(character);
}
