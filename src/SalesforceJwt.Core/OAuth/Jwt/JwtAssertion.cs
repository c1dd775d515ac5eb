using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.OAuth.Jwt;

/// <summary>
/// The claims of a JWT bearer assertion (RFC 7523 section 3; Salesforce Help: "OAuth 2.0 JWT Bearer Flow for Server-to-Server
/// Integration").
/// </summary>
/// <param name="ClientId">The app's consumer key (<c>iss</c>).</param>
/// <param name="Username">The user (<c>sub</c>).</param>
/// <param name="Audience">The authorization server (<c>aud</c>).</param>
internal sealed record JwtAssertion(string ClientId, string Username, string Audience)
{
    /// <summary>Default lifetime in seconds.</summary>
    public const int DefaultLifetimeSeconds = 180;

    /// <summary>Default lifetime. Salesforce rejects an assertion that expires more than some minutes from now.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromSeconds(DefaultLifetimeSeconds);

    /// <summary>How long the assertion is valid.</summary>
    public TimeSpan Lifetime { get; init; } = DefaultLifetime;

    // Signature providers would be cached in a static, and keep the private key alive after the connection is gone.
    private static readonly CryptoProviderFactory Crypto = new() { CacheSignatureProviders = false };

    // No nbf and no iat: a client clock that runs ahead must not break login.
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Builds the assertion with a new <c>jti</c> and signs it (RS256).</summary>
    /// <param name="key">The private key.</param>
    /// <param name="now">The present time; the assertion ends <see cref="Lifetime"/> after it.</param>
    /// <returns>The compact serialization (RFC 7515 section 7.1).</returns>
    /// <exception cref="SfException"><see cref="SfErrorKind.KeyUnusable"/>.</exception>
    public string Sign(SfPrivateKey key, DateTimeOffset now)
    {
        try
        {
            return CreateToken(key, now);
        }
        catch (CryptographicException e)
        {
            throw new SfException(
                SfErrorKind.KeyUnusable,
                $"The private key could not sign: {e.Message}",
                "If it lies on a smart card or in a protected store, unlock it; else use a key file.",
                e);
        }
    }

    private string CreateToken(SfPrivateKey key, DateTimeOffset now) =>
        Handler.CreateToken(new SecurityTokenDescriptor
        {
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Iss] = ClientId,
                [JwtRegisteredClaimNames.Sub] = Username,
                [JwtRegisteredClaimNames.Aud] = Audience,
                [JwtRegisteredClaimNames.Exp] = (now + Lifetime).ToUnixTimeSeconds(),
                [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("N"),
            },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(key.Rsa), SecurityAlgorithms.RsaSha256)
            {
                CryptoProviderFactory = Crypto,
            },
        });
}
