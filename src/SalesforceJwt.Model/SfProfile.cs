namespace SalesforceJwt.Model;

/// <summary>A saved sign-in: where, who, and where the key is. It holds no secret.</summary>
public sealed class SfProfile
{
    internal SfProfile(string name) => Name = name;

    /// <summary>Its name, for <c>Connect-SfJwt -Profile</c>.</summary>
    public string Name { get; }

    /// <summary>The name once more, so that <c>Get-SfProfile ci | Connect-SfJwt</c> binds it to <c>-Profile</c>.</summary>
    public string ProfileName => Name;

    /// <summary>The Salesforce user.</summary>
    public string? Username { get; internal init; }

    /// <summary>The login host.</summary>
    public string? LoginUrl { get; internal init; }

    /// <summary>The app's consumer key.</summary>
    public string? ClientId { get; internal init; }

    /// <summary>The audience (<c>aud</c>) of the assertions; empty for the login host.</summary>
    public string? Audience { get; internal init; }

    /// <summary>The REST API version; empty for the org's newest.</summary>
    public string? ApiVersion { get; internal init; }

    /// <summary>Where the private key is: <c>path /keys/ci.key</c>, <c>variable SF_JWT_KEY</c>.</summary>
    public string? Key { get; internal init; }

    /// <summary>Path, Thumbprint, Variable, Secret or Command (the name of a command that signs).</summary>
    public string? KeyKind { get; internal init; }

    /// <summary>Where the key's password is; empty where there is none or it is given at each sign-in.</summary>
    public string? KeyPassword { get; internal init; }

    /// <summary>The certificate that the key must belong to; empty where none was named.</summary>
    public string? CertificatePath { get; internal init; }

    /// <summary>Whether its sign-ins use the token cache; empty where SF_TOKEN_CACHE decides.</summary>
    public bool? UseTokenCache { get; internal init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
