using static SalesforceJwt.LocalOrg.Data.FieldType;
using static SalesforceJwt.LocalOrg.Data.Fields;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>External client apps and their components, which clients can only read: they are written by deploys.</summary>
internal static class ExternalClientAppObjects
{
    private const string Parent = "ExternalClientApplication";

    public static SObjectType App() => Object(Parent, "External Client App", "External Client Apps", "0xI",
        Text("NamespacePrefix", 15),
        new("ContactEmail", Email) { Length = 80 },
        new("ContactPhone", Phone) { Length = 40 },
        Text("Description", 255),
        Pick("DistributionState", "Local", "Packaged"),
        new("IconUrl", Url) { Length = 255 },
        new("InfoUrl", Url) { Length = 255 },
        new("LogoUrl", Url) { Length = 255 },
        Pick("ManagedType"),
        Text("OrgScopedExternalApp", 255),
        Text("Version", 20));

    public static SObjectType OauthSettings() => Object(
        "ExtlClntAppOauthSettings", "External Client Application OAuth Settings", "External Client Application OAuth Settings", "0Kr",
        [
            Text("NamespacePrefix", 15),
            ParentField(),
            .. AppScopes.Fields.Select(name => new SObjectField(name, FieldType.Boolean)),
            Text("OauthLink", 255),
            new("SingleLogoutUrl", Url) { Length = 255 },
            new("ExtlClntAppOauthOptionsFirstPartyAppEnabled", FieldType.Boolean),
        ]);

    public static SObjectType OauthPolicies() => Object(
        "ExtlClntAppOauthPlcyCnfg", "External Client App OAuth Policy Config", "External Client App OAuth Policy Configs", "0Ks",
        ParentField(),
        Pick("RefreshTokenPolicyType", "Infinite", "SpecificInactivity", "SpecificLifetime", "Zero"),
        new("RefreshTokenValidityPeriod", Int),
        Pick("RefreshTokenValidityUnit", "Days", "Hours", "Months"),
        Pick("IpRelaxationPolicyType", "Enforce", "Bypass", "Bypass_2factor", "Enforce_relaxrefresh"),
        Pick("PermittedUsersPolicyType", "AdminApprovedPreAuthorized", "AllSelfAuthorized"),
        new("SessionTimeoutInMinutes", Int),
        Pick("RequiredSessionLevel", "HIGH_ASSURANCE", "LOW", "STANDARD"),
        Pick("PolicyAction", "Block", "RaiseSessionLevel"),
        Reference("ExtlClntAppOauthSettingsId", "ExtlClntAppOauthSettings", "ExtlClntAppOauthSettings"),
        new("IsClientCredentialsFlowEnabled", FieldType.Boolean),
        new("ClientCredentialsFlowUser", Email) { Length = 80 },
        new("SingleLogoutUrl", Url) { Length = 255 },
        new("StartUrl", Url) { Length = 255 },
        new("IsTokenExchangeFlowEnabled", FieldType.Boolean),
        new("IsGuestCodeCredFlowEnabled", FieldType.Boolean));

    public static SObjectType Policies() => Object(
        "ExtlClntAppPlcyCnfg", "External Client App Policy Configuration", "External Client App Policy Configurations", "0Kt",
        ParentField(),
        new("IsEnabled", FieldType.Boolean),
        Pick("OauthPluginStatus", "Enabled", "Disabled"),
        Pick("StartPage", "Custom", "None", "OAuth"),
        new("StartUrl", Url) { Length = 255 });

    private static SObjectField ParentField() => Reference("ExternalClientApplicationId", Parent, Parent);

    private static SObjectType Object(string name, string label, string labelPlural, string keyPrefix, params SObjectField[] fields) =>
        new(name, label, labelPlural, keyPrefix, WithSystemFields(
        [
            Text("DeveloperName", 80) with { IsNameField = true },
            Pick("Language", "en_US"),
            Text("MasterLabel", 80),
            .. fields,
        ]))
        {
            IsSetup = true,
            IsTooling = true,
            Operations = RecordOperations.None,
            Derive = record => record["Language"] = "en_US",
        };
}
