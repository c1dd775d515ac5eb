namespace SalesforceJwt.LocalOrg.Soql.Syntax;

/// <summary>An item of the SELECT list.</summary>
/// <param name="Position">Where it stands in the query.</param>
internal abstract record SelectItem(int Position);

/// <summary>A field or an aggregate function, with its alias if the query has one.</summary>
internal sealed record SelectExpression(SoqlExpression Expression, SoqlToken? Alias) : SelectItem(Expression.Position);

/// <summary><c>FIELDS(ALL)</c>, <c>FIELDS(STANDARD)</c> or <c>FIELDS(CUSTOM)</c>.</summary>
/// <param name="Group">The word in the parentheses, in capitals.</param>
/// <param name="Position">Where it stands in the query.</param>
internal sealed record SelectFieldGroup(string Group, int Position) : SelectItem(Position);

/// <summary>A query for the child records of each record: <c>(SELECT LastName FROM Contacts)</c>.</summary>
internal sealed record SelectChildren(SoqlQuery Query) : SelectItem(Query.From.Position);
