using static SalesforceJwt.LocalOrg.Data.FieldType;
using static SalesforceJwt.LocalOrg.Data.Fields;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>Connected apps, the access of permission sets to apps, and deploys.</summary>
internal static class AppObjects
{
    public static SObjectType ConnectedApplication() => new(
        "ConnectedApplication", "Connected App", "Connected Apps", "0H4", WithSystemFields(
            Text("Name", 80) with { IsNameField = true },
            new("OptionsAllowAdminApprovedUsersOnly", FieldType.Boolean),
            new("OptionsRefreshTokenValidityMetric", FieldType.Boolean),
            new("OptionsHasSessionLevelPolicy", FieldType.Boolean),
            Text("MobileSessionTimeout", 40),
            Text("PinLength", 40),
            new("StartUrl", Url) { Length = 255 }).WithoutIsDeleted())
    {
        IsSetup = true,
        Operations = RecordOperations.None,
    };

    public static SObjectType SetupEntityAccess() => new(
        "SetupEntityAccess", "Setup Entity Access", "Setup Entity Access", "0J0",
        [
            IdField,
            Reference("ParentId", "PermissionSet", "Parent", "SetupEntityAccessItems") with { IsRequired = true, IsCreateOnly = true },
            new("SetupEntityId", FieldType.Reference)
            {
                Length = 18,
                IsRequired = true,
                IsCreateOnly = true,
                ReferenceTo = "ExternalClientApplication",
                AlsoReferencesTo = ["ApexClass", "ConnectedApplication"],
            },
            Pick("SetupEntityType", "ApexClass", "ConnectedApplication", "ExternalClientApplication") with { IsReadOnly = true },
            SystemModstamp,
        ])
    {
        IsSetup = true,
        Operations = RecordOperations.Create | RecordOperations.Delete,
        Derive = record => record["SetupEntityType"] = TypeOf((string)record["SetupEntityId"]!),
    };

    public static SObjectType DeployRequest() => new(
        "DeployRequest", "Deploy Request", "Deploy Requests", "0Af", WithSystemFields(
            Pick("Status", Enum.GetNames<Metadata.DeployStatus>()),
            Text("StateDetail", 255),
            new("CheckOnly", FieldType.Boolean),
            new("IgnoreWarnings", FieldType.Boolean),
            new("RollbackOnError", FieldType.Boolean),
            new("RunTestsEnabled", FieldType.Boolean),
            new("StartDate", FieldType.DateTime),
            new("CompletedDate", FieldType.DateTime),
            Reference("CanceledById", "User", "CanceledBy"),
            Text("ErrorMessage", 255),
            Text("ErrorStatusCode", 80),
            new("NumberComponentsTotal", Int),
            new("NumberComponentsDeployed", Int),
            new("NumberComponentErrors", Int),
            new("NumberTestsTotal", Int),
            new("NumberTestsCompleted", Int),
            new("NumberTestErrors", Int)).WithoutIsDeleted())
    {
        IsTooling = true,
        IsToolingOnly = true,
        Operations = RecordOperations.None,
    };

    /// <summary>The object that an id of an entity is of; null if no permission set can give access to it.</summary>
    public static string? TypeOf(string entityId) => entityId.Length < 3 ? null : entityId[..3] switch
    {
        "01p" => "ApexClass",
        "0H4" => "ConnectedApplication",
        "0xI" => "ExternalClientApplication",
        _ => null,
    };
}
