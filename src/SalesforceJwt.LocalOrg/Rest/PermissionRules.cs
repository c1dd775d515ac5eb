using System.Text.RegularExpressions;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Salesforce's rules for permission sets, their groups, licenses and assignments.</summary>
internal sealed partial class PermissionRules(Org org)
{
    private Schema Schema => org.Schema;

    /// <summary>Checks the API name of a permission set or group.</summary>
    /// <exception cref="ApiException">It is invalid.</exception>
    public static void CheckName(Record record, string fieldName)
    {
        if (!DeveloperName().IsMatch((string)record[fieldName]!))
        {
            throw ApiException.BadRequest(
                "FIELD_INTEGRITY_EXCEPTION",
                "The API Name can only contain underscores and alphanumeric characters. It must be unique, begin with a letter, not "
                + "include spaces, not end with an underscore, and not contain two consecutive underscores.",
                fieldName);
        }
    }

    /// <summary>Checks a permission set. That of a profile or group changes with it only.</summary>
    /// <exception cref="ApiException">It breaks a rule.</exception>
    public static void CheckSet(Record set)
    {
        if (set["Type"] is "Profile" or "Group")
        {
            throw ApiException.BadRequest("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id");
        }

        CheckName(set, "Name");
    }

    /// <summary>
    /// Checks an assignment, which of a group is also that of the group's permission set. Only its expiry can be changed later, also when
    /// it has expired.
    /// </summary>
    /// <exception cref="ApiException">It breaks a rule.</exception>
    public void CheckAssignment(Record assignment)
    {
        if (assignment["ExpirationDate"] is DateTimeOffset expiry && expiry <= org.Now)
        {
            throw ApiException.BadRequest("FIELD_INTEGRITY_EXCEPTION", "The expiration date must be in the future.", "ExpirationDate");
        }

        assignment["IsActive"] = true;
        if (org.Records.Find(Schema.PermissionSetAssignment, assignment.Id) is not null)
        {
            return;
        }

        var user = (string)assignment["AssigneeId"]!;
        var (setId, groupId) = ((string?)assignment["PermissionSetId"], (string?)assignment["PermissionSetGroupId"]);
        if (setId is null == groupId is null)
        {
            throw setId is null
                ? ApiException.BadRequest("REQUIRED_FIELD_MISSING", "Required fields are missing: [PermissionSetId]", "PermissionSetId")
                : ApiException.BadRequest(
                    "FIELD_INTEGRITY_EXCEPTION", "Specify either a permission set or a permission set group.", "PermissionSetGroupId");
        }

        assignment["PermissionSetId"] = setId ??= org.PermissionSetGroups.SetOf(groupId!).Id;
        var set = org.Records.Find(Schema.PermissionSet, setId)!;
        if (set["Type"] is "Profile")
        {
            throw ApiException.BadRequest(
                "FIELD_INTEGRITY_EXCEPTION", "You can't assign a permission set that is owned by a profile.", "PermissionSetId");
        }

        if (By(Schema.PermissionSetAssignment, "AssigneeId", user).Exists(other => setId.Equals(other["PermissionSetId"])))
        {
            throw ApiException.BadRequest(
                "DUPLICATE_VALUE",
                $"Duplicate PermissionSetAssignment. Assignee: {SalesforceId.Key(user)}; Permission Set: {SalesforceId.Key(setId)}");
        }

        CheckLicense(set, user);
    }

    /// <summary>Checks an assignment of a license.</summary>
    /// <exception cref="ApiException">It breaks a rule.</exception>
    public void CheckLicenseAssignment(Record assignment)
    {
        var (user, license) = ((string)assignment["AssigneeId"]!, (string)assignment["PermissionSetLicenseId"]!);
        CheckNotRepeated(assignment, "AssigneeId", "PermissionSetLicenseId");
        var record = org.Records.Find(Schema.PermissionSetLicense, license)!;
        if (By(Schema.PermissionSetLicenseAssign, "PermissionSetLicenseId", license).Count >= (int?)record["TotalLicenses"])
        {
            throw ApiException.BadRequest(
                "LICENSE_LIMIT_EXCEEDED",
                $"Can't assign the permission set license {record["MasterLabel"]} to user {NameOf(user)}: all licenses are in use.");
        }
    }

