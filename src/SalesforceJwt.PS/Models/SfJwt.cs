using System.Security;
using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Models;

/// <summary>A signed JWT bearer assertion. Until it expires, anyone who has it can sign in with it.</summary>
public sealed class SfJwt
{
    internal SfJwt(string token)
    {
        var content = JwtReader.Read(token);
        Token = Secret.Protect(token);
        Issuer = content.Issuer!;
        Subject = content.Subject!;
        Audience = content.Audience[0];
        ExpiresAt = content.ExpiresAt!.Value;
        Id = content.Id!;
    }

    /// <summary>The assertion; <c>ConvertFrom-SecureString -AsPlainText</c> shows it.</summary>
    public SecureString Token { get; }

    /// <summary>The app's consumer key (<c>iss</c>).</summary>
    public string Issuer { get; }

    /// <summary>The user (<c>sub</c>).</summary>
    public string Subject { get; }

    /// <summary>The authorization server (<c>aud</c>).</summary>
    public string Audience { get; }

    /// <summary>Until when it is valid (<c>exp</c>), UTC.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Its own id (<c>jti</c>).</summary>
    public string Id { get; }

    /// <summary>Never the assertion.</summary>
    public override string ToString() => $"*** for {Subject} at {Audience}";
}
