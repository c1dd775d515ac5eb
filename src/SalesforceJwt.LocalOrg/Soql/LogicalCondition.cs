namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>Several conditions, of which all or at least one must hold.</summary>
/// <param name="IsAnd">True: all; false: at least one.</param>
/// <param name="Parts">The conditions.</param>
internal sealed record LogicalCondition(bool IsAnd, IReadOnlyList<SoqlCondition> Parts) : SoqlCondition;
