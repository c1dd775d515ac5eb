using static SalesforceJwt.LocalOrg.Data.FieldType;
using static SalesforceJwt.LocalOrg.Data.Fields;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>What permission sets give access to: objects, fields, and setup entities such as Apex classes and apps.</summary>
internal static class AccessObjects
{
    /// <summary>The permissions on an object, each with those that it depends on.</summary>
    public static readonly IReadOnlyList<(string Field, string Label, string[] Needs)> ObjectRights =
    [
        ("PermissionsRead", "Read", []),
        ("PermissionsCreate", "Create", ["Read"]),
        ("PermissionsEdit", "Edit", ["Read"]),
        ("PermissionsDelete", "Delete", ["Edit", "Read"]),
        ("PermissionsViewAllRecords", "View All", ["Read"]),
        ("PermissionsModifyAllRecords", "Modify All", ["Delete", "Edit", "Read", "View All"]),
        ("PermissionsViewAllFields", "View All Fields", ["Read"]),
    ];

    /// <summary>The permissions on a field, each with those that it depends on.</summary>
    public static readonly IReadOnlyList<(string Field, string Label, string[] Needs)> FieldRights =
        [("PermissionsRead", "Read", []), ("PermissionsEdit", "Edit", ["Read"])];

    public static SObjectType ObjectPermissions() =>
        new("ObjectPermissions", "Object Permissions", "Object Permissions", "110", WithSystemFields(
        [
            Parent("ObjectPerms"),
            Pick("SobjectType") with { IsRequired = true, IsCreateOnly = true },
            .. ObjectRights.Select(right => new SObjectField(right.Field, FieldType.Boolean)),
        ]).WithoutIsDeleted())
        {
            IsSetup = true,
        };

    public static SObjectType FieldPermissions() => new("FieldPermissions", "Field Permissions", "Field Permissions", "01k",
    [
        IdField,
        Parent("FieldPerms"),
        Pick("SobjectType") with { IsRequired = true, IsCreateOnly = true },
        Pick("Field") with { IsRequired = true, IsCreateOnly = true },
        .. FieldRights.Select(right => new SObjectField(right.Field, FieldType.Boolean)),
        SystemModstamp,
    ])
    {
        IsSetup = true,
    };

    public static SObjectType SetupEntityAccess() => new(
        "SetupEntityAccess", "Setup Entity Access", "Setup Entity Access", "0J0",
        [
            IdField,
            Parent("SetupEntityAccessItems"),
            new("SetupEntityId", FieldType.Reference)
            {
                Length = 18,
                IsRequired = true,
                IsCreateOnly = true,
                ReferenceTo = "ExternalClientApplication",
                AlsoReferencesTo = ["ApexClass", "ConnectedApplication", "CustomPermission", "CustomApplication"],
            },
            Pick("SetupEntityType", "ApexClass", "ConnectedApplication", "CustomPermission", "ExternalClientApplication", "TabSet") with
            {
                IsReadOnly = true,
            },
            SystemModstamp,
        ])
    {
        IsSetup = true,
        Operations = RecordOperations.Create | RecordOperations.Delete,
        Derive = record => record["SetupEntityType"] = TypeOf((string)record["SetupEntityId"]!),
    };

    /// <summary>What the user who asks may do: one record, which everybody may read.</summary>
    public static SObjectType UserPermissionAccess() =>
        new("UserPermissionAccess", "User Permission Access", "User Permission Access", "0Uz",
        [
            IdField,
            .. SystemPermissions.Fields,
            new("LastCacheUpdate", FieldType.DateTime),
        ])
        {
            HidesIds = true,
            Operations = RecordOperations.None,
        };

    public static SObjectType CustomPermission() => new(
        "CustomPermission", "Custom Permission", "Custom Permissions", "0CP", WithSystemFields(
        Text("DeveloperName", 80) with { IsNameField = true, IsRequired = true, IsUnique = true },
        Text("MasterLabel", 80) with { IsRequired = true },
        Pick("Language", "en_US"),
        Text("NamespacePrefix", 15) with { IsReadOnly = true },
        Text("Description", 255),
        new("IsLicensed", FieldType.Boolean)))
    {
        IsSetup = true,
    };

    /// <summary>The apps of the App Launcher: Lightning and Classic apps (<c>TabSet</c>), and connected apps.</summary>
    public static SObjectType AppMenuItem() => new("AppMenuItem", "AppMenuItem", "AppMenuItem", "0DS", WithSystemFields(
        new SObjectField("SortOrder", Int),
        Text("Name", 80) with { IsNameField = true },
        Text("NamespacePrefix", 15),
        Text("Label", 80),
        Text("Description", 255),
        Pick("Type", "TabSet", "ConnectedApplication", "ExternalClientApplication"),
        new("ApplicationId", FieldType.Reference)
        {
            Length = 18,
            ReferenceTo = "ConnectedApplication",
            AlsoReferencesTo = ["CustomApplication", "ExternalClientApplication"],
        },
        new("IsAccessible", FieldType.Boolean),
        new("IsVisible", FieldType.Boolean)))
    {
        Operations = RecordOperations.None,
    };

    /// <summary>Lightning and Classic apps: <c>SetupEntityAccess</c> calls them <c>TabSet</c>.</summary>
    public static SObjectType CustomApplication() => new(
        "CustomApplication", "Custom Application", "Custom Applications", "02u", WithSystemFields(
        Text("DeveloperName", 80) with { IsNameField = true },
        Text("Label", 80),
        Text("Description", 255)).WithoutIsDeleted())
    {
        IsTooling = true,
        IsToolingOnly = true,
        Operations = RecordOperations.None,
    };

    /// <summary>The type of an entity by its id; null if no permission set can give access to it.</summary>
    private static string? TypeOf(string entityId) => entityId.Length < 3 ? null : entityId[..3] switch
    {
        "01p" => "ApexClass",
        "0H4" => "ConnectedApplication",
        "0CP" => "CustomPermission",
        "0xI" => "ExternalClientApplication",
        "02u" => "TabSet",
        _ => null,
    };

    private static SObjectField Parent(string childRelationshipName) =>
        Reference("ParentId", "PermissionSet", "Parent", childRelationshipName) with { IsRequired = true, IsCreateOnly = true };
}
