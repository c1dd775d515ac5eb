using static SalesforceJwt.LocalOrg.Data.FieldType;
using static SalesforceJwt.LocalOrg.Data.Fields;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>Permission sets, their groups and licenses, and who has them.</summary>
internal static class PermissionObjects
{
    public static SObjectType PermissionSet() => new("PermissionSet", "Permission Set", "Permission Sets", "0PS", WithSystemFields(
    [
        Text("Name", 80) with { IsNameField = true, IsRequired = true, IsUnique = true },
        Text("Label", 80) with { IsRequired = true },
        Text("Description", 255),
        Text("NamespacePrefix", 15) with { IsReadOnly = true },
        Reference("ProfileId", "Profile", "Profile", "PermissionSets") with { IsReadOnly = true },
        Reference("PermissionSetGroupId", "PermissionSetGroup", "PermissionSetGroup") with { IsReadOnly = true },
        new("LicenseId", FieldType.Reference)
        {
            Length = 18,
            IsCreateOnly = true,
            ReferenceTo = "PermissionSetLicense",
            AlsoReferencesTo = ["UserLicense"],
        },
        new("IsCustom", FieldType.Boolean) { IsReadOnly = true },
        new("IsOwnedByProfile", FieldType.Boolean) { IsReadOnly = true },
        new("HasActivationRequired", FieldType.Boolean),
        Pick("Type", "Regular", "Profile", "Group") with { IsReadOnly = true },
        .. SystemPermissions.Fields,
    ]).WithoutIsDeleted())
    {
        IsSetup = true,
        Derive = record =>
        {
            record["IsOwnedByProfile"] = record["ProfileId"] is not null;
            record["IsCustom"] = record["ProfileId"] is null;
            record["Type"] = record["ProfileId"] is not null ? "Profile" : record["PermissionSetGroupId"] is not null ? "Group" : "Regular";
        },
    };

    public static SObjectType PermissionSetAssignment() =>
        new("PermissionSetAssignment", "Permission Set Assignment", "Permission Set Assignments", "0Pa",
        [
            IdField,
            Reference("PermissionSetId", "PermissionSet", "PermissionSet", "Assignments") with { IsCreateOnly = true },
            Reference("PermissionSetGroupId", "PermissionSetGroup", "PermissionSetGroup", "Assignments") with { IsCreateOnly = true },
            Reference("AssigneeId", "User", "Assignee", "PermissionSetAssignments") with { IsRequired = true, IsCreateOnly = true },
            new("IsActive", FieldType.Boolean) { IsReadOnly = true, IsTrueByDefault = true },
            new("ExpirationDate", FieldType.DateTime),
            SystemModstamp,
        ])
        {
            IsSetup = true,
        };

    public static SObjectType PermissionSetGroup() =>
        new("PermissionSetGroup", "Permission Set Group", "Permission Set Groups", "0PG", WithSystemFields(
            Text("DeveloperName", 80) with { IsNameField = true, IsRequired = true, IsUnique = true },
            Text("MasterLabel", 80) with { IsRequired = true },
            Pick("Language", "en_US") with { IsReadOnly = true },
            Text("NamespacePrefix", 15) with { IsReadOnly = true },
            Text("Description", 255),
            new("HasActivationRequired", FieldType.Boolean),
            Pick("Status", "Updated", "Outdated", "Updating", "Failed") with { IsReadOnly = true }).WithoutIsDeleted())
        {
            IsSetup = true,
            Derive = record =>
            {
                record["Language"] = "en_US";
                record["Status"] ??= "Updated";
            },
        };

    public static SObjectType PermissionSetGroupComponent() =>
        new("PermissionSetGroupComponent", "Permission Set Group Component", "Permission Set Group Components", "0PH", WithSystemFields(
            Reference("PermissionSetGroupId", "PermissionSetGroup", "PermissionSetGroup", "PermissionSetGroupComponents") with
            {
                IsRequired = true,
                IsCreateOnly = true,
            },
            Reference("PermissionSetId", "PermissionSet", "PermissionSet") with { IsRequired = true, IsCreateOnly = true })
                .WithoutIsDeleted())
        {
            IsSetup = true,
            Operations = RecordOperations.Create | RecordOperations.Delete,
        };

    public static SObjectType PermissionSetLicense() =>
        new("PermissionSetLicense", "Permission Set License", "Permission Set Licenses", "0PL", WithSystemFields(
            Text("DeveloperName", 80) with { IsNameField = true },
            Text("MasterLabel", 80),
            Pick("Language", "en_US"),
            Text("PermissionSetLicenseKey", 80),
            Pick("Status", "Active", "Disabled"),
            new("TotalLicenses", Int),
            new("UsedLicenses", Int),
            new("ExpirationDate", Date)).WithoutIsDeleted())
        {
            IsSetup = true,
            Operations = RecordOperations.None,
        };

    public static SObjectType PermissionSetLicenseAssign() => new(
        "PermissionSetLicenseAssign", "Permission Set License Assignment", "Permission Set License Assignments", "2LA", WithSystemFields(
            Reference("PermissionSetLicenseId", "PermissionSetLicense", "PermissionSetLicense", "PermissionSetLicenseAssignments") with
            {
                IsRequired = true,
                IsCreateOnly = true,
            },
            Reference("AssigneeId", "User", "Assignee", "PermissionSetLicenseAssignments") with { IsRequired = true, IsCreateOnly = true })
                .WithoutIsDeleted())
    {
        IsSetup = true,
        Operations = RecordOperations.Create | RecordOperations.Delete,
    };
}
