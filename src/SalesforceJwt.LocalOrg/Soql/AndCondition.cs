namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>Both conditions hold.</summary>
internal sealed record AndCondition(SoqlCondition Left, SoqlCondition Right) : SoqlCondition;
