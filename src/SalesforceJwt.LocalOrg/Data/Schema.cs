using static SalesforceJwt.LocalOrg.Data.FieldType;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>The objects of the org: a small but true part of Salesforce's.</summary>
internal static class Schema
{
    private static readonly string[] Stages = ["Prospecting", "Qualification", "Proposal/Price Quote", "Closed Won", "Closed Lost"];

    public static readonly SObjectType Account = new("Account", "Account", "Accounts", "001", WithSystemFields(
        Text("Name", 255) with { IsRequired = true, Label = "Account Name" },
        Pick("Type", "Prospect", "Customer - Direct", "Customer - Channel", "Channel Partner / Reseller", "Other"),
        Pick("Industry", "Agriculture", "Banking", "Education", "Energy", "Manufacturing", "Technology", "Other"),
        Text("AccountNumber", 40),
        new("Phone", Phone) { Length = 40 },
        new("Website", Url) { Length = 255 },
        Text("BillingCity", 40),
        Text("BillingCountry", 80),
        new("AnnualRevenue", Currency),
        new("NumberOfEmployees", Int),
        new("Description", TextArea) { Length = 32000 },
        Reference("ParentId", "Account", "Parent"),
        Reference("OwnerId", "User", "Owner"),
        ExternalId()));

    public static readonly SObjectType Contact = new("Contact", "Contact", "Contacts", "003", WithSystemFields(
        Text("Name", 121) with { IsReadOnly = true, Label = "Full Name" },
        Text("FirstName", 40),
        Text("LastName", 80) with { IsRequired = true },
        Reference("AccountId", "Account", "Account"),
        new("Email", Email) { Length = 80 },
        new("Phone", Phone) { Length = 40 },
        Text("Title", 128),
        Text("Department", 80),
        Text("MailingCity", 40),
        new("Birthdate", Date),
        new("DoNotCall", FieldType.Boolean),
        new("Description", TextArea) { Length = 32000 },
        Reference("OwnerId", "User", "Owner"),
        ExternalId()))
    {
        Derive = DeriveName,
    };

    public static readonly SObjectType Opportunity = new("Opportunity", "Opportunity", "Opportunities", "006", WithSystemFields(
        Text("Name", 120) with { IsRequired = true, Label = "Opportunity Name" },
        Reference("AccountId", "Account", "Account"),
        Pick("StageName", Stages) with { IsRequired = true },
        new("CloseDate", Date) { IsRequired = true },
        new("Amount", Currency),
        new("Probability", Percent),
        new("IsClosed", FieldType.Boolean) { IsReadOnly = true },
        new("IsWon", FieldType.Boolean) { IsReadOnly = true },
        new("Description", TextArea) { Length = 32000 },
        Reference("OwnerId", "User", "Owner"),
        ExternalId()))
    {
        Derive = record =>
        {
            record["IsClosed"] = record["StageName"] is "Closed Won" or "Closed Lost";
            record["IsWon"] = record["StageName"] is "Closed Won";
        },
    };

    public static readonly SObjectType Organization = new("Organization", "Organization", "Organizations", "00D", WithSystemFields(
        Text("Name", 80),
        Pick("OrganizationType", "Developer Edition"),
        Text("InstanceName", 5),
        Text("NamespacePrefix", 15),
        Pick("LanguageLocaleKey", "en_US"),
        new("IsSandbox", FieldType.Boolean),
        new("TrialExpirationDate", FieldType.DateTime)))
    {
        IsWritable = false,
    };

    public static readonly SObjectType User = new("User", "User", "Users", "005", WithSystemFields(
        Text("Username", 80),
        Text("Name", 121),
        Text("FirstName", 40),
        Text("LastName", 80),
        new("Email", Email) { Length = 128 },
        Pick("UserType", "Standard"),
        new("IsActive", FieldType.Boolean)))
    {
        IsWritable = false,
    };

    public static readonly SObjectType ContentVersion = new("ContentVersion", "Content Version", "Content Versions", "068", WithSystemFields(
        Text("Title", 255),
        Text("PathOnClient", 500) with { IsRequired = true, IsCreateOnly = true },
        new("Description", TextArea) { Length = 1000 },
        new("VersionData", Base64) { IsRequired = true, IsCreateOnly = true },
        Reference("ContentDocumentId", "ContentDocument", "ContentDocument") with { IsCreateOnly = true },
        Reference("FirstPublishLocationId", "Account", "FirstPublishLocation") with { IsCreateOnly = true },
        Text("FileExtension", 40) with { IsReadOnly = true },
        Text("Checksum", 50) with { IsReadOnly = true },
        Text("VersionNumber", 20) with { IsReadOnly = true },
        new("ContentSize", Int) { IsReadOnly = true },
        new("IsLatest", FieldType.Boolean) { IsReadOnly = true }));

    public static readonly SObjectType ContentDocument = new("ContentDocument", "Content Document", "Content Documents", "069", WithSystemFields(
        Text("Title", 255),
        Text("FileExtension", 40),
        new("ContentSize", Int),
        Reference("LatestPublishedVersionId", "ContentVersion", "LatestPublishedVersion")))
    {
        IsWritable = false,
    };

    /// <summary>All objects, by name.</summary>
    public static readonly IReadOnlyList<SObjectType> All =
        [Account, Contact, ContentDocument, ContentVersion, Opportunity, Organization, User];

    /// <summary>The object of this name, whatever its case; null if there is none.</summary>
    public static SObjectType? Find(string name) =>
        All.FirstOrDefault(type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static SObjectField[] WithSystemFields(params ReadOnlySpan<SObjectField> fields) =>
    [
        new("Id", FieldType.Id) { IsReadOnly = true, Length = 18 },
        new("IsDeleted", FieldType.Boolean) { IsReadOnly = true, Label = "Deleted" },
        .. fields,
        new("CreatedDate", FieldType.DateTime) { IsReadOnly = true },
        Reference("CreatedById", "User", "CreatedBy") with { IsReadOnly = true },
        new("LastModifiedDate", FieldType.DateTime) { IsReadOnly = true },
        Reference("LastModifiedById", "User", "LastModifiedBy") with { IsReadOnly = true },
        new("SystemModstamp", FieldType.DateTime) { IsReadOnly = true },
    ];

    private static SObjectField Text(string name, int length) => new(name, FieldType.String) { Length = length };

    private static SObjectField Pick(string name, params string[] values) => new(name, Picklist) { Length = 255, PicklistValues = values };

    private static SObjectField Reference(string name, string target, string relationshipName) =>
        new(name, FieldType.Reference) { Length = 18, ReferenceTo = target, RelationshipName = relationshipName };

    // Not unique, as Salesforce allows: only so can an upsert find several records.
    private static SObjectField ExternalId() => Text("External_Id__c", 255) with { IsExternalId = true, Label = "External Id" };

    private static void DeriveName(Record record) => record["Name"] = $"{record["FirstName"]} {record["LastName"]}".Trim();
}
