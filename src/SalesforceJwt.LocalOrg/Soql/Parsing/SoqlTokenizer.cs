using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SalesforceJwt.LocalOrg.Soql.Compiling;
using SalesforceJwt.LocalOrg.Soql.Syntax;

namespace SalesforceJwt.LocalOrg.Soql.Parsing;

/// <summary>Splits a query into tokens.</summary>
internal static partial class SoqlTokenizer
{
    // The hexadecimal digits of a character's code.
    private const int CodeLength = 4;

    private static readonly string[] Symbols = ["<=", ">=", "!=", "<>", "=", "<", ">", "(", ")", ",", ":"];

    /// <summary>The tokens of the query from a position on.</summary>
    public static List<SoqlToken> Tokenize(string query, int position = 0)
    {
        var tokens = new List<SoqlToken>();
        while (true)
        {
            while (position < query.Length && char.IsWhiteSpace(query[position]))
            {
                position++;
            }

            if (position == query.Length)
            {
                tokens.Add(new SoqlToken(SoqlTokenKind.End, "", position));
                return tokens;
            }

            position = ReadToken(query, position, tokens);
        }
    }

    private static int ReadToken(string query, int position, List<SoqlToken> tokens)
    {
        if (query[position] == '\'')
        {
            return ReadText(query, position, tokens);
        }

        if (Symbols.FirstOrDefault(symbol => string.CompareOrdinal(query, position, symbol, 0, symbol.Length) == 0) is { } symbol)
        {
            tokens.Add(new SoqlToken(SoqlTokenKind.Symbol, symbol, position));
            return position + symbol.Length;
        }

        var match = Word().Match(query, position);
        if (!match.Success)
        {
            throw SoqlError.UnexpectedCharacter(query, position);
        }

        var kind = match.Groups["datetime"].Success ? SoqlTokenKind.DateTime
            : match.Groups["date"].Success ? SoqlTokenKind.Date
            : match.Groups["number"].Success ? SoqlTokenKind.Number
            : SoqlTokenKind.Name;
        tokens.Add(new SoqlToken(kind, match.Value, position));
        return position + match.Length;
    }

    private static int ReadText(string query, int start, List<SoqlToken> tokens)
    {
        var text = new StringBuilder();
        for (var position = start + 1; position < query.Length; position++)
        {
            if (query[position] == '\'')
            {
                tokens.Add(new SoqlToken(SoqlTokenKind.Text, text.ToString(), start));
                return position + 1;
            }

            if (query[position] == '\\' && ++position < query.Length)
            {
                // LIKE needs to know which wildcards are escaped; a backslash that is escaped itself escapes nothing.
                if (query[position] is '%' or '_')
                {
                    text.Append(LikePattern.Escape).Append(query[position]);
                }
                else if (query[position] == 'u')
                {
                    text.Append(ReadCharacter(query, position));
                    position += CodeLength;
                }
                else
                {
                    text.Append(Unescape(query, position));
                }
            }
            else if (position < query.Length)
            {
                text.Append(query[position]);
            }
        }

        // The closing quote is missing.
        throw SoqlError.UnexpectedToken(query, new SoqlToken(SoqlTokenKind.End, "", query.Length));
    }

    private static char Unescape(string query, int position) => query[position] switch
    {
        'n' or 'N' => '\n',
        'r' or 'R' => '\r',
        't' or 'T' => '\t',
        'b' or 'B' => '\b',
        'f' or 'F' => '\f',
        '"' => '"',
        '\'' => '\'',
        '\\' => '\\',
        _ => throw SoqlError.IllegalSequence(query, position, query[position].ToString()),
    };

    /// <summary>The character of <c>\uXXXX</c>, whose <c>u</c> is at the position.</summary>
    private static char ReadCharacter(string query, int position)
    {
        var code = query.AsSpan(position + 1, Math.Min(CodeLength, query.Length - position - 1));
        return code.Length == CodeLength
            && ushort.TryParse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? (char)number
            : throw SoqlError.IllegalSequence(query, position, $"u{code}");
    }

    [GeneratedRegex(
        @"\G(?:(?<datetime>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))"
        + @"|(?<date>\d{4}-\d\d-\d\d)|(?<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|[A-Za-z_][\w.]*(?::\d+)?)",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Word();
}
