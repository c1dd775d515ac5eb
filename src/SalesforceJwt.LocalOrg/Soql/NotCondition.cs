namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>A condition that must not hold.</summary>
internal sealed record NotCondition(SoqlCondition Inner) : SoqlCondition;
