namespace SalesforceJwt.LocalOrg;

/// <summary>What <c>commaSeparatedPermissionSet</c> of a policy has.</summary>
public enum PermissionSetReference
{
    /// <summary>Names.</summary>
    Names,

    /// <summary>Ids.</summary>
    Ids,

    /// <summary>Either.</summary>
    NamesOrIds,
}
