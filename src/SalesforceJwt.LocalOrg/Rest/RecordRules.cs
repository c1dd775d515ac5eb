using System.Text.RegularExpressions;
using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Salesforce's rules that concern several fields or records: unique values, users, assignments, links of files.</summary>
internal sealed partial class RecordRules(RecordStore store)
{
    private Schema Schema => store.Schema;

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

        if (record.Type == Schema.User)
        {
            CheckUser(record);
        }
        else if (record.Type == Schema.PermissionSet)
        {
            CheckPermissionSet(record);
        }
        else if (record.Type == Schema.PermissionSetAssignment)
        {
            CheckAssignment(record);
        }
        else if (record.Type == Schema.SetupEntityAccess)
        {
            CheckAccess(record);
        }
        else if (record.Type == Schema.ContentDocumentLink)
        {
            CheckLink(record);
        }
    }

    /// <exception cref="ApiException">The record cannot be deleted.</exception>
    public void CheckDelete(Record record)
    {
        if (record.Type == Schema.PermissionSet
            && (record["IsOwnedByProfile"] is true || By(Schema.PermissionSetAssignment, "PermissionSetId", record.Id).Count > 0))
        {
            throw ApiException.BadRequest(
                "DELETE_FAILED", $"Cannot delete permission set {record["Name"]}: it is assigned to users or owned by a profile.");
        }

        if (record.Type == Schema.PermissionSetAssignment && IsOwnedByProfile(record))
        {
            throw ApiException.BadRequest("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id");
        }
    }

    /// <summary>
    /// The records that are deleted with a record: a permission set's access to apps, a document's versions and links, a record's links.
    /// </summary>
    public IEnumerable<Record> DeletedWith(Record record) =>
        record.Type == Schema.PermissionSet ? By(Schema.SetupEntityAccess, "ParentId", record.Id)
            : record.Type == Schema.ContentDocument
            ? By(Schema.ContentVersion, "ContentDocumentId", record.Id)
                .Concat(By(Schema.ContentDocumentLink, "ContentDocumentId", record.Id))
            : record.Type.CanHaveFiles ? By(Schema.ContentDocumentLink, "LinkedEntityId", record.Id) : [];

    private void CheckUser(Record user)
    {
        var username = (string)user["Username"]!;
        if (!EmailAddress.IsValid(username))
        {
            throw ApiException.BadRequest(
                "INVALID_EMAIL_ADDRESS", "Username must be in the form of an email address (for example, john@acme.com).", "Username");
        }

        if (Others(user, Schema.User.Find("Username")!, username).Any())
        {
            throw ApiException.BadRequest(
                "DUPLICATE_USERNAME",
                "Duplicate Username. The username already exists in this or another Salesforce organization. Usernames must be unique "
                + "across all Salesforce organizations. To resolve, use a different username (it doesn't need to match the user's email "
                + "address).",
                "Username");
        }
    }

    private static void CheckPermissionSet(Record set)
    {
        if (!DeveloperName().IsMatch((string)set["Name"]!))
        {
            throw ApiException.BadRequest(
                "FIELD_INTEGRITY_EXCEPTION",
                "The API Name can only contain underscores and alphanumeric characters. It must be unique, begin with a letter, not "
                    + "include "
                + "spaces, not end with an underscore, and not contain two consecutive underscores.",
                "Name");
        }
    }

    private void CheckAssignment(Record assignment)
    {
        var (user, set) = ((string)assignment["AssigneeId"]!, (string)assignment["PermissionSetId"]!);
        if (IsOwnedByProfile(assignment))
        {
            throw ApiException.BadRequest(
                "FIELD_INTEGRITY_EXCEPTION", "You can't assign a permission set that is owned by a profile.", "PermissionSetId");
        }

        if (By(Schema.PermissionSetAssignment, "AssigneeId", user).Exists(other => set.Equals(other["PermissionSetId"])))
        {
            throw ApiException.BadRequest(
                "DUPLICATE_VALUE",
                $"Duplicate PermissionSetAssignment. Assignee: {SalesforceId.Key(user)}; Permission Set: {SalesforceId.Key(set)}");
        }
    }

    private void CheckAccess(Record access)
    {
        var (set, entity) = ((string)access["ParentId"]!, (string)access["SetupEntityId"]!);
        if (By(Schema.SetupEntityAccess, "SetupEntityId", entity).Find(other => set.Equals(other["ParentId"])) is { } other)
        {
            throw ApiException.BadRequest(
                "DUPLICATE_VALUE",
                $"duplicate value found: SetupEntityId, ParentId duplicates value on record with id: {SalesforceId.Key(other.Id)}");
        }
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

    private bool IsOwnedByProfile(Record assignment) =>
        store.Find(Schema.PermissionSet, (string)assignment["PermissionSetId"]!)?["IsOwnedByProfile"] is true;

    private IEnumerable<Record> Others(Record record, SObjectField field, string value) =>
        store.FindBy(field, record.Type, value).Where(other => other.Id != record.Id);

    private List<Record> By(SObjectType type, string fieldName, string id) => store.FindBy(type.Find(fieldName)!, type, id);

    [GeneratedRegex("^[A-Za-z](?:_?[A-Za-z0-9])*$")]
    private static partial Regex DeveloperName();
}
