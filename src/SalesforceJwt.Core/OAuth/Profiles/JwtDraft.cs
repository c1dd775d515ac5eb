using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth.Jwt;

namespace SalesforceJwt.Core.OAuth.Profiles;

/// <summary>
/// The content of a token that adds to the assertion of a sign-in, or replaces values of it. What is null is as in a sign-in. With an
/// <see cref="Issuer"/> of its own, the token is not for a sign-in, and takes only its key from the environment.
/// </summary>
internal sealed record JwtDraft
{
    /// <summary>The longest lifetime that Salesforce accepts of an assertion, in seconds.</summary>
    public const int LongestSignInSeconds = 300;

    private const string AudienceRemedy = "The audience names the server that accepts the token, usually by its URL.";

    /// <summary><c>iss</c>.</summary>
    public string? Issuer { get; init; }

    /// <summary><c>sub</c>.</summary>
    public string? Subject { get; init; }

    /// <summary>The token endpoint to which it is sent: its audience, if no other is given.</summary>
    public Uri? TokenUrl { get; init; }

    /// <summary>The header's <c>kid</c>.</summary>
    public string? KeyId { get; init; }

    /// <summary>Whether the header names the certificate of the key (<c>x5t#S256</c>).</summary>
    public bool NamesCertificate { get; init; }

    /// <summary><c>jti</c>.</summary>
    public string? Id { get; init; }

    /// <summary><c>iat</c>.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary><c>nbf</c>.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>How long it is valid.</summary>
    public TimeSpan Lifetime { get; init; } = JwtAssertion.DefaultLifetime;

    /// <summary>Other claims: UTF-8 text of a JSON object; empty for none.</summary>
    public ReadOnlyMemory<byte> Claims { get; init; }

    private bool IsForSignIn => Issuer is null && Subject is null && (TokenUrl is null || OwnJwt.IsSalesforce(TokenUrl));

    /// <summary>Finds all values and reads the key.</summary>
    /// <param name="resolver">The values of a sign-in, and the key.</param>
    /// <param name="now">The present time.</param>
    /// <exception cref="SfException">A value is missing or not usable.</exception>
    public async Task<OwnJwt> ResolveAsync(JwtSignInResolver resolver, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Check(now);
        var assertion = new JwtAssertion(GetIssuer(resolver), GetSubject(resolver), GetAudience(resolver))
        {
            Lifetime = Lifetime,
            NotBefore = NotBefore,
            IssuedAt = IssuedAt,
            Id = Id,
            KeyId = KeyId,
            Claims = Claims,
        };
        var key = await resolver.ReadKeyAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new OwnJwt(NamesCertificate ? assertion with { CertificateHash = GetCertificateHash(key) } : assertion, key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static string GetCertificateHash(SigningKey key)
    {
        var certificate = key.Signer.Certificate ?? key.Certificate?.Value ?? throw new SfException(
            SfErrorKind.ValueMissing,
            "The header cannot name the certificate: none is known for this key.",
            new Advice("Give the certificate that belongs to the key.", NextStep.SetCertificatePath));
        return key.Signer.Certificate is not null || key.Signer.Matches(certificate)
            ? Base64UrlEncoder.Encode(certificate.GetCertHash(HashAlgorithmName.SHA256))
            : throw CertificateReader.Mismatch("the key", certificate, "the file beside it");
    }

    private void Check(DateTimeOffset now)
    {
        if (IsForSignIn && Lifetime > TimeSpan.FromSeconds(LongestSignInSeconds))
        {
            throw new SfException(
                SfErrorKind.JwtClaimInvalid,
                $"An assertion for a sign-in at Salesforce must end within {LongestSignInSeconds} seconds: Salesforce rejects longer ones.",
                "Let it end sooner. A token with its own issuer, subject or token endpoint may be valid longer.");
        }

        if (NotBefore >= now + Lifetime)
        {
            throw new SfException(
                SfErrorKind.JwtClaimInvalid,
                $"The token would never be valid: it begins at {NotBefore:u}, and ends at {now + Lifetime:u}.",
                "Let it begin earlier, or end later.");
        }
    }

    private string GetIssuer(JwtSignInResolver resolver) =>
        Issuer is null ? SignInValue.ClientId(resolver.GetClientId()) : SignInValue.Claim(Issuer, "issuer");

    private string? GetSubject(JwtSignInResolver resolver) =>
        Subject is not null ? SignInValue.Claim(Subject, "subject")
        : Issuer is null ? SignInValue.Username(resolver.GetUsername())
        : resolver.Given.Username is { } username ? SignInValue.Username(username)
        : null;

    private string GetAudience(JwtSignInResolver resolver) => resolver.Audience is { } audience && !string.IsNullOrWhiteSpace(audience)
        ? SignInValue.Audience(audience)
        : resolver.Given.LoginUrl() is { } login ? LoginUrl.ToAudience(login)
        : TokenUrl is not null ? OwnJwt.IsSalesforce(TokenUrl) ? LoginUrl.ToAudience(TokenUrl) : TokenUrl.AbsoluteUri
        : Issuer is null ? LoginUrl.ToAudience(resolver.GetLoginUrl())
        : throw new SfException(SfErrorKind.ValueMissing, "The token has no audience.", new Advice(AudienceRemedy, NextStep.SetAudience));
}
