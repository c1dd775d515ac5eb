using System.Text;

namespace SalesforceJwt.LocalOrg.Sosl;

/// <summary>Parses what stands in the braces of FIND: words, phrases in quotes, AND, OR, AND NOT, parentheses.</summary>
internal sealed class SearchExpressionParser
{
    // Characters that stand for themselves only after a backslash.
    private const string Reserved = "?&|!{}[]()^~*:\\\"'+-";

    private readonly string search;
    private int position;

    private SearchExpressionParser(string search, int start)
    {
        this.search = search;
        position = start;
    }

    /// <summary>Parses from behind the opening brace to the closing one.</summary>
    /// <returns>What is looked for, and where the search goes on.</returns>
    public static (Func<IReadOnlyList<string>, bool> Matches, int End) Parse(string search, int start)
    {
        var parser = new SearchExpressionParser(search, start);
        var matches = parser.ParseAny();
        parser.ExpectCharacter('}');
        return (matches, parser.position);
    }

    private Func<IReadOnlyList<string>, bool> ParseAny()
    {
        var left = ParseAll();
        while (AcceptWord("OR"))
        {
            var (before, right) = (left, ParseAll());
            left = texts => before(texts) || right(texts);
        }

        return left;
    }

    private Func<IReadOnlyList<string>, bool> ParseAll()
    {
        var left = ParseOne();
        while (true)
        {
            SkipSpace();
            var isAnd = AcceptWord("AND");
            var isNot = AcceptWord("NOT");
            if (!isAnd && !isNot && (position == search.Length || search[position] is '}' or ')' || IsWord("OR")))
            {
                return left;
            }

            var (before, right) = (left, ParseOne());
            left = isNot ? texts => before(texts) && !right(texts) : texts => before(texts) && right(texts);
        }
    }

    private Func<IReadOnlyList<string>, bool> ParseOne()
    {
        SkipSpace();
        if (Current == '(')
        {
            position++;
            var inner = ParseAny();
            ExpectCharacter(')');
            return inner;
        }

        var text = Current == '"' ? ParsePhrase() : ParseWord();
        if (SearchTerm.Length(text) < 2)
        {
            throw SoslError.TooShort(text);
        }

        var term = new SearchTerm(text);
        return texts => texts.Any(term.IsIn);
    }

    private string ParsePhrase()
    {
        var text = new StringBuilder();
        for (position++; Current is { } character and not '"'; position++)
        {
            position += character == '\\' ? 1 : 0;
            text.Append(Current);
        }

        ExpectCharacter('"');
        return text.ToString();
    }

    private string ParseWord()
    {
        var text = new StringBuilder();
        for (; Current is { } character && !char.IsWhiteSpace(character) && character is not ('}' or ')'); position++)
        {
            if (character == '\\')
            {
                // An escaped character separates words like any other that is neither letter nor digit.
                position++;
                text.Append(Current is '*' or '?' ? ' ' : Current);
            }
            else if (character is not ('*' or '?') && Reserved.Contains(character, StringComparison.Ordinal))
            {
                throw Mismatch('}');
            }
            else
            {
                text.Append(character);
            }
        }

        return text.ToString();
    }

    private char? Current => position < search.Length ? search[position] : null;

    private void SkipSpace()
    {
        while (Current is { } character && char.IsWhiteSpace(character))
        {
            position++;
        }
    }

    private bool IsWord(string word) =>
        string.Compare(search, position, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0
        && position + word.Length < search.Length
        && (char.IsWhiteSpace(search[position + word.Length]) || search[position + word.Length] == '(');

    private bool AcceptWord(string word)
    {
        SkipSpace();
        if (!IsWord(word))
        {
            return false;
        }

        position += word.Length;
        return true;
    }

    private void ExpectCharacter(char character)
    {
        SkipSpace();
        if (Current != character)
        {
            throw Mismatch(character);
        }

        position++;
    }

    private Rest.ApiException Mismatch(char expected) => SoslError.Malformed(
        search, position, $"line 1:{position} mismatched character '{Current?.ToString() ?? "<EOF>"}' expecting '{expected}'");
}
