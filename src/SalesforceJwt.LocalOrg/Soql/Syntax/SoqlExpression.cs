namespace SalesforceJwt.LocalOrg.Soql.Syntax;

/// <summary>An expression that a query selects, compares or sorts by.</summary>
/// <param name="Position">Where it stands in the query.</param>
internal abstract record SoqlExpression(int Position);

/// <summary>A field as a query names it: <c>Name</c>, or <c>Account.Owner.Name</c> through relationships.</summary>
/// <param name="Segments">The names between the dots.</param>
/// <param name="Position">Where it stands in the query.</param>
internal sealed record FieldPath(IReadOnlyList<string> Segments, int Position) : SoqlExpression(Position);

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

/// <summary>A value written in a query.</summary>
/// <param name="Value">Text, bool, decimal, DateOnly, DateTimeOffset, <see cref="DateLiteral"/> or null.</param>
/// <param name="Position">Where it stands in the query.</param>
internal sealed record SoqlLiteral(object? Value, int Position);
