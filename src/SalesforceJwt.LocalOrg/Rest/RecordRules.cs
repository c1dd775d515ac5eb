using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Salesforce's rules that concern several fields or records: unique values, and those of single objects.</summary>
internal sealed class RecordRules(Org org)
{
    private readonly UserRules _users = new(org);
    private readonly PermissionRules _permissions = new(org);
    private readonly AccessRules _access = new(org.Schema);

    private Schema Schema => org.Schema;

    /// <summary>Checks a new or changed record before it is stored.</summary>
    /// <exception cref="ApiException">It breaks a rule.</exception>
    public void CheckSave(Record record)
    {
        foreach (var field in record.Type.Fields)
        {
            if (field.IsUnique && record[field.Name] is string value && Others(record, field, value).FirstOrDefault() is { } other)
            {
                throw ApiException.BadRequest(
                    "DUPLICATE_VALUE",
                    $"duplicate value found: {field.Name} duplicates value on record with id: {other.Id}",
                    field.Name);
            }
        }

        RuleOf(record.Type)?.Invoke(record);
    }

    /// <exception cref="ApiException">The record cannot be deleted.</exception>
    public void CheckDelete(Record record) => _permissions.CheckDelete(record);

    /// <summary>
    /// The records that are deleted with a record: what belongs to a permission set, a document's versions and links, a record's links.
    /// </summary>
    public IEnumerable<Record> DeletedWith(Record record) =>
        record.Type == Schema.ContentDocument
            ? By(Schema.ContentVersion, "ContentDocumentId", record.Id)
                .Concat(By(Schema.ContentDocumentLink, "ContentDocumentId", record.Id))
            : record.Type.CanHaveFiles ? By(Schema.ContentDocumentLink, "LinkedEntityId", record.Id)
            : record.Type == Schema.CustomPermission ? By(Schema.SetupEntityAccess, "SetupEntityId", record.Id)
            : _permissions.DeletedWith(record);

    private Action<Record>? RuleOf(SObjectType type) => type.Name switch
    {
        "User" => _users.Check,
        "UserLogin" => _users.CheckLogin,
        "PermissionSet" => PermissionRules.CheckSet,
        "PermissionSetGroup" => group => PermissionRules.CheckName(group, "DeveloperName"),
        "PermissionSetGroupComponent" => _permissions.CheckComponent,
        "PermissionSetAssignment" => _permissions.CheckAssignment,
        "PermissionSetLicenseAssign" => _permissions.CheckLicenseAssignment,
        "SetupEntityAccess" => access => _permissions.CheckNotRepeated(access, "SetupEntityId", "ParentId"),
        "ObjectPermissions" => CheckObjectPermissions,
        "FieldPermissions" => CheckFieldPermissions,
        "CustomPermission" => permission => PermissionRules.CheckName(permission, "DeveloperName"),
        "ContentDocumentLink" => CheckLink,
        _ => null,
    };

    private void CheckObjectPermissions(Record permissions)
    {
        _access.CheckObject(permissions);
        _permissions.CheckNotRepeated(permissions, "ParentId", "SobjectType");
    }

    private void CheckFieldPermissions(Record permissions)
    {
        _access.CheckField(permissions);
        _permissions.CheckNotRepeated(permissions, "ParentId", "Field");
    }

    private void CheckLink(Record link)
    {
        var (record, document) = ((string)link["LinkedEntityId"]!, (string)link["ContentDocumentId"]!);
        if (By(Schema.ContentDocumentLink, "ContentDocumentId", document).Exists(
            other => other.Id != link.Id && record.Equals(other["LinkedEntityId"])))
        {
            throw ApiException.BadRequest(
                "DUPLICATE_VALUE",
                $"{SalesforceId.Key(record)} is already linked with {SalesforceId.Key(document)}",
                "LinkedEntityId");
        }

        link["Visibility"] ??= "AllUsers";
    }

    private IEnumerable<Record> Others(Record record, SObjectField field, string value) =>
        org.Records.FindBy(field, record.Type, value).Where(other => other.Id != record.Id);

    private List<Record> By(SObjectType type, string fieldName, string id) => org.Records.FindBy(type.Find(fieldName)!, type, id);
}
