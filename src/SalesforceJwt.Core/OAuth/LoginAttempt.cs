using System.Security.Cryptography.X509Certificates;

namespace SalesforceJwt.Core.OAuth;

/// <summary>The public part of a request to a token endpoint: an error about it names the likely mistake.</summary>
internal sealed record LoginAttempt
{
    /// <summary>The flow.</summary>
    public required GrantKind Grant { get; init; }

    /// <summary>The login host.</summary>
    public required Uri LoginUrl { get; init; }

    /// <summary>The app's consumer key.</summary>
    public required string ClientId { get; init; }

    /// <summary>The user; null in flows that name none.</summary>
    public string? Username { get; init; }

    /// <summary>The <c>aud</c> claim; null in flows without an assertion.</summary>
    public string? Audience { get; init; }

    /// <summary>The <c>aud</c> that was refused just before this attempt; null for the first.</summary>
    public string? RefusedAudience { get; init; }

    /// <summary>The callback URL that was sent; null in flows without one.</summary>
    public Uri? CallbackUrl { get; init; }

    /// <summary>The certificate that belongs to the signing key; null if unknown.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>SHA-256 of the signing key's public half (SubjectPublicKeyInfo), hexadecimal; null without an assertion.</summary>
    public string? PublicKeyFingerprint { get; init; }

    /// <summary>The token exchange handler that was named; null if none was.</summary>
    public string? TokenHandler { get; init; }

    /// <summary>Issuer, subject and audience of the token that was exchanged, as a sentence; null if unknown.</summary>
    public string? SubjectToken { get; init; }

    /// <summary>Something noticed before the attempt that may explain an error; null if there was nothing.</summary>
    public string? Suspicion { get; init; }
}
