using System.Globalization;
using static SalesforceJwt.LocalOrg.Data.FieldType;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>The objects of the org: a small subset of Salesforce's, with their real fields.</summary>
internal static class Schema
{
    private static readonly string[] Stages = ["Prospecting", "Qualification", "Proposal/Price Quote", "Closed Won", "Closed Lost"];

    public static readonly SObjectType Account = new("Account", "Account", "Accounts", "001", WithSystemFields(
        Text("Name", 255) with { IsRequired = true, IsNameField = true, Label = "Account Name" },
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
        Reference("ParentId", "Account", "Parent", "ChildAccounts"),
        Reference("OwnerId", "User", "Owner"),
        ExternalId()))
    {
        IsSearchable = true,
    };

    public static readonly SObjectType Contact = new("Contact", "Contact", "Contacts", "003", WithSystemFields(
        Text("Name", 121) with { IsReadOnly = true, IsNameField = true, Label = "Full Name" },
        Text("FirstName", 40),
        Text("LastName", 80) with { IsRequired = true },
        Reference("AccountId", "Account", "Account", "Contacts"),
        new("Email", Email) { Length = 80 },
        new("Phone", Phone) { Length = 40 },
        Text("Title", 128),
        Text("Department", 80),
        Pick("LeadSource", "Web", "Phone Inquiry", "Partner Referral", "Other"),
        Text("MailingCity", 40),
        new("Birthdate", Date),
        new("DoNotCall", FieldType.Boolean),
        new("Description", TextArea) { Length = 32000 },
        Reference("OwnerId", "User", "Owner"),
        ExternalId()))
    {
        IsSearchable = true,
        Derive = DeriveName,
    };

