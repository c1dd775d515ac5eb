namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>A condition of a WHERE clause.</summary>
internal abstract record SoqlCondition;
