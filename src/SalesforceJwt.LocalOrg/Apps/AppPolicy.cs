namespace SalesforceJwt.LocalOrg;

/// <summary>Who may use a connected app: its "Permitted Users" policy.</summary>
public enum AppPolicy
{
    /// <summary>Each user approves the app once.</summary>
    AllUsersMaySelfAuthorize,

    /// <summary>An administrator assigns the users.</summary>
    AdminApproved,
}
