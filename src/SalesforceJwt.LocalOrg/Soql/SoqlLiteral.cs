namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>A value written in a query.</summary>
/// <param name="Value">Text, bool, decimal, DateOnly, DateTimeOffset, <see cref="DateLiteral"/> or null.</param>
/// <param name="Position">Where it stands in the query.</param>
internal sealed record SoqlLiteral(object? Value, int Position);
