using SalesforceJwt.LocalOrg.Soql.Syntax;

namespace SalesforceJwt.LocalOrg.Soql.Parsing;

/// <summary>Reads the tokens of a query.</summary>
/// <param name="text">The query.</param>
/// <param name="start">Where the first token begins.</param>
internal sealed class SoqlTokenReader(string text, int start = 0)
{
    private readonly List<SoqlToken> _tokens = SoqlTokenizer.Tokenize(text, start);
    private int _next;

    public string Text => text;

    public SoqlToken Current => _tokens[_next];

    /// <summary>The token after the current one, or the end.</summary>
    public SoqlToken Following => _tokens[Math.Min(_next + 1, _tokens.Count - 1)];

    public SoqlToken Read() => _tokens[_next++];

    public bool Accept(string word)
    {
        if (!Current.Is(word))
        {
            return false;
        }

        _next++;
        return true;
    }

    public void Expect(string word)
    {
        if (!Accept(word))
        {
            throw Unexpected();
        }
    }

    public SoqlToken ExpectName() => Current.Kind == SoqlTokenKind.Name ? Read() : throw Unexpected();

    public List<T> List<T>(Func<T> parseItem)
    {
        var items = new List<T> { parseItem() };
        while (Accept(","))
        {
            items.Add(parseItem());
        }

        return items;
    }

    public Rest.ApiException Unexpected() => SoqlError.UnexpectedToken(text, Current);
}
