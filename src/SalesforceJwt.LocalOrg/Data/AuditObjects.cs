using static SalesforceJwt.LocalOrg.Data.Fields;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>What the org records about sign-ins and changes of its setup. Clients can only read it.</summary>
internal static class AuditObjects
{
    // As in the Object Reference, several fields can be sorted by, but not filtered by.
    public static SObjectType LoginHistory() => new("LoginHistory", "Login History", "Login History", "0Ya",
    [
        IdField,
        new("UserId", FieldType.Reference) { Length = 18, ReferenceTo = "User" },
        new("LoginTime", FieldType.DateTime),
        Pick("LoginType", "Application", "Remote Access 2.0", "Remote Access Client", "Other Apex API", "Partner Product"),
        Pick("LoginSubType"),
        Text("SourceIp", 39) with { CannotFilter = true },
        Text("LoginUrl", 255),
        Text("AuthenticationServiceId", 18),
        Text("NetworkId", 18),
        Pick("TlsProtocol", "TLS 1.2", "TLS 1.3", "Unknown"),
        Pick("CipherSuite"),
        Text("CountryIso", 3),
        Text("Browser", 64) with { CannotFilter = true },
        Text("Platform", 64) with { CannotFilter = true },
        Text("Status", 128) with { CannotFilter = true },
        Text("Application", 64) with { CannotFilter = true },
        Text("ClientVersion", 64) with { CannotFilter = true },
        Text("ApiType", 64) with { CannotFilter = true },
        Text("ApiVersion", 32) with { CannotFilter = true },
    ])
    {
        IsSetup = true,
        Operations = RecordOperations.None,
    };

    public static SObjectType SetupAuditTrail() => new("SetupAuditTrail", "Setup Audit Trail Entry", "Setup Audit Trail Entries", "0Ym",
    [
        IdField,
        Text("Action", 255),
        Text("Section", 255) with { CannotFilter = true },
        Text("Display", 255) with { CannotFilter = true },
        Text("DelegateUser", 255),
        Text("ResponsibleNamespacePrefix", 15),
        Text("CreatedByContext", 255),
        Text("CreatedByIssuer", 255),
        new("CreatedDate", FieldType.DateTime) { IsReadOnly = true },
        Reference("CreatedById", "User", "CreatedBy") with { IsReadOnly = true },
    ])
    {
        IsSetup = true,
        Operations = RecordOperations.None,
    };

    public static SObjectType EventLogFile() => new("EventLogFile", "Event Log File", "Event Log Files", "0AT", WithSystemFields(
        Pick("EventType"),
        new("LogDate", FieldType.DateTime),
        new("LogFileLength", FieldType.Double),
        Text("LogFileContentType", 255),
        new("ApiVersion", FieldType.Double),
        new("Sequence", FieldType.Int),
        Pick("Interval", "Daily", "Hourly"),
        new("LogFileFieldNames", FieldType.TextArea) { Length = 4000 },
        new("LogFileFieldTypes", FieldType.TextArea) { Length = 4000 },
        new("LogFile", FieldType.Base64)))
    {
        Operations = RecordOperations.None,
    };

    /// <summary>The tokens of apps. Salesforce shows no ids, and no more than five pages of 500.</summary>
    public static SObjectType OauthToken() => new("OauthToken", "OAuth Token", "OAuth Tokens", "0CQ",
    [
        IdField,
        Text("AccessToken", 255),
        Text("RequestToken", 255),
        Text("DeleteToken", 255),
        Reference("UserId", "User", "User"),
        Reference("AppMenuItemId", "AppMenuItem", "AppMenuItem"),
        Text("AppName", 255),
        new("UseCount", FieldType.Int),
        new("CreatedDate", FieldType.DateTime),
        new("LastUsedDate", FieldType.DateTime),
    ])
    {
        HidesIds = true,
        MaxPageSize = 500,
        MaxRows = 2500,
        Operations = RecordOperations.None,
    };
}