    public static readonly SObjectType Opportunity = new("Opportunity", "Opportunity", "Opportunities", "006", WithSystemFields(
        Text("Name", 120) with { IsRequired = true, IsNameField = true, Label = "Opportunity Name" },
        Reference("AccountId", "Account", "Account", "Opportunities"),
        Pick("Type", "Existing Business", "New Business"),
        Pick("LeadSource", "Web", "Phone Inquiry", "Partner Referral", "Other"),
        Text("NextStep", 255),
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
        IsSearchable = true,
        Derive = record =>
        {
            var stage = record["StageName"] as string ?? "";
            record["IsClosed"] = IsClosedStage(stage);
            record["IsWon"] = IsWonStage(stage);
            record["Probability"] ??= ProbabilityOf(stage);
        },
    };

    public static readonly SObjectType Case = new("Case", "Case", "Cases", "500", WithSystemFields(
        Text("CaseNumber", 30) with { IsReadOnly = true, IsNameField = true, Label = "Case Number" },
        Reference("ContactId", "Contact", "Contact", "Cases"),
        Reference("AccountId", "Account", "Account", "Cases"),
        Text("Subject", 255),
        Pick("Status", "New", "Working", "Escalated", "Closed"),
        Pick("Priority", "High", "Medium", "Low"),
        Pick("Origin", "Phone", "Email", "Web"),
        new("IsClosed", FieldType.Boolean) { IsReadOnly = true },
        new("Description", TextArea) { Length = 32000 },
        Reference("OwnerId", "User", "Owner") with { AlsoReferencesTo = ["Group"] }))
    {
        IsSearchable = true,
        Derive = record =>
        {
            record["CaseNumber"] ??= SalesforceId.TryGetNumber(record.Id, "500", out var number) ? CaseNumber(number) : null;
            record["IsClosed"] = record["Status"] is "Closed";
        },
    };

    public static readonly SObjectType Organization = new("Organization", "Organization", "Organizations", "00D", WithSystemFields(
        Text("Name", 80) with { IsNameField = true },
        Pick("OrganizationType", "Developer Edition"),
        Text("InstanceName", 5),
        Text("NamespacePrefix", 15),
        Pick("LanguageLocaleKey", "en_US"),
        new("IsSandbox", FieldType.Boolean),
        new("TrialExpirationDate", FieldType.DateTime)))
    {
        IsWritable = false,
        IsTooling = true,
    };

    public static readonly SObjectType User = new("User", "User", "Users", "005", WithSystemFields(
        Text("Username", 80) with { IsIdLookup = true },
        Text("Name", 121) with { IsNameField = true },
        Text("FirstName", 40),
        Text("LastName", 80),
        new("Email", Email) { Length = 128, IsIdLookup = true },
        Text("Alias", 8),
        Pick("UserType", "Standard"),
        Pick("TimeZoneSidKey", "GMT"),
        Pick("LocaleSidKey", "en_US"),
        Pick("LanguageLocaleKey", "en_US"),
        new("IsActive", FieldType.Boolean)))
    {
        IsSearchable = true,
        IsWritable = false,
        IsTooling = true,
    };

    public static readonly SObjectType ApexClass = new("ApexClass", "Apex Class", "Apex Classes", "01p", WithSystemFields(
        Text("Name", 255) with { IsNameField = true },
        Text("NamespacePrefix", 15),
        new("ApiVersion", FieldType.Double),
        Pick("Status", "Active", "Inactive", "Deleted"),
        new("IsValid", FieldType.Boolean),
        new("Body", TextArea) { Length = 1000000 },
        new("LengthWithoutComments", Int)))
    {
        IsWritable = false,
        IsTooling = true,
    };

    public static readonly SObjectType ContentVersion =
        new("ContentVersion", "Content Version", "Content Versions", "068", WithSystemFields(
        Text("Title", 255) with { IsNameField = true },
        Text("PathOnClient", 500) with { IsRequired = true, IsCreateOnly = true },
        new("Description", TextArea) { Length = 1000 },
        new("VersionData", Base64) { IsRequired = true, IsCreateOnly = true },
        Reference("ContentDocumentId", "ContentDocument", "ContentDocument", "ContentVersions") with { IsCreateOnly = true },
        Reference("FirstPublishLocationId", "Account", "FirstPublishLocation") with { IsCreateOnly = true },
        Text("FileExtension", 40) with { IsReadOnly = true },
        Text("Checksum", 50) with { IsReadOnly = true },
        Text("VersionNumber", 20) with { IsReadOnly = true },
        new("ContentSize", Int) { IsReadOnly = true },
        new("IsLatest", FieldType.Boolean) { IsReadOnly = true }));

    public static readonly SObjectType ContentDocument =
        new("ContentDocument", "Content Document", "Content Documents", "069", WithSystemFields(
        Text("Title", 255) with { IsNameField = true },
        Text("FileExtension", 40),
        new("ContentSize", Int),
        Reference("LatestPublishedVersionId", "ContentVersion", "LatestPublishedVersion")))
        {
            IsWritable = false,
        };

    /// <summary>All objects, by name.</summary>
    public static readonly IReadOnlyList<SObjectType> All =
        [Account, ApexClass, Case, Contact, ContentDocument, ContentVersion, Opportunity, Organization, User];

    /// <summary>The object with this name, ignoring case; null if there is none.</summary>
    public static SObjectType? Find(string name) =>
        All.FirstOrDefault(type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The child objects and their reference fields.</summary>
    public static IEnumerable<(SObjectType Child, SObjectField Field)> ChildrenOf(SObjectType type) =>
        from child in All
        from field in child.Fields
        where field.ReferenceTo == type.Name
        select (child, field);

    public static bool IsClosedStage(string stage) => stage is "Closed Won" or "Closed Lost";

    public static bool IsWonStage(string stage) => stage is "Closed Won";

    /// <summary>The default probability of an opportunity in a stage.</summary>
    public static decimal ProbabilityOf(string stage) => stage switch
    {
        "Prospecting" => 10,
        "Qualification" => 20,
        "Proposal/Price Quote" => 75,
        "Closed Won" => 100,
        _ => 0,
    };

    /// <summary>The case number.</summary>
    public static string CaseNumber(long number) => (1000 + number).ToString("D8", CultureInfo.InvariantCulture);

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

    private static SObjectField Reference(string name, string target, string relationshipName, string? childRelationshipName = null) =>
        new(name, FieldType.Reference)
        {
            Length = 18,
            ReferenceTo = target,
            RelationshipName = relationshipName,
            ChildRelationshipName = childRelationshipName,
        };

    // Not unique, which Salesforce allows, so that an upsert can find several records.
    private static SObjectField ExternalId() => Text("External_Id__c", 255) with { IsExternalId = true, Label = "External Id" };

    private static void DeriveName(Record record) => record["Name"] = $"{record["FirstName"]} {record["LastName"]}".Trim();
}
