namespace SalesforceJwt.Model;

/// <summary>An access token that is kept in the token cache. What is shown here is readable in its file; the token is not.</summary>
public sealed class SfTokenCacheEntry
{
    internal SfTokenCacheEntry(string path) => Path = path;

    /// <summary>The user; empty while unknown.</summary>
    public string? Username { get; internal init; }

    /// <summary>The login host.</summary>
    public string? LoginUrl { get; internal init; }

    /// <summary>The app's consumer key.</summary>
    public string? ClientId { get; internal init; }

    /// <summary>
    /// How the user signed in: JwtBearer, ClientCredentials, RefreshToken, Password, TokenExchange, AuthorizationCode, Implicit, Device.
    /// </summary>
    public string? Flow { get; internal init; }

    /// <summary>
    /// What opens it: the private key, the consumer secret, the refresh token, the password, the subject token or CI job, the system key
    /// store, or a vault.
    /// </summary>
    public string? SealedWith { get; internal init; }

    /// <summary>When the token was issued. When it ends is not known: only Salesforce's refusal says so.</summary>
    public DateTimeOffset IssuedAt { get; internal init; }

    /// <summary>Its file.</summary>
    public string Path { get; }

    /// <summary>User and host.</summary>
    public override string ToString() => $"{Username ?? ClientId} at {LoginUrl}";
}
