using static SalesforceJwt.LocalOrg.Data.FieldType;
using static SalesforceJwt.LocalOrg.Data.Fields;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>Users, profiles and permission sets. They cannot be saved in one transaction with business data.</summary>
internal static class SetupObjects
{
    /// <summary>The permission "API Enabled" of profiles and permission sets.</summary>
    public const string ApiEnabled = "PermissionsApiEnabled";

    private static readonly string[] Languages =
    [
        "ar", "bg", "cs", "da", "de", "el", "en_GB", "en_US", "es", "es_MX", "fi", "fr", "he", "hr", "hu", "in", "it", "iw", "ja", "ko",
        "nl_NL", "no", "pl", "pt_BR", "pt_PT", "ro", "ru", "sk", "sl", "sv", "th", "tr", "uk", "vi", "zh_CN", "zh_TW",
    ];

    private static readonly string[] Encodings =
    [
        "UTF-8", "ISO-8859-1", "Shift_JIS", "ISO-2022-JP", "EUC-JP", "ks_c_5601-1987", "Big5", "GB2312", "Big5-HKSCS", "x-SJIS_0213",
    ];

    public static SObjectType User() => new("User", "User", "Users", "005", WithSystemFields(
        Text("Username", 80) with { IsIdLookup = true, IsRequired = true },
        Text("Name", 121) with { IsNameField = true, IsReadOnly = true },
        Text("FirstName", 40),
        Text("LastName", 80) with { IsRequired = true },
        new("Email", Email) { Length = 128, IsIdLookup = true, IsRequired = true },
        Text("Alias", 8) with { IsRequired = true },
        Text("Title", 80),
        Text("Department", 80),
        Pick("UserType", "Standard") with { IsReadOnly = true },
        Reference("ProfileId", "Profile", "Profile", "Users") with { IsRequired = true },
        Reference("ManagerId", "User", "Manager"),
        Text("EmployeeNumber", 20),
        Text("FederationIdentifier", 512),
        Pick("TimeZoneSidKey", "GMT") with { IsRequired = true },
        Pick("LocaleSidKey", "en_US") with { IsRequired = true },
        Pick("EmailEncodingKey", Encodings) with { IsRequired = true, IsRestricted = true },
        Pick("LanguageLocaleKey", Languages) with { IsRequired = true, IsRestricted = true },
        new("IsActive", FieldType.Boolean) { IsTrueByDefault = true },
        new("LastLoginDate", FieldType.DateTime) { IsReadOnly = true }).WithoutIsDeleted())
    {
        IsSearchable = true,
        IsSetup = true,
        IsTooling = true,
        CanHaveFiles = true,
        Operations = RecordOperations.Create | RecordOperations.Update,
        Derive = record => record["Name"] = $"{record["FirstName"]} {record["LastName"]}".Trim(),
    };

    public static SObjectType Profile() => new("Profile", "Profile", "Profiles", "00e", WithSystemFields(
        Text("Name", 255) with { IsNameField = true },
        Pick("UserType", "Standard"),
        Text("Description", 255),
        new(ApiEnabled, FieldType.Boolean)).WithoutIsDeleted())
    {
        IsSetup = true,
        Operations = RecordOperations.None,
    };

    public static SObjectType PermissionSet() => new("PermissionSet", "Permission Set", "Permission Sets", "0PS", WithSystemFields(
        Text("Name", 80) with { IsNameField = true, IsRequired = true, IsUnique = true },
        Text("Label", 80) with { IsRequired = true },
        Text("Description", 255),
        Text("NamespacePrefix", 15) with { IsReadOnly = true },
        Reference("ProfileId", "Profile", "Profile", "PermissionSets") with { IsReadOnly = true },
        new("IsCustom", FieldType.Boolean) { IsReadOnly = true },
        new("IsOwnedByProfile", FieldType.Boolean) { IsReadOnly = true },
        Pick("Type", "Regular", "Profile") with { IsReadOnly = true },
        new(ApiEnabled, FieldType.Boolean)).WithoutIsDeleted())
    {
        IsSetup = true,
        Derive = record =>
        {
            record["IsOwnedByProfile"] = record["ProfileId"] is not null;
            record["IsCustom"] = record["ProfileId"] is null;
            record["Type"] = record["ProfileId"] is null ? "Regular" : "Profile";
        },
    };

    public static SObjectType PermissionSetAssignment() =>
        new("PermissionSetAssignment", "Permission Set Assignment", "Permission Set Assignments", "0Pa",
        [
            IdField,
            Reference("PermissionSetId", "PermissionSet", "PermissionSet", "Assignments") with { IsRequired = true, IsCreateOnly = true },
            Reference("AssigneeId", "User", "Assignee", "PermissionSetAssignments") with { IsRequired = true, IsCreateOnly = true },
            SystemModstamp,
        ])
        {
            IsSetup = true,
            Operations = RecordOperations.Create | RecordOperations.Delete,
        };
}
