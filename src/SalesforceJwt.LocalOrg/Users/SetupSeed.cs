using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg;

/// <summary>The profiles, licenses, roles and apps that an org starts with.</summary>
internal static class SetupSeed
{
    public const string MinimumAccess = "Minimum Access - Salesforce";

    private static readonly string[] BusinessObjects = ["Account", "Case", "Contact", "Opportunity"];

    /// <summary>Adds them to an org without records.</summary>
    public static void Fill(RecordStore records)
    {
        var full = AddLicense(records, "Salesforce", "SFDC", 1000);
        var platform = AddLicense(records, "Salesforce Platform", "AUL", 10);
        var all = SystemPermissions.Fields.Select(field => field.Name);
        var rights = AccessObjects.ObjectRights.Select(right => right.Field).ToArray();
        var administration = AddProfile(records, OrgUsers.Administrator, "X00e_SystemAdministrator", full, [.. all], rights[..6]);
        GrantFields(records, administration);
        const string Api = SystemPermissions.ApiEnabled;
        AddProfile(records, "Standard User", "X00e_StandardUser", full, [Api, "PermissionsRunReports"], rights[..4]);
        AddProfile(records, "Standard Platform User", "X00e_StandardPlatformUser", platform, [Api], rights[..1]);
        AddProfile(records, MinimumAccess, "X00e_MinimumAccess", full, [], []);
        records.Insert(records.Schema.PermissionSetLicense, record =>
        {
            record["DeveloperName"] = record["PermissionSetLicenseKey"] = "IdentityConnect";
            record["MasterLabel"] = "Identity Connect";
            record["Language"] = "en_US";
            record["Status"] = "Active";
            record["TotalLicenses"] = 10;
        });
        var ceo = AddRole(records, "CEO", null);
        AddRole(records, "CFO", ceo);
        AddRole(records, "COO", ceo);
        AddApp(records, "Sales", 1);
        AddApp(records, "Service", 2);
    }

    private static string AddLicense(RecordStore records, string name, string key, int total) => records.Insert(
        records.Schema.UserLicense,
        record =>
        {
            record["Name"] = record["MasterLabel"] = name;
            record["LicenseDefinitionKey"] = key;
            record["Status"] = "Active";
            record["TotalLicenses"] = total;
        }).Id;

    /// <returns>The id of the profile's permission set.</returns>
    private static string AddProfile(
        RecordStore records, string name, string permissionSetName, string license, string[] permissions, string[] objectRights)
    {
        var profile = records.Insert(records.Schema.Profile, record =>
        {
            record["Name"] = name;
            record["UserType"] = "Standard";
            record["UserLicenseId"] = license;
            Grant(record, permissions);
        });
        var set = records.Insert(records.Schema.PermissionSet, record =>
        {
            record["Name"] = permissionSetName;
            record["Label"] = name;
            record["ProfileId"] = profile.Id;
            record["LicenseId"] = license;
            Grant(record, permissions);
        });
        foreach (var type in objectRights.Length > 0 ? BusinessObjects : [])
        {
            records.Insert(records.Schema.ObjectPermissions, record =>
            {
                record["ParentId"] = set.Id;
                record["SobjectType"] = type;
                Grant(record, objectRights);
            });
        }

        return set.Id;
    }

    private static void GrantFields(RecordStore records, string permissionSet)
    {
        foreach (var type in BusinessObjects.Select(name => records.Schema.Find(name)!))
        {
            foreach (var field in type.Fields.Where(type.IsPermissionable))
            {
                records.Insert(records.Schema.FieldPermissions, record =>
                {
                    record["ParentId"] = permissionSet;
                    record["SobjectType"] = type.Name;
                    record["Field"] = $"{type.Name}.{field.Name}";
                    Grant(record, AccessObjects.FieldRights.Select(right => right.Field));
                });
            }
        }
    }

    private static void Grant(Record record, IEnumerable<string> permissions)
    {
        foreach (var permission in permissions)
        {
            record[permission] = true;
        }
    }

    private static string AddRole(RecordStore records, string name, string? parent) => records.Insert(
        records.Schema.UserRole,
        record =>
        {
            record["Name"] = name;
            record["ParentRoleId"] = parent;
        }).Id;

    private static void AddApp(RecordStore records, string name, int order)
    {
        var app = records.Insert(records.Schema.CustomApplication, record =>
        {
            record["DeveloperName"] = $"standard__{name}";
            record["Label"] = name;
        });
        records.Insert(records.Schema.AppMenuItem, record =>
        {
            record["SortOrder"] = order;
            record["Name"] = $"standard__{name}";
            record["Label"] = name;
            record["Type"] = "TabSet";
            record["ApplicationId"] = app.Id;
            record["IsAccessible"] = record["IsVisible"] = true;
        });
    }
}
