namespace SalesforceJwt.Core.Apps;

/// <summary>A metadata type of external client apps (Metadata API Developer Guide).</summary>
/// <param name="Name">The type.</param>
/// <param name="Folder">The folder of its files in a package.</param>
/// <param name="Suffix">The suffix of its files.</param>
/// <param name="NameSuffix">What a new component's name has after the app's.</param>
/// <param name="Contents">What is in it, as users know it.</param>
internal sealed record AppComponentType(string Name, string Folder, string Suffix, string NameSuffix, string Contents)
{
    /// <summary>The app itself.</summary>
    public static readonly AppComponentType App =
        new("ExternalClientApplication", "externalClientApps", "eca", string.Empty, "label or contact");

    /// <summary>Its scopes.</summary>
    public static readonly AppComponentType OauthSettings =
        new("ExtlClntAppOauthSettings", "extlClntAppOauthSettings", "ecaOauth", "_oauth", "scopes");

    /// <summary>Its callback URL, certificate, consumer key and flows. What is not in a deploy is cleared.</summary>
    public static readonly AppComponentType GlobalSettings =
        new(
            "ExtlClntAppGlobalOauthSettings",
            "extlClntAppGlobalOauthSets",
            "ecaGlblOauth",
            "_glbloauth",
            "certificate, callback URL or flows");

    /// <summary>Who may sign in, and from where. Salesforce makes one with each new app.</summary>
    public static readonly AppComponentType OauthPolicies =
        new("ExtlClntAppOauthConfigurablePolicies", "extlClntAppOauthPolicies", "ecaOauthPlcy", "_oauthPlcy", "policies");

    /// <summary>Whether it is enabled. Salesforce makes one with each new app.</summary>
    public static readonly AppComponentType Policies =
        new("ExtlClntAppConfigurablePolicies", "extlClntAppPolicies", "ecaPlcy", "_plcy", "enabling");

    /// <summary>The types that belong to an app.</summary>
    public static readonly IReadOnlyList<AppComponentType> Parts = [OauthSettings, GlobalSettings, OauthPolicies, Policies];

    /// <summary>What a component of a type contains, as users know it.</summary>
    public static string Describe(string? typeName) =>
        Parts.Append(App).FirstOrDefault(type => type.Name == typeName)?.Contents ?? typeName ?? "settings";

    // The first API versions of elements that are younger than external client apps.
    private static readonly Dictionary<string, int> Since = new(StringComparer.Ordinal)
    {
        ["certificate"] = 60,
        ["clientCredentialsFlowUser"] = 60,
        ["isClientCredentialsFlowEnabled"] = 60,
        ["isDeviceFlowEnabled"] = 60,
    };

    // External client apps are there since 59.0.
    private const int First = 59;

    /// <summary>The first API version, as a number without decimals, that has an element.</summary>
    public static int FirstVersion(string element) => Since.GetValueOrDefault(element, First);
}
