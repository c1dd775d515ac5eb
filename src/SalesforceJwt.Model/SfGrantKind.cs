namespace SalesforceJwt.Model;

/// <summary>What gives permissions to users.</summary>
public enum SfGrantKind
{
    /// <summary>The user's profile.</summary>
    Profile,

    /// <summary>A permission set.</summary>
    PermissionSet,

    /// <summary>A permission set group.</summary>
    Group,

    /// <summary>The policy of an app: all users may authorize it themselves.</summary>
    AppPolicy,
}
