namespace SalesforceJwt.LocalOrg.Data;

/// <summary>The system permissions of profiles and permission sets: Boolean fields such as <c>PermissionsApiEnabled</c>.</summary>
internal static class SystemPermissions
{
    /// <summary>The permission "API Enabled".</summary>
    public const string ApiEnabled = "PermissionsApiEnabled";

    /// <summary>The fields, with Salesforce's labels.</summary>
    public static IReadOnlyList<SObjectField> Fields { get; } =
    [
        Permission("ApiEnabled", "API Enabled"),
        Permission("AssignPermissionSets", "Assign Permission Sets"),
        Permission("AuthorApex", "Author Apex"),
        Permission("BulkApiHardDelete", "Bulk API Hard Delete"),
        Permission("CustomizeApplication", "Customize Application"),
        Permission("DataExport", "Weekly Data Export"),
        Permission("EditReadonlyFields", "Edit Read Only Fields"),
        Permission("ExportReport", "Export Reports"),
        Permission("FreezeUsers", "Freeze Users"),
        Permission("ManageInternalUsers", "Manage Internal Users"),
        Permission("ManagePasswordPolicies", "Manage Password Policies"),
        Permission("ManageProfilesPermissionsets", "Manage Profiles and Permission Sets"),
        Permission("ManageRemoteAccess", "Manage Connected Apps"),
        Permission("ManageRoles", "Manage Roles"),
        Permission("ManageUsers", "Manage Users"),
        Permission("ModifyAllData", "Modify All Data"),
        Permission("ModifyMetadata", "Modify Metadata Through Metadata API Functions"),
        Permission("PasswordNeverExpires", "Password Never Expires"),
        Permission("ResetPasswords", "Reset User Passwords and Unlock Users"),
        Permission("RunReports", "Run Reports"),
        Permission("ViewAllData", "View All Data"),
        Permission("ViewAllUsers", "View All Users"),
        Permission("ViewEventLogFiles", "View Event Log Files"),
        Permission("ViewSetup", "View Setup and Configuration"),
    ];

    /// <summary>The field of a permission that the org checks; null if there is none, and administrators have it.</summary>
    public static string? FieldOf(UserRight right) => right switch
    {
        UserRight.ApiEnabled => ApiEnabled,
        UserRight.AssignPermissionSets => "PermissionsAssignPermissionSets",
        UserRight.CustomizeApplication => "PermissionsCustomizeApplication",
        UserRight.FreezeUsers => "PermissionsFreezeUsers",
        UserRight.ManageConnectedApps => "PermissionsManageRemoteAccess",
        UserRight.ManageUsers => "PermissionsManageUsers",
        UserRight.ModifyMetadata => "PermissionsModifyMetadata",
        UserRight.ResetPasswords => "PermissionsResetPasswords",
        UserRight.ViewEventLogFiles => "PermissionsViewEventLogFiles",
        UserRight.ViewSetup => "PermissionsViewSetup",
        _ => null,
    };

    private static SObjectField Permission(string name, string label) => new($"Permissions{name}", FieldType.Boolean) { Label = label };
}
