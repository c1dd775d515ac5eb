using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.PS.Models;

/// <summary>A saved sign-in: where, who, and where the key is. It holds no secret.</summary>
public sealed class SfProfile
{
    internal SfProfile(StoredProfile profile)
    {
        // A profile file that was edited by hand may hold secrets in these fields.
        Name = SecretText.Redact(profile.Name);
        Username = SecretText.Redact(profile.Username);
        LoginUrl = SecretText.Redact(profile.LoginUrl);
        ClientId = SecretText.Redact(profile.ClientId);
        Audience = SecretText.Redact(profile.Audience);
        ApiVersion = SecretText.Redact(profile.ApiVersion);
        Key = profile.Key?.ToString();
        KeyKind = profile.Key?.Kind.ToString();
        KeyPassword = profile.KeyPassword?.ToString();
    }

    /// <summary>Its name, for <c>Connect-SfJwt -Profile</c>.</summary>
    public string Name { get; }

    /// <summary>The name once more, so that <c>Get-SfProfile ci | Connect-SfJwt</c> binds it to <c>-Profile</c>.</summary>
    public string ProfileName => Name;

    /// <summary>The Salesforce user.</summary>
    public string? Username { get; }

    /// <summary>The login host.</summary>
    public string? LoginUrl { get; }

    /// <summary>The app's consumer key.</summary>
    public string? ClientId { get; }

    /// <summary>The audience (<c>aud</c>) of the assertions; empty for the login host.</summary>
    public string? Audience { get; }

    /// <summary>The REST API version; empty for the org's newest.</summary>
    public string? ApiVersion { get; }

    /// <summary>Where the private key is: <c>path /keys/ci.key</c>, <c>variable SF_JWT_KEY</c>.</summary>
    public string? Key { get; }

    /// <summary>Path, Thumbprint, Variable or Secret.</summary>
    public string? KeyKind { get; }

    /// <summary>Where the key's password is; empty where there is none or it is given at each sign-in.</summary>
    public string? KeyPassword { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
