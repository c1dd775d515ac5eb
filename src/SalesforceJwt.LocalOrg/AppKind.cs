namespace SalesforceJwt.LocalOrg;

/// <summary>The two kinds of app that Salesforce lets sign in; they differ in how a missing installation is reported.</summary>
public enum AppKind
{
    /// <summary>A classic connected app.</summary>
    ConnectedApp,

    /// <summary>An external client app.</summary>
    ExternalClientApp,
}
