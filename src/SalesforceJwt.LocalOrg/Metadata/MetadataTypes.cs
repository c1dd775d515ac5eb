namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>
/// The metadata types that can be deployed, with the API versions of their elements (Metadata API Developer Guide). Their order is that of
/// a deploy: a component can refer to those before it.
/// </summary>
internal static class MetadataTypes
{
    public const string MetaSuffix = "-meta.xml";
    public const string ApexClass = "ApexClass";
    public const string PermissionSet = "PermissionSet";
    public const string Settings = "Settings";
    public const string SettingsName = "ExternalClientApp";
    public const string App = "ExternalClientApplication";
    public const string OauthSettings = "ExtlClntAppOauthSettings";
    public const string GlobalSettings = "ExtlClntAppGlobalOauthSettings";
    public const string OauthPolicies = "ExtlClntAppOauthConfigurablePolicies";
    public const string Policies = "ExtlClntAppConfigurablePolicies";
    public const string UserPermissions = "userPermissions";
    public const string ApiEnabled = "ApiEnabled";
    public const string ParentName = "externalClientApplication";

    private static readonly MetadataElement Parent = new(ParentName) { IsRequired = true };
    private static readonly MetadataElement Label = new("label");
    private static readonly string[] TimeoutTypes = ["UserSession", "Custom"];
    private static readonly MetadataElement[] AttributeElements = [Required("formula"), Required("key")];

    public static IReadOnlyList<MetadataType> All { get; } =
    [
        new(ApexClass, "classes", "cls", 0,
        [
            Required("apiVersion"),
            Choice("status", "ApexCodeUnitStatus", "Active", "Inactive", "Deleted"),
            Group("packageVersions", "PackageVersion", Number("majorNumber"), Number("minorNumber"), Required("namespace")),
        ]) { HasContentFile = true },
        new(PermissionSet, "permissionsets", "permissionset", 0,
        [
            Required("label"), new("description"), Flag("hasActivationRequired"), new("license"),
            Group(UserPermissions, "PermissionSetUserPermission", Flag("enabled"), Required("name")),
            Group("classAccesses", "PermissionSetApexClassAccess", Required("apexClass"), Flag("enabled")),
        ]),
        new(Settings, "settings", "settings", 58,
        [
            Flag("enableClientSecretInRestApiAccess", 62), Flag("enableConsumerSecretApiAccess"),
            Flag("enablePackageEcaOauthFromDevOrg", 62),
        ]) { Root = "ExternalClientAppSettings" },
        new(App, "externalClientApps", "eca", 59,
        [
            Required("contactEmail"), new("contactPhone"), new("description"),
            Choice("distributionState", "ExtlClntAppDistState", "AutoInstalled", "Local", "Managed", "Packaged")
                with { Standard = "Local" },
            new("iconUrl"), new("infoUrl"), Flag("isProtected"), Label, new("logoUrl"), new("managedType"), new("orgScopedExternalApp"),
        ]),
        new(OauthSettings, "extlClntAppOauthSettings", "ecaOauth", 59,
        [
            Flag("areAttributesIncludedInAssetToken", 61), Flag("areCustomPermsIncludedInAssetToken", 61),
            new("assetTokenAudiences") { Since = 61 }, new("assetTokenSigningCertificate") { Since = 61 }, Number("assetTokenValidity", 61),
            new("clientAssertionCertificate") { Since = 62 },
            new("commaSeparatedOauthScopes"), Group("customAttributes", "ExtlClntAppOauthSettingsAttribute", AttributeElements), Parent,
            Flag("isFirstPartyAppEnabled", 62), Label, new("oauthLink"), new("singleLogoutUrl"),
            Group("trustedIpRanges", "ExtlClntAppOauthIpRange", new("description"), Required("endIpAddress"), Required("startIpAddress")),
        ]),
        new(GlobalSettings, "extlClntAppGlobalOauthSets", "ecaGlblOauth", 59,
        [
            Required("callbackUrl"), new("certificate") { Since = 60 }, new("consumerKey"), new("consumerSecret"), Parent,
            Group(
                "idTokenConfig", "ExternalAppIdTokenConfig", new("idTokenAudience"), Flag("idTokenIncludeAttributes"),
                Flag("idTokenIncludeStandardClaims"), Number("idTokenValidityInMinutes")) with { IsMany = false },
            Flag("isClientCredentialsFlowEnabled", 60), Flag("isCodeCredFlowEnabled", 61), Flag("isCodeCredPostOnly", 61),
            Flag("isConsumerSecretOptional"), Flag("isDeviceFlowEnabled", 60), Flag("isIntrospectAllTokens"),
            Flag("isNamedUserJwtEnabled", 65), Flag("isPkceRequired", standard: true), Flag("isRefreshTokenRotationEnabled", 60),
            Flag("isSecretRequiredForRefreshToken", standard: true), Flag("isSecretRequiredForTokenExchange", 60),
            Flag("isTokenExchangeEnabled", 60), Label, Flag("shouldRotateConsumerKey"), Flag("shouldRotateConsumerSecret"),
        ]),
        new(OauthPolicies, "extlClntAppOauthPolicies", "ecaOauthPlcy", 59,
        [
            new("apexHandler") { Since = 61 }, new("clientCredentialsFlowUser") { Since = 60 },
            new("commaSeparatedCustomScopes") { Since = 61 }, new("commaSeparatedPermissionSet"), new("commaSeparatedProfile"),
            Group("customAttributes", "ExtlClntAppOauthPoliciesAttribute", AttributeElements), new("executeHandlerAs") { Since = 61 },
            Parent, Number("guestJwtTimeout", 61),
            Choice("guestJwtSessionTimeoutType", "JWTSessionTimeoutType", TimeoutTypes) with { Since = 65 },
            Choice(
                "ipRelaxationPolicyType", "IpRelaxationPolicyType", "Enforce", "Bypass", "Bypass_2factor", "Enforce_RelaxRefresh",
                "Enforce_relaxrefresh") with { Standard = "Enforce" },
            Flag("isClientCredentialsFlowEnabled", 60), Flag("isGuestCodeCredFlowEnabled", 61),
            Flag("isNamedUserJwtEnabled", 61) with { Until = 63 }, Flag("isTokenExchangeFlowEnabled", 60), Label,
            Number("namedUserJwtTimeout", 61),
            Choice("namedUserJwtSessionTimeoutType", "JWTSessionTimeoutType", TimeoutTypes) with { Since = 65 },
            Choice("permittedUsersPolicyType", "PermittedUsersPolicyType", "AdminApprovedPreAuthorized", "AllSelfAuthorized")
                with { Standard = "AllSelfAuthorized" },
            Choice("policyAction", "PolicyAction", "Block", "RaiseSessionLevel"),
            Choice("refreshTokenPolicyType", "RefreshTokenPolicyType", "Infinite", "SpecificInactivity", "SpecificLifetime", "Zero")
                with { Standard = "Infinite" },
            Number("refreshTokenValidityPeriod"), Choice("refreshTokenValidityUnit", "RefreshTokenValidityUnit", "Days", "Hours", "Months"),
            Choice("requiredSessionLevel", "SessionSecurityLevel", "HIGH_ASSURANCE", "LOW", "STANDARD") with { Standard = "STANDARD" },
            Number("sessionTimeoutInMinutes"), new("singleLogoutUrl"), new("startUrl"),
        ]),
        new(Policies, "extlClntAppPolicies", "ecaPlcy", 60,
        [
            Parent, Flag("isEnabled", standard: true) with { IsRequired = true }, Flag("isCanvasPluginEnabled", 66, null),
            Flag("isMobilePluginEnabled", 63, null), Flag("isNotificationPluginEnabled", 63, null),
            Flag("isOauthPluginEnabled", 60, standard: true), Flag("isPushPluginEnabled", 63, null), Flag("isSamlPluginEnabled", 63, null),
            Label, Choice("startPage", "ExtlClntAppStartPage", "Custom", "None", "OAuth") with { Since = 63, Standard = "None" },
            new("startUrl") { Since = 63 },
        ]),
    ];

