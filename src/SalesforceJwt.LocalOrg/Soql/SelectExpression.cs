namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>A field or an aggregate function, by a name of its own if the query gives one.</summary>
internal sealed record SelectExpression(SoqlExpression Expression, SoqlToken? Alias) : SelectItem(Expression.Position);
