namespace SalesforceJwt.LocalOrg.Soql.Compiling;

/// <summary>A LIKE pattern: <c>%</c> matches any text, <c>_</c> one character; case is ignored.</summary>
internal sealed class LikePattern
{
    /// <summary>Marks a wildcard that a backslash escapes. No text has this character.</summary>
    public const char Escape = '\uFFFF';

    private const char AnyText = '%';
    private const char AnyCharacter = '_';

    // Each character with whether it is a wildcard.
    private readonly List<(char Character, bool IsWildcard)> _pattern = [];

    public LikePattern(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var isEscaped = text[i] == Escape && i + 1 < text.Length && text[i + 1] is AnyText or AnyCharacter;
            i += isEscaped ? 1 : 0;
            _pattern.Add((char.ToUpperInvariant(text[i]), !isEscaped && text[i] is AnyText or AnyCharacter));
        }
    }

    public bool Matches(string text)
    {
        var (position, next, anyText, resume) = (0, 0, -1, 0);
        while (position < text.Length)
        {
            if (next < _pattern.Count && _pattern[next] == (AnyText, true))
            {
                anyText = next++;
                resume = position;
            }
            else if (next < _pattern.Count && MatchesOne(_pattern[next], text[position]))
            {
                next++;
                position++;
            }
            else if (anyText >= 0)
            {
                // Backtrack: the last % matches one more character.
                next = anyText + 1;
                position = ++resume;
            }
            else
            {
                return false;
            }
        }

        return _pattern.Skip(next).All(one => one == (AnyText, true));
    }

    private static bool MatchesOne((char Character, bool IsWildcard) one, char character) =>
        one.IsWildcard ? one.Character == AnyCharacter : one.Character == char.ToUpperInvariant(character);
}
