namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>An aggregate function of a field, such as <c>MAX(Amount)</c>.</summary>
/// <param name="Function">Its name in capitals.</param>
/// <param name="Field">The field.</param>
/// <param name="Position">Where it stands in the query.</param>
internal sealed record AggregateCall(string Function, FieldPath Field, int Position) : SoqlExpression(Position)
{
    private static readonly string[] Names = ["AVG", "COUNT", "COUNT_DISTINCT", "MAX", "MIN", "SUM"];

    /// <summary>Whether this is the name of an aggregate function.</summary>
    public static bool IsName(string word) => Names.Contains(word, StringComparer.OrdinalIgnoreCase);
}
