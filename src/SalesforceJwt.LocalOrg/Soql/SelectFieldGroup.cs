namespace SalesforceJwt.LocalOrg.Soql;

/// <summary><c>FIELDS(ALL)</c>, <c>FIELDS(STANDARD)</c> or <c>FIELDS(CUSTOM)</c>.</summary>
/// <param name="Group">The word in the parentheses, in capitals.</param>
/// <param name="Position">Where it stands in the query.</param>
internal sealed record SelectFieldGroup(string Group, int Position) : SelectItem(Position);
