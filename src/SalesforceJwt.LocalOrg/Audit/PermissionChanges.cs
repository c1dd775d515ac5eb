using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Audit;

/// <summary>Writes changes of permission sets and their assignments to the audit trail, with Salesforce's actions and texts.</summary>
internal sealed class PermissionChanges(Org org, string userId)
{
    private const string Groups = "Permission Set Group";
    private const string Customs = "Custom Permissions";

    private Schema Schema => org.Schema;

    public void Created(Record record)
    {
        switch (record.Type.Name)
        {
            case "PermissionSet":
                AddSet(record);
                break;
            case "PermissionSetGroup":
                Add("PermissionSetGroupCreate", $"Created permission set group {record["DeveloperName"]}", Groups);
                break;
            case "PermissionSetGroupComponent":
                AddComponent("PermissionSetGroupComponentAdd", record, "added");
                break;
            case "PermissionSetAssignment":
                AddAssignment(record, "Assign", "assigned to");
                break;
            case "PermissionSetLicenseAssign":
                Add("PermSetLicenseAssign", $"Permission set license {License(record)}: assigned to user {Assignee(record)}");
                break;
            case "SetupEntityAccess":
                AddAccess(record, "Enabled");
                break;
            case "ObjectPermissions":
                AddObjectRights(null, record);
                break;
            case "CustomPermission":
                Add("CustomPermissionCreate", $"Created custom permission {record["DeveloperName"]}", Customs);
                break;
        }
    }

    public void Changed(Record before, Record after)
    {
        if (after.Type == Schema.ObjectPermissions)
        {
            AddObjectRights(before, after);
        }
        else if (after.Type == Schema.PermissionSet)
        {
            if (!Equals(before["Label"], after["Label"]))
            {
                Add(
                    "PermSetLabelChange",
                    $"Changed permission set {after["Label"]}: Master Label was changed from {before["Label"]} to {after["Label"]}");
            }

            foreach (var permission in SystemPermissions.Fields.Where(field => !Equals(before[field.Name], after[field.Name])))
            {
                var (action, from, to) = after[permission.Name] is true
                    ? ("PermSetEnableUserPerm", "disabled", "enabled")
                    : ("PermSetDisableUserPerm", "enabled", "disabled");
                Add(action, $"Changed permission set {after["Label"]}: {permission.Label} permission was changed from {from} to {to}");
            }
        }
    }

    public void Deleted(Record record)
    {
        switch (record.Type.Name)
        {
            case "PermissionSet":
                Add("PermSetDelete", $"Deleted permission set {record["Label"]}");
                break;
            case "PermissionSetGroup":
                Add("PermissionSetGroupDelete", $"Deleted permission set group {record["DeveloperName"]}", Groups);
                break;
            case "PermissionSetGroupComponent":
                AddComponent("PermissionSetGroupComponentRemoved", record, "removed");
                break;
            case "PermissionSetAssignment":
                AddAssignment(record, "Unassign", "unassigned from");
                break;
            case "PermissionSetLicenseAssign":
                Add("PermSetLicenseUnassign", $"Permission set license {License(record)} removed from user {Assignee(record)}");
                break;
            case "SetupEntityAccess":
                AddAccess(record, "Disabled");
                break;
            case "CustomPermission":
                Add("CustomPermissionDelete", $"Deleted custom permission {record["DeveloperName"]}", Customs);
                break;
        }
    }

    private void AddSet(Record set)
    {
        if (set["LicenseId"] is string id)
        {
            var license = Schema.FindById(id)!;
            Add("PermSetCreate", $"Created permission set {set["Label"]}: with {license.Label} {Text(license, id, "MasterLabel")}");
        }
        else
        {
            Add("PermSetCreateNoLicense", $"Created permission set {set["Label"]}: with no license");
        }
    }

    private void AddComponent(string action, Record component, string verb) => Add(
        action,
        $"Changed permission set group {Text(Schema.PermissionSetGroup, component["PermissionSetGroupId"], "DeveloperName")}: group member "
        + $"{Text(Schema.PermissionSet, component["PermissionSetId"], "Label")} was {verb}",
        Groups);

    private void AddAssignment(Record assignment, string action, string verb)
    {
        var (name, text) = assignment["PermissionSetGroupId"] is { } group
            ? ("PermSetGroup", $"Permission set group {Text(Schema.PermissionSetGroup, group, "MasterLabel")}")
            : ("PermSet", $"Permission set {Text(Schema.PermissionSet, assignment["PermissionSetId"], "Label")}");
        Add(name + action, $"{text}: {verb} user {Assignee(assignment)}");
    }

    private void AddAccess(Record access, string state)
    {
        var type = (string?)access["SetupEntityType"];
        var entity = Schema.FindById((string)access["SetupEntityId"]!)!;
        var name = entity.Fields.First(field => field.IsNameField).Name;
        var kind = type switch
        {
            "ApexClass" => "Apex class access was",
            "CustomPermission" => "Custom Permission was",
            "ConnectedApplication" => "connected app is",
            _ => $"{entity.Label} access was",
        };
        Add(
            $"SetupEntityAccessAudit_PermissionSet_{type}_{state}",
            $"Changed permission set {Text(Schema.PermissionSet, access["ParentId"], "Label")}: "
            + $"{Text(entity, access["SetupEntityId"], name)} {kind} {state.ToLowerInvariant()}");
    }

    private void AddObjectRights(Record? before, Record after) => Add(
        "PermSetEntityPermChanged",
        $"Changed permission set {Text(Schema.PermissionSet, after["ParentId"], "Label")}: "
        + $"{Schema.Find((string)after["SobjectType"]!)!.Label} object permissions were changed from {Rights(before)} to {Rights(after)}");

    private static string Rights(Record? permissions)
    {
        var given = AccessObjects.ObjectRights.Where(right => permissions?[right.Field] is true).Select(right => right.Label).ToList();
        return given.Count == 0 ? "No Access" : string.Join(", ", given);
    }

    private object? License(Record assignment) => Text(Schema.PermissionSetLicense, assignment["PermissionSetLicenseId"], "MasterLabel");

    private string Assignee(Record assignment) => UserChanges.Describe(org.Records.Find(Schema.User, (string)assignment["AssigneeId"]!)!);

    private object? Text(SObjectType type, object? id, string field) => id is string text ? org.Records.Find(type, text)?[field] : null;

    private void Add(string action, string display, string section = AuditTrail.Users) =>
        org.AuditTrail.Add(action, section, display, userId);
}
