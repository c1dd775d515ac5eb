namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>A word of a query.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Its text; that of a quoted text without quotes and escapes.</param>
/// <param name="Position">Where it begins in the query, from 0.</param>
internal sealed record SoqlToken(SoqlTokenKind Kind, string Value, int Position)
{
    /// <summary>Whether it is this word, in any case, and not a quoted text.</summary>
    public bool Is(string word) =>
        Kind is SoqlTokenKind.Name or SoqlTokenKind.Symbol && Value.Equals(word, StringComparison.OrdinalIgnoreCase);
}
