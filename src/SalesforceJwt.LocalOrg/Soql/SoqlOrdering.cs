namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>One key of an ORDER BY clause.</summary>
internal sealed record SoqlOrdering(SoqlExpression Expression, bool Descending, bool NullsFirst);
