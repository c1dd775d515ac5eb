namespace SalesforceJwt.Model;

/// <summary>A way to sign in through an app (Salesforce Help: "OAuth Authorization Flows").</summary>
public enum SfAppFlow
{
    /// <summary>The JWT bearer flow, with the key of the app's certificate.</summary>
    Jwt,

    /// <summary>The web server flow, in a browser; without a consumer secret, with PKCE.</summary>
    Web,

    /// <summary>The device flow.</summary>
    Device,

    /// <summary>The client credentials flow.</summary>
    ClientCredential,
}
