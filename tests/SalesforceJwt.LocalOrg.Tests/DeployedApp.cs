namespace SalesforceJwt.LocalOrg.Tests;

/// <summary>The files of an external client app.</summary>
internal sealed record DeployedApp(string Name = "Ci_App")
{
    public const string Key = "3MVG9.deployed";

    public const string Callback = "<callbackUrl>http://localhost:1717/OauthRedirect</callbackUrl>";

    public int Version { get; init; } = 68;

    public string Header { get; init; } = "<contactEmail>admin@example.com</contactEmail><label>CI app</label>";

    public string Oauth { get; init; } = "<commaSeparatedOauthScopes>Api, RefreshToken</commaSeparatedOauthScopes>";

    public string Global { get; init; } = $"{Callback}<consumerKey>{Key}</consumerKey>";

    /// <summary>The certificate as it stands in the file; null for none.</summary>
    public string? Certificate { get; init; } = TestKeys.Certificate.ExportCertificatePem();

    public string? OauthPolicies { get; init; } = "<permittedUsersPolicyType>AllSelfAuthorized</permittedUsersPolicyType>";

    public string? Policies { get; init; } = "<isEnabled>true</isEnabled><isOauthPluginEnabled>true</isOauthPluginEnabled>";

    public byte[] Zip(params (string Type, string Name, string Path, string Content)[] more) =>
        DeployOrg.ZipOf(Version, [.. Components(), .. more]);

    public IEnumerable<(string Type, string Name, string Path, string Content)> Components()
    {
        yield return ("ExternalClientApplication", Name, $"externalClientApps/{Name}.eca", DeployOrg.File("ExternalClientApplication", Header));
        yield return Part("ExtlClntAppOauthSettings", $"{Name}_oauth", "extlClntAppOauthSettings", "ecaOauth", Oauth);
        yield return Part(
            "ExtlClntAppGlobalOauthSettings", $"{Name}_glbloauth", "extlClntAppGlobalOauthSets", "ecaGlblOauth",
            Global + (Certificate is null ? "" : $"<certificate>{Certificate}</certificate>"));
        if (OauthPolicies is not null)
        {
            yield return OauthPolicy(OauthPolicies);
        }

        if (Policies is not null)
        {
            yield return Part("ExtlClntAppConfigurablePolicies", $"{Name}_plcy", "extlClntAppPolicies", "ecaPlcy", Policies);
        }
    }

    public (string Type, string Name, string Path, string Content) OauthPolicy(string elements, string suffix = "_oauthPlcy") =>
        Part("ExtlClntAppOauthConfigurablePolicies", Name + suffix, "extlClntAppOauthPolicies", "ecaOauthPlcy", elements);

    private (string Type, string Name, string Path, string Content) Part(
        string type, string name, string folder, string suffix, string elements) => (
        type, name, $"{folder}/{name}.{suffix}",
        DeployOrg.File(type, $"<externalClientApplication>{Name}</externalClientApplication>{elements}"));
}
