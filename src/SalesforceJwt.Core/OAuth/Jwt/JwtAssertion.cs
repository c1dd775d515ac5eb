using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.OAuth.Jwt;

/// <summary>
/// What a signed token says: a JWT bearer assertion (RFC 7523 section 3; Salesforce Help: "OAuth 2.0 JWT Bearer Flow for Server-to-Server
/// Integration"), or a token for another receiver.
/// </summary>
/// <param name="Issuer">The issuer (<c>iss</c>): at Salesforce, the app's consumer key.</param>
/// <param name="Subject">The subject (<c>sub</c>): at Salesforce, the user; null for a token without one.</param>
/// <param name="Audience">The audience (<c>aud</c>): at Salesforce, the authorization server.</param>
internal sealed record JwtAssertion(string Issuer, string? Subject, string Audience)
{
    /// <summary>Default lifetime in seconds.</summary>
    public const int DefaultLifetimeSeconds = 180;

    /// <summary>Default lifetime. Salesforce rejects an assertion that expires more than some minutes from now.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromSeconds(DefaultLifetimeSeconds);

    /// <summary>How long the assertion is valid.</summary>
    public TimeSpan Lifetime { get; init; } = DefaultLifetime;

    /// <summary><c>nbf</c>; null for none.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary><c>iat</c>; null for none. A sign-in has none: a client clock that runs ahead must not break it.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary><c>jti</c>; null for a new one each time.</summary>
    public string? Id { get; init; }

    /// <summary>The header's <c>kid</c>; null for none.</summary>
    public string? KeyId { get; init; }

    /// <summary>The header's <c>x5t#S256</c> (RFC 7515 section 4.1.8); null for none.</summary>
    public string? CertificateHash { get; init; }

    /// <summary>Other claims: UTF-8 text of a JSON object; empty for none.</summary>
    public ReadOnlyMemory<byte> Claims { get; init; }

    /// <summary>Builds the token with a new <c>jti</c> and signs it (RS256).</summary>
    /// <param name="signer">The private key, or what signs with one.</param>
    /// <param name="now">The present time; the assertion ends <see cref="Lifetime"/> after it.</param>
    /// <returns>The compact serialization (RFC 7515 section 7.1).</returns>
    /// <exception cref="SfException">As <see cref="IJwtSigner.SignAsync"/> throws.</exception>
    public async Task<string> SignAsync(IJwtSigner signer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var signed = Object(WriteHeader) + "." + Object(writer => WriteClaims(writer, now));
        var signature = await signer.SignAsync(Encoding.ASCII.GetBytes(signed), cancellationToken).ConfigureAwait(false);
        return signed + "." + Base64UrlEncoder.Encode(signature);
    }

    private static string Object(Action<Utf8JsonWriter> write)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Base64UrlEncoder.Encode(json.ToArray());
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            writer.WriteNumber(name, time.ToUnixTimeSeconds());
        }
    }

    private void WriteHeader(Utf8JsonWriter writer)
    {
        writer.WriteString("alg", "RS256");
        writer.WriteString("typ", "JWT");
        WriteText(writer, "kid", KeyId);
        WriteText(writer, "x5t#S256", CertificateHash);
    }

    private void WriteClaims(Utf8JsonWriter writer, DateTimeOffset now)
    {
        writer.WriteString("iss", Issuer);
        WriteText(writer, "sub", Subject);
        writer.WriteString("aud", Audience);
        WriteTime(writer, "iat", IssuedAt);
        WriteTime(writer, "nbf", NotBefore);
        WriteTime(writer, "exp", now + Lifetime);
        writer.WriteString("jti", Id ?? Guid.NewGuid().ToString("N"));
        if (Claims.Length > 0)
        {
            using var claims = JsonText.Parse(Claims);
            foreach (var claim in claims.RootElement.EnumerateObject())
            {
                claim.WriteTo(writer);
            }
        }
    }
}
