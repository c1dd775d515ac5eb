using SalesforceJwt.LocalOrg.Metadata;

namespace SalesforceJwt.LocalOrg;

/// <summary>What the components of an external client app mean for its sign-ins.</summary>
internal static class DeployedSettings
{
    private static readonly char[] UrlSeparators = ['\r', '\n', ' ', '\t'];

    /// <summary>Sets everything in an app that its components decide; what they leave out has its default.</summary>
    public static void Apply(ExternalClientApp deployed, ConnectedApp app)
    {
        app.Name = deployed.Label;
        app.Kind = AppKind.ExternalClientApp;
        app.Certificate = deployed.Certificate;
        app.ConsumerSecret = deployed.ConsumerSecret;
        app.Scope = deployed.OauthSettings is { } settings ? AppScopes.Read(settings.Document) : "";
        ApplyGlobal(deployed.GlobalSettings!.Document, app);
        ApplyPolicies(deployed.OauthPolicies?.Document ?? MetadataDocument.Empty(MetadataTypes.Of(MetadataTypes.OauthPolicies)), app);
        app.IsInstalled = deployed.Policies?.Document is not { } plugins
            || (plugins.Flag("isEnabled") && plugins.Flag("isOauthPluginEnabled"));
    }

    private static void ApplyGlobal(MetadataDocument global, ConnectedApp app)
    {
        // Without a certificate the JWT flow is there, but every assertion fails.
        app.Flows = OAuthFlows.JwtBearer | OAuthFlows.WebServer | OAuthFlows.UserAgent | OAuthFlows.RefreshToken
            | (global.Flag("isDeviceFlowEnabled") ? OAuthFlows.Device : OAuthFlows.None)
            | (global.Flag("isClientCredentialsFlowEnabled") ? OAuthFlows.ClientCredentials : OAuthFlows.None)
            | (global.Flag("isTokenExchangeEnabled") ? OAuthFlows.TokenExchange : OAuthFlows.None);
        app.RequireSecretForWebServerFlow = !global.Flag("isConsumerSecretOptional");
        app.RequireSecretForTokenExchange = global.Flag("isSecretRequiredForTokenExchange");
        app.RequireSecretForRefreshToken = global.Flag("isSecretRequiredForRefreshToken");
        app.IssuesJwtTokens = global.Flag("isNamedUserJwtEnabled");
        app.RequirePkce = global.Flag("isPkceRequired");
        app.RotateRefreshTokens = global.Flag("isRefreshTokenRotationEnabled");
        app.CallbackUrls.Clear();
        foreach (var url in (global.Text("callbackUrl") ?? "").Split(UrlSeparators, StringSplitOptions.RemoveEmptyEntries))
        {
            app.CallbackUrls.Add(url);
        }
    }

    private static void ApplyPolicies(MetadataDocument policies, ConnectedApp app)
    {
        app.Policy = policies.Text("permittedUsersPolicyType") == "AdminApprovedPreAuthorized"
            ? AppPolicy.AdminApproved
            : AppPolicy.AllUsersMaySelfAuthorize;
        app.IpRelaxation = policies.Text("ipRelaxationPolicyType") switch
        {
            "Bypass" => IpRelaxation.Bypass,
            "Bypass_2factor" => IpRelaxation.BypassWithSecondFactor,
            "Enforce_RelaxRefresh" or "Enforce_relaxrefresh" => IpRelaxation.EnforceRelaxRefresh,
            _ => IpRelaxation.Enforce,
        };
        if (!policies.Flag("isTokenExchangeFlowEnabled"))
        {
            // The app's developer and the org's administrator both have to enable the flow.
            app.Flows &= ~OAuthFlows.TokenExchange;
        }

        app.RequiresHighAssurance = policies.Text("requiredSessionLevel") == "HIGH_ASSURANCE";
        app.RunAsUsername = policies.Flag("isClientCredentialsFlowEnabled") ? policies.Text("clientCredentialsFlowUser") : null;
        app.RefreshTokenLifetime = policies.Text("refreshTokenPolicyType") switch
        {
            "Zero" => TimeSpan.Zero,
            "SpecificLifetime" or "SpecificInactivity" => Lifetime(policies),
            _ => null,
        };
    }

    private static TimeSpan Lifetime(MetadataDocument policies)
    {
        // Some decades at most: a token's end has to be a time that exists.
        var number = Math.Clamp(policies.Number("refreshTokenValidityPeriod") ?? 0, 0, 10_000);
        return policies.Text("refreshTokenValidityUnit") switch
        {
            "Months" => TimeSpan.FromDays(30 * number),
            "Days" => TimeSpan.FromDays(number),
            _ => TimeSpan.FromHours(number),
        };
    }
}
