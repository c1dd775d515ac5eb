namespace SalesforceJwt.Core.Security;

/// <summary>What a text that must not be shown looks like.</summary>
internal enum SecretKind
{
    /// <summary>A private key: PEM, or base64 of a key file.</summary>
    PrivateKey,

    /// <summary>A certificate or a public key. Not secret, but in the wrong place.</summary>
    Certificate,

    /// <summary>An auth URL of the sf CLI.</summary>
    AuthUrl,

    /// <summary>An access token (session id).</summary>
    AccessToken,

    /// <summary>A refresh token.</summary>
    RefreshToken,

    /// <summary>A JSON Web Token.</summary>
    Jwt,

    /// <summary>Hexadecimal digits, as many as a consumer secret has, or more.</summary>
    Hexadecimal,

    /// <summary>A user name and password in a URL.</summary>
    Password,

    /// <summary>Something else that could be a secret.</summary>
    Value,
}
