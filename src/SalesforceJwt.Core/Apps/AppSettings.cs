namespace SalesforceJwt.Core.Apps;

/// <summary>Writes what an app shall be into its components.</summary>
internal static class AppSettings
{
    /// <summary>The description of apps that were made here.</summary>
    public const string Mark = "Made with SalesforceJwt.PS";

    /// <summary>Element with the certificate, whose presence enables the JWT flow.</summary>
    public const string Certificate = "certificate";

    public const string ConsumerKey = "consumerKey";
    public const string PermittedUsers = "permittedUsersPolicyType";
    public const string PermissionSets = "commaSeparatedPermissionSet";
    public const string Profiles = "commaSeparatedProfile";

    private const string Scopes = "commaSeparatedOauthScopes";
    private const string CallbackUrl = "callbackUrl";
    private const string IPRelaxation = "ipRelaxationPolicyType";
    private const string ClientCredentials = "isClientCredentialsFlowEnabled";
    private const string ExecutionUser = "clientCredentialsFlowUser";
    private const string Device = "isDeviceFlowEnabled";
    private const string IsSecretOptional = "isConsumerSecretOptional";

    /// <summary>The components of a new app, without its policies, which Salesforce makes with it.</summary>
    public static IReadOnlyList<AppComponent> Create(AppOptions options)
    {
        var app = AppComponent.Create(AppComponentType.App, options.Name);
        app["contactEmail"] = options.ContactEmail;
        app["description"] = Mark;
        app["distributionState"] = "Local";
        app["isProtected"] = "false";
        app["label"] = options.Label ?? options.Name;

        var global = AppComponent.Create(AppComponentType.GlobalSettings, options.Name);
        global["isPkceRequired"] = "true";
        global["shouldRotateConsumerKey"] = "false";
        global["shouldRotateConsumerSecret"] = "false";
        return
        [
            app,
            Apply(
                AppComponent.Create(AppComponentType.OauthSettings, options.Name),
                options with { Scopes = options.Scopes ?? AppScopes.Default }),
            Apply(
                global,
                options with
                {
                    CallbackUrls = options.CallbackUrls ?? [AppOptions.DefaultCallbackUrl],
                    Flows = options.Flows ?? [SfAppFlow.Jwt],
                }),
        ];
    }

    /// <summary>Changes a component to what the options say; what they do not say stays.</summary>
    public static AppComponent Apply(AppComponent component, AppOptions options)
    {
        if (component.Type == AppComponentType.App)
        {
            component["label"] = options.Label ?? component["label"];
            component["contactEmail"] = options.ContactEmail ?? component["contactEmail"];
        }
        else if (component.Type == AppComponentType.OauthSettings && options.Scopes is { } scopes
            && !AppScopes.AreSame(scopes.Select(s => s.Trim()), ReadScopes(component)))
        {
            component[Scopes] = AppScopes.Format(scopes);
        }
        else if (component.Type == AppComponentType.GlobalSettings)
        {
            ApplyToGlobal(component, options);
        }
        else if (component.Type == AppComponentType.OauthPolicies)
        {
            component[IPRelaxation] = options.IPRelaxation is { } relaxation ? Format(relaxation) : component[IPRelaxation];
            if (options.Flows is { } flows)
            {
                SetFlag(component, ClientCredentials, flows.Contains(SfAppFlow.ClientCredential));
                component[ExecutionUser] = !flows.Contains(SfAppFlow.ClientCredential) ? null
                    : options.AddUsers.Count > 0 ? options.AddUsers[0] : component[ExecutionUser];
            }
        }
        else if (component.Type == AppComponentType.Policies && options.Enabled is { } enabled)
        {
            component["isEnabled"] = enabled ? "true" : "false";
            component["isOauthPluginEnabled"] = "true";
        }

        return component;
    }

    /// <summary>Checks that an app with the client credentials flow has a user as whom it runs.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ValueMissing"/>.</exception>
    public static void RequireExecutionUser(AppOptions options, AppState? app)
    {
        if (options is { Flows: { } flows, AddUsers: [] } && flows.Contains(SfAppFlow.ClientCredential)
            && app?.Component(AppComponentType.OauthPolicies)?[ExecutionUser] is null)
        {
            throw AppErrors.ExecutionUserMissing();
        }
    }

    public static IEnumerable<string> ReadScopes(AppComponent settings) => AppScopes.Parse(settings[Scopes]);

    public static IEnumerable<string> ReadCallbackUrls(AppComponent global) =>
        (global[CallbackUrl] ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The flows that an app has enabled. A certificate cannot be read back everywhere, so the JWT flow may be missing.</summary>
    public static IEnumerable<SfAppFlow> ReadFlows(AppComponent global)
    {
        if (global[Certificate] is not null)
        {
            yield return SfAppFlow.Jwt;
        }

        if (global.Flag(IsSecretOptional))
        {
            yield return SfAppFlow.Web;
        }

        if (global.Flag(Device))
        {
            yield return SfAppFlow.Device;
        }

        if (global.Flag(ClientCredentials))
        {
            yield return SfAppFlow.ClientCredential;
        }
    }

    public static SfPermittedUsers? ParsePermittedUsers(string? text) =>
        Enum.TryParse<SfPermittedUsers>(text, out var value) ? value : null;

    public static SfIPRelaxation? ParseIPRelaxation(string? text) => text switch
    {
        "Enforce" => SfIPRelaxation.Enforce,
        "Enforce_RelaxRefresh" or "Enforce_relaxrefresh" => SfIPRelaxation.EnforceRelaxRefresh,
        "Bypass" => SfIPRelaxation.Bypass,
        "Bypass_2factor" => SfIPRelaxation.BypassTwoFactor,
        _ => null,
    };

    public static SfIPRelaxation? ReadIPRelaxation(AppComponent policies) => ParseIPRelaxation(policies[IPRelaxation]);

    private static string Format(SfIPRelaxation relaxation) => relaxation switch
    {
        SfIPRelaxation.EnforceRelaxRefresh => "Enforce_RelaxRefresh",
        SfIPRelaxation.Bypass => "Bypass",
        SfIPRelaxation.BypassTwoFactor => "Bypass_2factor",
        _ => "Enforce",
    };

    private static void ApplyToGlobal(AppComponent global, AppOptions options)
    {
        if (options.CallbackUrls is { } urls && !urls.ToHashSet(StringComparer.Ordinal).SetEquals(ReadCallbackUrls(global)))
        {
            global[CallbackUrl] = string.Join('\n', urls);
        }

        if (options.Flows is { } flows)
        {
            // Without a secret, a browser's sign-in has PKCE. Apps of scripts never need the secret.
            SetFlag(global, IsSecretOptional, flows.Contains(SfAppFlow.Web));
            SetFlag(global, "isSecretRequiredForRefreshToken", !flows.Contains(SfAppFlow.Web));
            SetFlag(global, Device, flows.Contains(SfAppFlow.Device));
            SetFlag(global, ClientCredentials, flows.Contains(SfAppFlow.ClientCredential));
            if (!flows.Contains(SfAppFlow.Jwt))
            {
                global[Certificate] = null;
            }
        }

        global[Certificate] = options.CertificatePem ?? global[Certificate];
    }

    // An absent flag is false: writing false where none was would look like a change.
    private static void SetFlag(AppComponent component, string element, bool value)
    {
        if (component.Flag(element) != value)
        {
            component[element] = value ? "true" : "false";
        }
    }
}
