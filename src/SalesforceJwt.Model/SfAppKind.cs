namespace SalesforceJwt.Model;

/// <summary>A kind of app.</summary>
public enum SfAppKind
{
    /// <summary>An external client app.</summary>
    ExternalClientApp,

    /// <summary>A connected app, the older kind. Since Spring '26, no new ones can be created.</summary>
    ConnectedApp,
}
