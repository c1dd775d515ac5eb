using System.Globalization;
using static SalesforceJwt.LocalOrg.Data.FieldType;
using static SalesforceJwt.LocalOrg.Data.Fields;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>Standard objects with business data, the organization and Apex classes: a subset of Salesforce's fields.</summary>
internal static class StandardObjects
{
    public static readonly IReadOnlyList<string> Industries =
        ["Agriculture", "Banking", "Education", "Energy", "Manufacturing", "Technology", "Other"];

    public static readonly IReadOnlyList<string> AccountTypes =
        ["Prospect", "Customer - Direct", "Customer - Channel", "Channel Partner / Reseller", "Other"];

    public static readonly IReadOnlyList<string> Stages =
        ["Prospecting", "Qualification", "Proposal/Price Quote", "Closed Won", "Closed Lost"];

    public static readonly IReadOnlyList<string> CaseStatuses = ["New", "Working", "Escalated", "Closed"];

    public static readonly IReadOnlyList<string> CasePriorities = ["High", "Medium", "Low"];

    public static readonly IReadOnlyList<string> CaseOrigins = ["Phone", "Email", "Web"];

    public static SObjectType Account() => new("Account", "Account", "Accounts", "001", WithSystemFields(
        Text("Name", 255) with { IsRequired = true, IsNameField = true, Label = "Account Name" },
        Pick("Type", [.. AccountTypes]),
        Pick("Industry", [.. Industries]),
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
        CanHaveFiles = true,
    };

    public static SObjectType Contact() => new("Contact", "Contact", "Contacts", "003", WithSystemFields(
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
        CanHaveFiles = true,
        Derive = DeriveName,
    };

    public static SObjectType Opportunity() => new("Opportunity", "Opportunity", "Opportunities", "006", WithSystemFields(
        Text("Name", 120) with { IsRequired = true, IsNameField = true, Label = "Opportunity Name" },
        Reference("AccountId", "Account", "Account", "Opportunities"),
        Pick("Type", "Existing Business", "New Business"),
        Pick("LeadSource", "Web", "Phone Inquiry", "Partner Referral", "Other"),
        Text("NextStep", 255),
        Pick("StageName", [.. Stages]) with { IsRequired = true },
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
        CanHaveFiles = true,
        Derive = record =>
        {
            var stage = record["StageName"] as string ?? "";
            record["IsClosed"] = IsClosedStage(stage);
            record["IsWon"] = IsWonStage(stage);
            record["Probability"] ??= ProbabilityOf(stage);
        },
    };

    public static SObjectType Case() => new("Case", "Case", "Cases", "500", WithSystemFields(
        Text("CaseNumber", 30) with { IsReadOnly = true, IsNameField = true, IsAutoNumber = true, Label = "Case Number" },
        Reference("ContactId", "Contact", "Contact", "Cases"),
        Reference("AccountId", "Account", "Account", "Cases"),
        Text("Subject", 255),
        Pick("Status", [.. CaseStatuses]),
        Pick("Priority", [.. CasePriorities]),
        Pick("Origin", [.. CaseOrigins]),
        new("IsClosed", FieldType.Boolean) { IsReadOnly = true },
        new("Description", TextArea) { Length = 32000 },
        Reference("OwnerId", "User", "Owner") with { AlsoReferencesTo = ["Group"] }))
    {
        IsSearchable = true,
        CanHaveFiles = true,
        Derive = record =>
        {
            record["CaseNumber"] ??= SalesforceId.TryGetNumber(record.Id, "500", out var number) ? CaseNumber(number) : null;
            record["IsClosed"] = record["Status"] is "Closed";
        },
    };

    public static SObjectType Organization() => new("Organization", "Organization", "Organizations", "00D", WithSystemFields(
        Text("Name", 80) with { IsNameField = true },
        Pick("OrganizationType", "Developer Edition"),
        Text("InstanceName", 5),
        Text("NamespacePrefix", 15),
        Pick("LanguageLocaleKey", "en_US"),
        Pick("DefaultLocaleSidKey", "en_US"),
        Pick("TimeZoneSidKey", "GMT"),
        Text("PrimaryContact", 80),
        Text("Country", 80),
        new("FiscalYearStartMonth", Int),
        new("IsReadOnly", FieldType.Boolean),
        new("IsSandbox", FieldType.Boolean),
        new("TrialExpirationDate", FieldType.DateTime)))
    {
        Operations = RecordOperations.None,
        IsTooling = true,
    };

    public static SObjectType ApexClass() => new("ApexClass", "Apex Class", "Apex Classes", "01p", WithSystemFields(
        Text("Name", 255) with { IsNameField = true },
        Text("NamespacePrefix", 15),
        new("ApiVersion", FieldType.Double),
        Pick("Status", "Active", "Inactive", "Deleted"),
        new("IsValid", FieldType.Boolean),
        new("Body", TextArea) { Length = 1000000 },
        new("LengthWithoutComments", Int)))
    {
        Operations = RecordOperations.None,
        IsTooling = true,
    };

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

    // Not unique, which Salesforce allows, so that an upsert can find several records.
    private static SObjectField ExternalId() => Text("External_Id__c", 255) with { IsExternalId = true, Label = "External Id" };

    private static void DeriveName(Record record) => record["Name"] = $"{record["FirstName"]} {record["LastName"]}".Trim();
}
