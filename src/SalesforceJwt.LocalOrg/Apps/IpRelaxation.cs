namespace SalesforceJwt.LocalOrg;

/// <summary>An app's "IP Relaxation" policy: whether <see cref="OrgUser.IsIpRestricted"/> applies to its sign-ins.</summary>
public enum IpRelaxation
{
    /// <summary>It does.</summary>
    Enforce,

    /// <summary>It does not.</summary>
    Bypass,

    /// <summary>It does not for a user with a second factor; sign-ins without a browser have none.</summary>
    BypassWithSecondFactor,

    /// <summary>It does not when a refresh token is used.</summary>
    EnforceRelaxRefresh,
}
