using SalesforceJwt.Core.OAuth;

namespace SalesforceJwt.PS.Models;

/// <summary>What Salesforce says of a token (RFC 7662 section 2.2).</summary>
public sealed class SfTokenInfo
{
    internal SfTokenInfo(TokenInfo token)
    {
        IsActive = token.Active;
        TokenType = token.TokenType;
        Username = token.Username;
        ClientId = token.ClientId;
        Scope = token.Scope;
        Subject = token.Subject;
        IssuedAt = token.IssuedAt;
        NotBefore = token.NotBefore;
        ExpiresAt = token.ExpiresAt;
    }

    /// <summary>Whether the token is good; where it is not, nothing else is told.</summary>
    public bool IsActive { get; }

    /// <summary><c>access_token</c> or <c>refresh_token</c>.</summary>
    public string? TokenType { get; }

    /// <summary>The user.</summary>
    public string? Username { get; }

    /// <summary>The consumer key of the app that it was given to.</summary>
    public string? ClientId { get; }

    /// <summary>Granted scopes, separated by spaces.</summary>
    public string? Scope { get; }

    /// <summary>The identity URL of the user.</summary>
    public string? Subject { get; }

    /// <summary>When it was issued.</summary>
    public DateTimeOffset? IssuedAt { get; }

    /// <summary>From when on it is good.</summary>
    public DateTimeOffset? NotBefore { get; }

    /// <summary>When it ends, if nobody uses it before.</summary>
    public DateTimeOffset? ExpiresAt { get; }
}
