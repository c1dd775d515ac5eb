namespace SalesforceJwt.Core.OAuth;

/// <summary>The kinds of grant with which a token endpoint is asked; the same words of refusal mean different things in each.</summary>
internal enum GrantKind
{
    /// <summary>No grant: a question about a token.</summary>
    None,

    /// <summary>A signed assertion (RFC 7523).</summary>
    JwtBearer,

    /// <summary>A code from the web server flow (RFC 6749 section 4.1).</summary>
    AuthorizationCode,

    /// <summary>A token straight from the browser: the user-agent flow (RFC 6749 section 4.2).</summary>
    Implicit,

    /// <summary>A refresh token (RFC 6749 section 6).</summary>
    RefreshToken,

    /// <summary>A device code (RFC 8628).</summary>
    Device,

    /// <summary>The app's own secret (RFC 6749 section 4.4).</summary>
    ClientCredentials,

    /// <summary>Username and password (RFC 6749 section 4.3).</summary>
    Password,

    /// <summary>A token of another issuer (RFC 8693).</summary>
    TokenExchange,
}
