namespace SalesforceJwt.LocalOrg;

/// <summary>The ways in which an app may get tokens.</summary>
[Flags]
public enum OAuthFlows
{
    /// <summary>None at all.</summary>
    None = 0,

    /// <summary>An assertion signed with the app's key.</summary>
    JwtBearer = 1,

    /// <summary>The browser brings a code, which the app exchanges: <c>response_type=code</c>.</summary>
    WebServer = 2,

    /// <summary>The browser brings the token itself: <c>response_type=token</c>.</summary>
    UserAgent = 4,

    /// <summary>The user types a code of the device into a browser elsewhere.</summary>
    Device = 8,

    /// <summary>The app's own secret, for the user that the app runs as.</summary>
    ClientCredentials = 16,

    /// <summary>The user's name and password; the org must allow it too, see <see cref="Org.AllowsUsernamePasswordFlow"/>.</summary>
    UsernamePassword = 32,

    /// <summary>A refresh token for a new access token.</summary>
    RefreshToken = 64,
}
