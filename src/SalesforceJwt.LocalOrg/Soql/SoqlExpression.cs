namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>What a query can select, compare or sort by.</summary>
/// <param name="Position">Where it stands in the query.</param>
internal abstract record SoqlExpression(int Position);
