namespace SalesforceJwt.LocalOrg;

/// <summary>The two kinds of app that Salesforce lets sign in; they differ in the hosts and flows they accept, and in how a missing installation is reported.</summary>
public enum AppKind
{
    /// <summary>A classic connected app.</summary>
    ConnectedApp,

    /// <summary>An external client app: known on the My Domain alone, and without the username-password flow.</summary>
    ExternalClientApp,
}
