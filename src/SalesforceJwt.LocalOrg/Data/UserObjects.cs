using static SalesforceJwt.LocalOrg.Data.FieldType;
using static SalesforceJwt.LocalOrg.Data.Fields;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>Users, and what their sign-in depends on. They cannot be saved in one transaction with business data.</summary>
internal static class UserObjects
{
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
        Text("CommunityNickname", 40),
        Text("Title", 80),
        Text("CompanyName", 80),
        Text("Department", 80),
        Text("Division", 80),
        new("Phone", Phone) { Length = 40 },
        new("MobilePhone", Phone) { Length = 40 },
        Text("City", 40),
        Text("Country", 80),
        Pick("UserType", "Standard") with { IsReadOnly = true },
        Reference("ProfileId", "Profile", "Profile", "Users") with { IsRequired = true },
        Reference("UserRoleId", "UserRole", "UserRole", "Users"),
        Reference("ManagerId", "User", "Manager"),
        Text("EmployeeNumber", 20),
        Text("FederationIdentifier", 512) with { IsUnique = true },
        Pick("TimeZoneSidKey", "GMT") with { IsRequired = true },
        Pick("LocaleSidKey", "en_US") with { IsRequired = true },
        Pick("EmailEncodingKey", Encodings) with { IsRequired = true, IsRestricted = true },
        Pick("LanguageLocaleKey", Languages) with { IsRequired = true, IsRestricted = true },
        new("IsActive", FieldType.Boolean) { IsTrueByDefault = true },
        new("LastLoginDate", FieldType.DateTime) { IsReadOnly = true },
        new("LastPasswordChangeDate", FieldType.DateTime) { IsReadOnly = true },
        new("UserPermissionsMarketingUser", FieldType.Boolean),
        new("UserPermissionsSFContentUser", FieldType.Boolean)).WithoutIsDeleted())
    {
        IsSearchable = true,
        IsSetup = true,
        IsTooling = true,
        CanHaveFiles = true,
        Operations = RecordOperations.Create | RecordOperations.Update,
        Derive = record => record["Name"] = $"{record["FirstName"]} {record["LastName"]}".Trim(),
    };

    /// <summary>Whether a user is frozen or locked out. The org makes one for each user.</summary>
    public static SObjectType UserLogin() => new("UserLogin", "User Login", "User Logins", "0Yw",
    [
        IdField,
        new("UserId", FieldType.Reference) { Length = 18, ReferenceTo = "User", IsReadOnly = true },
        new("IsFrozen", FieldType.Boolean),
        new("IsPasswordLocked", FieldType.Boolean),
        new("LastModifiedDate", FieldType.DateTime) { IsReadOnly = true },
        Reference("LastModifiedById", "User", "LastModifiedBy") with { IsReadOnly = true },
    ])
    {
        IsSetup = true,
        Operations = RecordOperations.Update,
    };

    public static SObjectType UserRole() => new("UserRole", "Role", "Role", "00E",
    [
        IdField,
        Text("Name", 80) with { IsNameField = true, IsRequired = true },
        Text("DeveloperName", 80) with { IsUnique = true },
        Reference("ParentRoleId", "UserRole", "ParentRole"),
        Text("RollupDescription", 80),
        new("LastModifiedDate", FieldType.DateTime) { IsReadOnly = true },
        Reference("LastModifiedById", "User", "LastModifiedBy") with { IsReadOnly = true },
        SystemModstamp,
    ])
    {
        IsSetup = true,
        Derive = record => record["DeveloperName"] ??= ((string)record["Name"]!).Replace(' ', '_'),
    };

    public static SObjectType Profile() => new("Profile", "Profile", "Profiles", "00e", WithSystemFields(
    [
        Text("Name", 255) with { IsNameField = true },
        Pick("UserType", "Standard"),
        Text("Description", 255),
        Reference("UserLicenseId", "UserLicense", "UserLicense"),
        .. SystemPermissions.Fields,
    ]).WithoutIsDeleted())
    {
        IsSetup = true,
        Operations = RecordOperations.None,
    };

    public static SObjectType UserLicense() => new("UserLicense", "User License", "User Licenses", "100",
    [
        IdField,
        Text("Name", 80) with { IsNameField = true },
        Text("MasterLabel", 80),
        Text("LicenseDefinitionKey", 80),
        Pick("Status", "Active", "Disabled"),
        new("TotalLicenses", Int),
        new("UsedLicenses", Int),
        new("CreatedDate", FieldType.DateTime),
        new("LastModifiedDate", FieldType.DateTime),
        SystemModstamp,
    ])
    {
        IsSetup = true,
        Operations = RecordOperations.None,
    };
}
