namespace SalesforceJwt.Model;

/// <summary>What gives permissions to users, besides their profile.</summary>
public enum SfPermissionSetKind
{
    /// <summary>A permission set.</summary>
    PermissionSet,

    /// <summary>A permission set group.</summary>
    Group,

    /// <summary>A permission set license.</summary>
    License,
}
