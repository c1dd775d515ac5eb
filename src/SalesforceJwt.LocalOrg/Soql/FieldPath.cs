namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>A field as a query names it: <c>Name</c>, or <c>Account.Owner.Name</c> through relationships.</summary>
/// <param name="Segments">The names between the dots.</param>
/// <param name="Position">Where it stands in the query.</param>
internal sealed record FieldPath(IReadOnlyList<string> Segments, int Position) : SoqlExpression(Position);