    /// <summary>Checks a permission set's place in a group.</summary>
    /// <exception cref="ApiException">It breaks a rule.</exception>
    public void CheckComponent(Record component)
    {
        if (org.Records.Find(Schema.PermissionSet, (string)component["PermissionSetId"]!)!["Type"] is not "Regular")
        {
            throw ApiException.BadRequest(
                "FIELD_INTEGRITY_EXCEPTION", "You can't add this permission set to a permission set group.", "PermissionSetId");
        }

        CheckNotRepeated(component, "PermissionSetId", "PermissionSetGroupId");
    }

    /// <summary>Checks that no record has the same values in these fields.</summary>
    /// <exception cref="ApiException">One has.</exception>
    public void CheckNotRepeated(Record record, params string[] fieldNames)
    {
        var others = By(record.Type, fieldNames[0], (string)record[fieldNames[0]]!);
        bool IsSame(Record other) => Array.TrueForAll(fieldNames, name => Equals(other[name], record[name]));
        if (others.Find(other => other.Id != record.Id && IsSame(other)) is { } one)
        {
            throw ApiException.BadRequest(
                "DUPLICATE_VALUE",
                $"duplicate value found: {string.Join(", ", fieldNames)} duplicates value on record with id: {SalesforceId.Key(one.Id)}");
        }
    }

    /// <exception cref="ApiException">The record cannot be deleted.</exception>
    public void CheckDelete(Record record)
    {
        if (record.Type == Schema.PermissionSetAssignment && record["PermissionSetId"] is string id
            && org.Records.Find(Schema.PermissionSet, id)?["Type"] is "Profile")
        {
            throw ApiException.BadRequest("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id");
        }

        if (record.Type == Schema.PermissionSet
            && (record["Type"] is not "Regular"
                || By(Schema.PermissionSetAssignment, "PermissionSetId", record.Id).Count > 0
                || By(Schema.PermissionSetGroupComponent, "PermissionSetId", record.Id).Count > 0))
        {
            throw ApiException.BadRequest(
                "DELETE_FAILED",
                $"Cannot delete permission set {record["Name"]}: it is assigned to users, in a group, or owned by a profile or group.");
        }

        if (record.Type == Schema.PermissionSetGroup && By(Schema.PermissionSetAssignment, "PermissionSetGroupId", record.Id).Count > 0)
        {
            throw ApiException.BadRequest(
                "DELETE_FAILED", $"Cannot delete permission set group {record["DeveloperName"]}: it is assigned to users.");
        }
    }

    /// <summary>The records that are deleted with a permission set or group.</summary>
    public IEnumerable<Record> DeletedWith(Record record) =>
        record.Type == Schema.PermissionSet
            ? [
                .. By(Schema.SetupEntityAccess, "ParentId", record.Id),
                .. By(Schema.ObjectPermissions, "ParentId", record.Id),
                .. By(Schema.FieldPermissions, "ParentId", record.Id),
            ]
            : record.Type == Schema.PermissionSetGroup
            ? [
                .. By(Schema.PermissionSetGroupComponent, "PermissionSetGroupId", record.Id),
                .. By(Schema.PermissionSet, "PermissionSetGroupId", record.Id).SelectMany(set => DeletedWith(set).Append(set)),
            ]
            : [];

    /// <summary>A permission set with a license can be assigned to the users who have that license.</summary>
    private void CheckLicense(Record set, string user)
    {
        if (set["LicenseId"] is string id && !HasLicense(id, user))
        {
            var name = org.Records.Find(Schema.FindById(id)!, id)!["MasterLabel"];
            throw ApiException.BadRequest(
                "FIELD_INTEGRITY_EXCEPTION",
                $"Can't assign permission set {set["Label"]} to user {NameOf(user)}. The user doesn't have the license: {name}");
        }
    }

    private bool HasLicense(string id, string user) => Schema.FindById(id) == Schema.PermissionSetLicense
        ? By(Schema.PermissionSetLicenseAssign, "AssigneeId", user).Exists(assignment => id.Equals(assignment["PermissionSetLicenseId"]))
        : org.Licenses.OfProfile((string)org.Records.Find(Schema.User, user)!["ProfileId"]!)?.Id == id;

    private object? NameOf(string userId) => org.Records.Find(Schema.User, userId)!["Name"];

    private List<Record> By(SObjectType type, string fieldName, string id) => org.Records.FindBy(type.Find(fieldName)!, type, id);

    [GeneratedRegex("^[A-Za-z](?:_?[A-Za-z0-9])*$")]
    private static partial Regex DeveloperName();
}
