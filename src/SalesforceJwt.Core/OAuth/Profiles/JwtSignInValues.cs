using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.OAuth.Profiles;

/// <summary>The values of a JWT sign-in that the caller gives. What is null comes from the profile or from the environment.</summary>
internal sealed record JwtSignInValues
{
    /// <summary>The app's consumer key.</summary>
    public string? ClientId { get; init; }

    /// <summary>The Salesforce user.</summary>
    public string? Username { get; init; }

    /// <summary>Gives the login host, or null. Called when the host is needed, since it may throw.</summary>
    public Func<Uri?> LoginUrl { get; init; } = static () => null;

    /// <summary>The <c>aud</c> of the assertion.</summary>
    public string? Audience { get; init; }

    /// <summary>The REST API version of the connection.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>A certificate with its private key.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Gives the private key as text; the resolver clears it.</summary>
    public Func<char[]>? PrivateKey { get; init; }

    /// <summary>What signs with a key that is elsewhere.</summary>
    public SignerFactory? Signer { get; init; }

    /// <summary>The path of the key file.</summary>
    public string? KeyPath { get; init; }

    /// <summary>The thumbprint of the key's certificate: in a file or text of several keys, else in a certificate store.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>Gives the key's password; the resolver clears it.</summary>
    public Func<char[]>? KeyPassword { get; init; }

    /// <summary>The path of the certificate that the key must belong to.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>Whether the key, or its place, is given.</summary>
    public bool HasKey =>
        Certificate is not null || PrivateKey is not null || Signer is not null || Thumbprint is not null || KeyPath is not null;
}
