using System.Security.Cryptography;

namespace SalesforceJwt.LocalOrg;

/// <summary>
/// A token exchange handler: what an Apex class that extends <c>Auth.Oauth2TokenExchangeHandler</c> does in an org. It verifies JSON Web
/// Tokens (issuer, audience, times, signature), and maps them to users by their claims.
/// </summary>
public sealed class TokenHandler
{
    /// <summary>The name, for <c>token_handler</c>.</summary>
    public required string Name { get; init; }

    /// <summary>False: it is not found.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>The consumer keys of the apps that it is enabled for.</summary>
    public required IReadOnlyCollection<string> Apps { get; init; }

    /// <summary>Whether requests of these apps without <c>token_handler</c> use it.</summary>
    public bool IsDefault { get; set; }

    /// <summary>The token types that it supports.</summary>
    public IReadOnlyCollection<SubjectTokenType> TokenTypes { get; init; } = [SubjectTokenType.Jwt, SubjectTokenType.IdToken];

    /// <summary>The <c>iss</c> that JSON Web Tokens must have.</summary>
    public string? Issuer { get; init; }

    /// <summary>The <c>aud</c> that JSON Web Tokens must have; null for any.</summary>
    public string? Audience { get; init; }

    /// <summary>The issuer's public keys; each token must be signed by one of them, with RS256.</summary>
    public IReadOnlyCollection<RSA> Keys { get; init; } = [];

    /// <summary>Which claims belong to which user. The first entry of which a token has all claims decides.</summary>
    public IReadOnlyList<TokenUser> Users { get; init; } = [];

    /// <summary>Tokens that are not JSON Web Tokens, each with its username.</summary>
    public IReadOnlyDictionary<string, string> OtherTokens { get; init; } = new Dictionary<string, string>();

    /// <summary>The handler's own text for tokens that it does not accept; null for Salesforce's.</summary>
    public string? ErrorMessage { get; set; }
}