    // Salesforce has these, LocalOrg has not.
    private static readonly string[] Unsupported =
    [
        "ApexComponent", "ApexPage", "ApexTrigger", "AuthProvider", "Certificate", "ConnectedApp", "CspTrustedSite", "CustomApplication",
        "CustomField", "CustomLabels", "CustomMetadata", "CustomObject", "CustomPermission", "CustomTab", "FlexiPage", "Flow", "Layout",
        "LightningComponentBundle", "NamedCredential", "PermissionSetGroup", "Profile", "RemoteSiteSetting", "StaticResource",
    ];

    /// <summary>Whether a type is of external client apps, which an org need not have.</summary>
    public static bool IsOfApps(MetadataType type) => type.Name is App or OauthSettings or GlobalSettings or OauthPolicies or Policies;

    /// <summary>Whether Salesforce has a type that LocalOrg has not.</summary>
    public static bool IsUnsupported(string name) => Unsupported.Contains(name);

    /// <exception cref="MetadataException">There is no such type in this API version.</exception>
    public static MetadataType Find(string name, int version)
    {
        var type = All.FirstOrDefault(type => type.Name == name && version >= type.Since);
        return type ?? throw new MetadataException(Unsupported.Contains(name)
            ? $"LocalOrg does not deploy components of type {name}"
            : $"Unknown type name '{name}' specified in package.xml");
    }

    /// <summary>The type with one of the names above.</summary>
    public static MetadataType Of(string name) => All.First(type => type.Name == name);

    private static MetadataElement Required(string name) => new(name) { IsRequired = true };

    private static MetadataElement Flag(string name, int since = 0, bool? standard = false) =>
        new(name, ElementKind.Flag) { Since = since, Standard = standard is { } flag ? flag ? "true" : "false" : null };

    private static MetadataElement Number(string name, int since = 0) => new(name, ElementKind.Number) { Since = since };

    private static MetadataElement Choice(string name, string typeName, params string[] values) =>
        new(name, ElementKind.Choice) { TypeName = typeName, Values = values };

    private static MetadataElement Group(string name, string typeName, params MetadataElement[] children) =>
        new(name, ElementKind.Group) { TypeName = typeName, Children = children, IsMany = true };
}
