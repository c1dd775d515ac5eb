using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth;

/// <summary>What the authorization server says of a token (RFC 7662 section 2.2).</summary>
internal sealed record TokenInfo
{
    // The year 10000, from which on there are no dates.
    private const long EndOfTime = 253_402_300_800;

    /// <summary>Whether the token is good; where it is not, nothing else is told.</summary>
    public required bool Active { get; init; }

    /// <summary>Granted scopes, separated by spaces.</summary>
    public string? Scope { get; init; }

    /// <summary>The consumer key of the app that it was given to.</summary>
    public string? ClientId { get; init; }

    /// <summary>The user.</summary>
    public string? Username { get; init; }

    /// <summary>The identity URL of the user.</summary>
    public string? Subject { get; init; }

    /// <summary><c>access_token</c> or <c>refresh_token</c>.</summary>
    public string? TokenType { get; init; }

    /// <summary>When it was issued.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>From when on it is good.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When it ends, if nobody uses it before.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Reads the JSON; null where it is no introspection response.</summary>
    internal static TokenInfo? Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonText.Parse(json);
        var root = document.RootElement;
        return root.Flag("active") is { } active
            ? new TokenInfo
            {
                Active = active,
                Scope = root.Text("scope"),
                ClientId = root.Text("client_id"),
                Username = root.Text("username"),
                Subject = root.Text("sub"),
                TokenType = root.Text("token_type"),
                IssuedAt = Time("iat"),
                NotBefore = Time("nbf"),
                ExpiresAt = Time("exp"),
            }
            : null;

        DateTimeOffset? Time(string name) =>
            root.Number(name) is { } seconds and > 0 and < EndOfTime ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }
}
