namespace SalesforceJwt.Model;

/// <summary>A token as the authorization server describes it (RFC 7662 section 2.2).</summary>
public sealed class SfTokenInfo
{
    internal SfTokenInfo(bool isActive) => IsActive = isActive;

    /// <summary>Whether the token is valid; if not, everything else is empty.</summary>
    public bool IsActive { get; }

    /// <summary><c>access_token</c> or <c>refresh_token</c>.</summary>
    public string? TokenType { get; internal init; }

    /// <summary>The user.</summary>
    public string? Username { get; internal init; }

    /// <summary>The consumer key of the app that it was issued to.</summary>
    public string? ClientId { get; internal init; }

    /// <summary>Granted scopes, separated by spaces.</summary>
    public string? Scope { get; internal init; }

    /// <summary>The identity URL of the user.</summary>
    public string? Subject { get; internal init; }

    /// <summary>When it was issued.</summary>
    public DateTimeOffset? IssuedAt { get; internal init; }

    /// <summary>When it becomes valid.</summary>
    public DateTimeOffset? NotBefore { get; internal init; }

    /// <summary>When it expires, if it is not used before.</summary>
    public DateTimeOffset? ExpiresAt { get; internal init; }
}
