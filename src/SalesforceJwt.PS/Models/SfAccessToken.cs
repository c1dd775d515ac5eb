using System.Security;

namespace SalesforceJwt.PS.Models;

/// <summary>An access token, kept as a SecureString.</summary>
public sealed class SfAccessToken
{
    internal SfAccessToken(SecureString token, SfConnection connection, string tokenType)
    {
        Token = token;
        TokenType = tokenType;
        Username = connection.Username;
        InstanceUrl = connection.InstanceUrl;
        Scope = connection.Scope;
        IssuedAt = connection.IssuedAt;
    }

    /// <summary>The token; <c>ConvertFrom-SecureString -AsPlainText</c> shows it.</summary>
    public SecureString Token { get; }

    /// <summary><c>Bearer</c>.</summary>
    public string TokenType { get; }

    /// <summary>The user it was issued to.</summary>
    public string? Username { get; }

    /// <summary>The instance that accepts it; it must not be sent anywhere else.</summary>
    public string InstanceUrl { get; }

    /// <summary>Granted scopes, separated by spaces.</summary>
    public string? Scope { get; }

    /// <summary>When it was issued, by this machine's clock.</summary>
    public DateTimeOffset IssuedAt { get; }

    /// <summary>Never the token.</summary>
    public override string ToString() => $"{TokenType} *** for {Username} at {InstanceUrl}";
}
