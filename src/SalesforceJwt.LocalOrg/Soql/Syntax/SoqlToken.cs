namespace SalesforceJwt.LocalOrg.Soql.Syntax;

/// <summary>A token of a query.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Value">Its text; of a string literal, without quotes and escapes.</param>
/// <param name="Position">Where it begins in the query, from 0.</param>
internal sealed record SoqlToken(SoqlTokenKind Kind, string Value, int Position)
{
    /// <summary>Whether it is this word, in any case, and not a string literal.</summary>
    public bool Is(string word) =>
        Kind is SoqlTokenKind.Name or SoqlTokenKind.Symbol && Value.Equals(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Kind of a <see cref="SoqlToken"/>.</summary>
internal enum SoqlTokenKind
{
    Name,
    Text,
    Number,
    Date,
    DateTime,
    Symbol,
    End,
}
