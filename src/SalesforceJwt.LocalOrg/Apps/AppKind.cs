namespace SalesforceJwt.LocalOrg;

/// <summary>The two kinds of app. They differ in the hosts and flows they accept, and in the error when they are not installed.</summary>
public enum AppKind
{
    /// <summary>A classic connected app.</summary>
    ConnectedApp,

    /// <summary>An external client app: it works on the My Domain only, and has no username-password flow.</summary>
    ExternalClientApp,
}
