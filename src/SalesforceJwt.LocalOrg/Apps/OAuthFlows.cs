namespace SalesforceJwt.LocalOrg;

/// <summary>The OAuth flows that an app may use.</summary>
[Flags]
public enum OAuthFlows
{
    /// <summary>No flow.</summary>
    None = 0,

    /// <summary>An assertion signed with the app's private key.</summary>
    JwtBearer = 1,

    /// <summary>The browser returns a code, which the app exchanges: <c>response_type=code</c>.</summary>
    WebServer = 2,

    /// <summary>The browser returns the token itself: <c>response_type=token</c>.</summary>
    UserAgent = 4,

    /// <summary>The user enters the device's code in a browser on another device.</summary>
    Device = 8,

    /// <summary>The app's consumer secret, for its run-as user.</summary>
    ClientCredentials = 16,

    /// <summary>Username and password. The org must allow it too: <see cref="LocalOrgOptions.AllowsUsernamePasswordFlow"/>.</summary>
    UsernamePassword = 32,

    /// <summary>A refresh token is exchanged for an access token.</summary>
    RefreshToken = 64,

    /// <summary>A token of another issuer is exchanged for an access token, by a <see cref="TokenHandler"/>.</summary>
    TokenExchange = 128,
}
