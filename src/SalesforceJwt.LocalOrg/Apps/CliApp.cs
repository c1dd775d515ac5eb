namespace SalesforceJwt.LocalOrg;

/// <summary>The app of the Salesforce CLI, which every org has: administrators sign in with it before there is any other app.</summary>
internal static class CliApp
{
    public const string ConsumerKey = "PlatformCLI";
    private const string CallbackUrl = "http://localhost:1717/OauthRedirect";

    /// <summary>Registers it: for the browser only, with one callback URL and without a secret.</summary>
    public static void Register(ConnectedApps apps)
    {
        var app = apps.Register(ConsumerKey);
        app.Name = "Salesforce CLI";
        app.Flows = OAuthFlows.WebServer | OAuthFlows.RefreshToken;
        app.Scope = "refresh_token api web";
        app.CallbackUrls.Add(CallbackUrl);
    }
}
