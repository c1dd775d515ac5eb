using static SalesforceJwt.LocalOrg.Data.FieldType;
using static SalesforceJwt.LocalOrg.Data.Fields;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>Files: a document has versions, which have the content, and links to the records that it belongs to.</summary>
internal static class FileObjects
{
    public static SObjectType ContentVersion() =>
        new("ContentVersion", "Content Version", "Content Versions", "068", WithSystemFields(
        Text("Title", 255) with { IsNameField = true },
        Text("PathOnClient", 500) with { IsRequired = true, IsCreateOnly = true },
        new("Description", TextArea) { Length = 1000 },
        new("VersionData", Base64) { IsRequired = true, IsCreateOnly = true },
        Reference("ContentDocumentId", "ContentDocument", "ContentDocument", "ContentVersions") with { IsCreateOnly = true },
        AnyRecord("FirstPublishLocationId", null) with { IsCreateOnly = true },
        Text("FileExtension", 40) with { IsReadOnly = true },
        Text("FileType", 20) with { IsReadOnly = true },
        Text("Checksum", 50) with { IsReadOnly = true },
        Text("VersionNumber", 20) with { IsReadOnly = true },
        new("ContentSize", Int) { IsReadOnly = true },
        new("IsLatest", FieldType.Boolean) { IsReadOnly = true },
        Reference("OwnerId", "User", "Owner")))
        {
            Operations = RecordOperations.Create | RecordOperations.Update,
        };

    public static SObjectType ContentDocument() =>
        new("ContentDocument", "Content Document", "Content Documents", "069", WithSystemFields(
        Text("Title", 255) with { IsNameField = true, IsRequired = true },
        Text("FileExtension", 40) with { IsReadOnly = true },
        Text("FileType", 20) with { IsReadOnly = true },
        new("ContentSize", Int) { IsReadOnly = true },
        Reference("LatestPublishedVersionId", "ContentVersion", "LatestPublishedVersion") with { IsReadOnly = true },
        Reference("OwnerId", "User", "Owner")))
        {
            Operations = RecordOperations.Update | RecordOperations.Delete,
        };

    public static SObjectType ContentDocumentLink() =>
        new("ContentDocumentLink", "Content Document Link", "Content Document Link", "06A",
        [
            IdField,
            AnyRecord("LinkedEntityId", "ContentDocumentLinks") with { IsRequired = true, IsCreateOnly = true },
            Reference("ContentDocumentId", "ContentDocument", "ContentDocument", "ContentDocumentLinks") with
            {
                IsRequired = true,
                IsCreateOnly = true,
            },
            IsDeleted,
            SystemModstamp,
            Pick("ShareType", "V", "C", "I") with { IsRequired = true, IsRestricted = true },
            Pick("Visibility", "AllUsers", "InternalUsers", "SharedUsers") with { IsRestricted = true },
        ]);

    /// <summary>A reference to a record of any object that can have files; without a relationship to it in SOQL.</summary>
    private static SObjectField AnyRecord(string name, string? childRelationshipName) => new(name, FieldType.Reference)
    {
        Length = 18,
        RefersToAnyRecord = true,
        ChildRelationshipName = childRelationshipName,
    };
}
