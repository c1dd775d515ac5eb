namespace SalesforceJwt.LocalOrg;

/// <summary>The permissions of users that the org checks.</summary>
public enum UserRight
{
    /// <summary>REST and SOAP calls: <c>PermissionsApiEnabled</c> of the profile or of a permission set of the user.</summary>
    ApiEnabled,

    /// <summary>Deploying metadata.</summary>
    ModifyMetadata,

    /// <summary>
    /// Deploying settings and permission sets, saving custom permissions, and what <see cref="ManageConnectedApps"/> gives.
    /// </summary>
    CustomizeApplication,

    /// <summary>Deploying external client apps and their policies.</summary>
    ManageExternalClientApplications,

    /// <summary>Reading and rotating the credentials of external client apps; needs <see cref="ViewClientSecret"/> too.</summary>
    ExternalClientAppDeveloper,

    /// <summary>Reading and rotating the credentials of external client apps; needs <see cref="ExternalClientAppDeveloper"/> too.</summary>
    ViewClientSecret,

    /// <summary>Creating permission sets, giving them access, and assigning them.</summary>
    AssignPermissionSets,

    /// <summary>Creating and changing users.</summary>
    ManageUsers,

    /// <summary>Freezing users; <see cref="ManageUsers"/> includes it.</summary>
    FreezeUsers,

    /// <summary>Setting and resetting passwords; <see cref="ManageUsers"/> includes it.</summary>
    ResetPasswords,

    /// <summary>Reading the setup audit trail, and who has which permission sets.</summary>
    ViewSetup,

    /// <summary>Reading event log files.</summary>
    ViewEventLogFiles,

    /// <summary>Seeing and revoking the tokens of other users.</summary>
    ManageConnectedApps,
}
