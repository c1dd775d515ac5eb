using static SalesforceJwt.LocalOrg.Data.FieldType;
using static SalesforceJwt.LocalOrg.Data.Fields;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>Connected apps and deploys.</summary>
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
}
