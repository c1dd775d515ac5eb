using System.Text;
using System.Text.Json;
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

    private static readonly string Header = Base64UrlEncoder.Encode("""{"alg":"RS256","typ":"JWT"}""");

    /// <summary>How long the assertion is valid.</summary>
    public TimeSpan Lifetime { get; init; } = DefaultLifetime;

    /// <summary>Builds the assertion with a new <c>jti</c> and signs it (RS256).</summary>
    /// <param name="signer">The private key, or what signs with one.</param>
    /// <param name="now">The present time; the assertion ends <see cref="Lifetime"/> after it.</param>
    /// <returns>The compact serialization (RFC 7515 section 7.1).</returns>
    /// <exception cref="SfException">As <see cref="IJwtSigner.SignAsync"/> throws.</exception>
    public async Task<string> SignAsync(IJwtSigner signer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var signed = Header + "." + Base64UrlEncoder.Encode(Claims(now));
        var signature = await signer.SignAsync(Encoding.ASCII.GetBytes(signed), cancellationToken).ConfigureAwait(false);
        return signed + "." + Base64UrlEncoder.Encode(signature);
    }

    // No nbf and no iat: a client clock that runs ahead must not break login.
    private byte[] Claims(DateTimeOffset now)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("iss", ClientId);
            writer.WriteString("sub", Username);
            writer.WriteString("aud", Audience);
            writer.WriteNumber("exp", (now + Lifetime).ToUnixTimeSeconds());
            writer.WriteString("jti", Guid.NewGuid().ToString("N"));
            writer.WriteEndObject();
        }

        return json.ToArray();
    }
}
