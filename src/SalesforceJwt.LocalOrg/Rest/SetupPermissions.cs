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
}
