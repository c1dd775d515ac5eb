using System.Text;

namespace SalesforceJwt.LocalOrg.Sosl;

/// <summary>Parses the expression in the braces of FIND: words, phrases in quotes, AND, OR, AND NOT, parentheses.</summary>
internal sealed class SearchExpressionParser
{
    // Characters that must be escaped with a backslash.
    private const string Reserved = "?&|!{}[]()^~*:\\\"'+-";

    private readonly string _search;
    private int _position;

    private SearchExpressionParser(string search, int start)
    {
        _search = search;
        _position = start;
    }

    /// <summary>Parses from behind the opening brace to the closing one.</summary>
    /// <returns>The condition, and the position after the closing brace.</returns>
    public static (Func<IReadOnlyList<string>, bool> Matches, int End) Parse(string search, int start)
    {
        var parser = new SearchExpressionParser(search, start);
        var matches = parser.ParseOr();
        parser.ExpectCharacter('}');
        return (matches, parser._position);
    }

    private Func<IReadOnlyList<string>, bool> ParseOr()
    {
        var left = ParseAnd();
        while (AcceptWord("OR"))
        {
            var (before, right) = (left, ParseAnd());
            left = texts => before(texts) || right(texts);
        }

        return left;
    }

    private Func<IReadOnlyList<string>, bool> ParseAnd()
    {
        var left = ParseTerm();
        while (true)
        {
            SkipSpace();
            var isAnd = AcceptWord("AND");
            var isNot = AcceptWord("NOT");
            if (!isAnd && !isNot && (_position == _search.Length || _search[_position] is '}' or ')' || IsWord("OR")))
            {
                return left;
            }

            var (before, right) = (left, ParseTerm());
            left = isNot ? texts => before(texts) && !right(texts) : texts => before(texts) && right(texts);
        }
    }

    private Func<IReadOnlyList<string>, bool> ParseTerm()
    {
        SkipSpace();
        if (Current == '(')
        {
            _position++;
            var inner = ParseOr();
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
        for (_position++; Current is { } character and not '"'; _position++)
        {
            _position += character == '\\' ? 1 : 0;
            text.Append(Current);
        }

        ExpectCharacter('"');
        return text.ToString();
    }

    private string ParseWord()
    {
        var text = new StringBuilder();
        for (; Current is { } character && !char.IsWhiteSpace(character) && character is not ('}' or ')'); _position++)
        {
            if (character == '\\')
            {
                // An escaped wildcard separates words, like any character that is neither letter nor digit.
                _position++;
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

    private char? Current => _position < _search.Length ? _search[_position] : null;

    private void SkipSpace()
    {
        while (Current is { } character && char.IsWhiteSpace(character))
        {
            _position++;
        }
    }

    private bool IsWord(string word) =>
        string.Compare(_search, _position, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0
        && _position + word.Length < _search.Length
        && (char.IsWhiteSpace(_search[_position + word.Length]) || _search[_position + word.Length] == '(');

    private bool AcceptWord(string word)
    {
        SkipSpace();
        if (!IsWord(word))
        {
            return false;
        }

        _position += word.Length;
        return true;
    }

    private void ExpectCharacter(char character)
    {
        SkipSpace();
        if (Current != character)
        {
            throw Mismatch(character);
        }

        _position++;
    }

    private Rest.ApiException Mismatch(char expected) => SoslError.Malformed(
        _search, _position, $"line 1:{_position} mismatched character '{Current?.ToString() ?? "<EOF>"}' expecting '{expected}'");
}
