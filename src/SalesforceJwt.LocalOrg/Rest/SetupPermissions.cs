using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>The permissions that setup objects need.</summary>
internal static class SetupPermissions
{
    /// <summary>Checks that a user may save and delete records of an object.</summary>
    /// <exception cref="ApiException">The user lacks the permission.</exception>
    public static void CheckWrite(Org org, string userId, SObjectType type)
    {
        UserRight[] rights = type.Name switch
        {
            "User" or "UserRole" => [UserRight.ManageUsers],
            "UserLogin" => [UserRight.ManageUsers, UserRight.FreezeUsers],
            "PermissionSet" or "PermissionSetAssignment" or "PermissionSetGroup" or "PermissionSetGroupComponent"
                or "PermissionSetLicenseAssign" or "ObjectPermissions" or "FieldPermissions" or "SetupEntityAccess" =>
                [UserRight.AssignPermissionSets],
            "CustomPermission" => [UserRight.CustomizeApplication],
            _ => [],
        };
        if (rights.Length > 0 && org.Users.FindById(userId) is { } user && !Array.Exists(rights, user.Has))
        {
            throw ApiException.BadRequest("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id");
        }
    }

    /// <summary>Whether a user may read records of an object at all; Salesforce hides the object from others.</summary>
    public static bool CanQuery(OrgUser user, SObjectType type) => type.Name switch
    {
        "UserLogin" => user.Has(UserRight.ManageUsers) || user.Has(UserRight.FreezeUsers),
        "PermissionSetAssignment" =>
            user.Has(UserRight.ViewSetup) || user.Has(UserRight.AssignPermissionSets) || user.Has(UserRight.ManageUsers),
        "SetupAuditTrail" => user.Has(UserRight.ViewSetup),
        "EventLogFile" => user.Has(UserRight.ViewEventLogFiles),
        _ => true,
    };

    /// <summary>Which records of an object a user may read; null for all.</summary>
    public static Func<Record, bool>? VisibleTo(OrgUser user, SObjectType type)
    {
        if (!CanQuery(user, type))
        {
            return _ => false;
        }

        if (type.Name == "UserPermissionAccess")
        {
            var own = user.PermissionAccessId;
            return record => record.Id == own;
        }

        var seesAll = type.Name switch
        {
            "LoginHistory" => user.Has(UserRight.ManageUsers),
            "OauthToken" => user.Has(UserRight.CustomizeApplication) || user.Has(UserRight.ManageConnectedApps),
            _ => true,
        };
        return seesAll ? null
            : type.IndexOf("UserId") is var index and >= 0 ? record => user.Id.Equals(record[index])
            : _ => false;
    }
}
