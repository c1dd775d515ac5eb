namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>Walks through the words of a query.</summary>
/// <param name="text">The query.</param>
/// <param name="start">Where its first word is looked for.</param>
internal sealed class SoqlTokens(string text, int start = 0)
{
    private readonly List<SoqlToken> tokens = SoqlTokenizer.Tokenize(text, start);
    private int next;

    public string Text => text;

    public SoqlToken Current => tokens[next];

    /// <summary>The word after the current one; at the end the end itself.</summary>
    public SoqlToken Following => tokens[Math.Min(next + 1, tokens.Count - 1)];

    public SoqlToken Take() => tokens[next++];

    public bool Accept(string word)
    {
        if (!Current.Is(word))
        {
            return false;
        }

        next++;
        return true;
    }

    public void Expect(string word)
    {
        if (!Accept(word))
        {
            throw Unexpected();
        }
    }

    public SoqlToken ExpectName() => Current.Kind == SoqlTokenKind.Name ? Take() : throw Unexpected();

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
