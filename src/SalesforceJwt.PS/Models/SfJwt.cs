using System.Security;
using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Models;

/// <summary>A signed token: a JWT bearer assertion, or one with other content. Until it expires, anyone who has it can use it.</summary>
public sealed class SfJwt
{
    internal SfJwt(string token)
    {
        var content = JwtReader.Read(token);
        Token = Secret.Protect(token);
        Issuer = content.Issuer!;
        Subject = content.Subject;
        Audience = content.Audience[0];
        IssuedAt = content.IssuedAt;
        NotBefore = content.NotBefore;
        ExpiresAt = content.ExpiresAt!.Value;
        Id = content.Id!;
        KeyId = content.KeyId;
    }

    /// <summary>The assertion; <c>ConvertFrom-SecureString -AsPlainText</c> shows it.</summary>
    public SecureString Token { get; }

    /// <summary>The app's consumer key, or another issuer (<c>iss</c>).</summary>
    public string Issuer { get; }

    /// <summary>The user (<c>sub</c>); empty where a token names none.</summary>
    public string? Subject { get; }

    /// <summary>The authorization server, or another receiver (<c>aud</c>).</summary>
    public string Audience { get; }

    /// <summary>When it was issued (<c>iat</c>), UTC; empty where it does not say.</summary>
    public DateTimeOffset? IssuedAt { get; }

    /// <summary>From when it is valid (<c>nbf</c>), UTC; empty where it does not say.</summary>
    public DateTimeOffset? NotBefore { get; }

    /// <summary>Until when it is valid (<c>exp</c>), UTC.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Its own id (<c>jti</c>).</summary>
    public string Id { get; }

    /// <summary>Which key signed it (<c>kid</c>); empty where it does not say.</summary>
    public string? KeyId { get; }

    /// <summary>Never the assertion.</summary>
    public override string ToString() => $"*** for {Subject ?? Issuer} at {Audience}";
}
