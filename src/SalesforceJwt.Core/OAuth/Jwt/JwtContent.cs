using System.Text.Json;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth.Jwt;

/// <summary>
/// A signed JSON Web Token (RFC 7519 in RFC 7515's compact serialization), decoded. Decoding proves nothing: <see cref="JwtVerifier"/>
/// does.
/// </summary>
internal sealed class JwtContent
{
    // An exp beyond this many seconds (the year 5138) can only be milliseconds, which the sf CLI sends and Salesforce accepts.
    private const double LargestSeconds = 100_000_000_000;

    internal JwtContent(
        ReadOnlyMemory<byte> header, ReadOnlyMemory<byte> claims, JsonElement headerElement, JsonElement claimsElement, byte[] signedPart,
        byte[] signature)
    {
        Header = header;
        Claims = claims;
        SignedPart = signedPart;
        Signature = signature;
        Algorithm = headerElement.Text("alg");
        KeyId = headerElement.Text("kid");
        Type = headerElement.Text("typ");
        IsSalesforceAccessToken = headerElement.Text("tty") == "sfdc-core-token";
        HasCriticalExtensions = headerElement.TryGetProperty("crit", out _);
        Id = claimsElement.Text("jti");
        Issuer = claimsElement.Text("iss");
        Subject = claimsElement.Text("sub") ?? claimsElement.Text("prn");
        Audience = Texts(claimsElement, "aud");
        IssuedAt = Time(claimsElement, "iat", out _);
        NotBefore = Time(claimsElement, "nbf", out _);
        ExpiresAt = Time(claimsElement, "exp", out var milliseconds);
        IsExpiryInMilliseconds = milliseconds;
    }

    /// <summary>The header: UTF-8 text of a JSON object.</summary>
    public ReadOnlyMemory<byte> Header { get; }

    /// <summary>The claims: UTF-8 text of a JSON object.</summary>
    public ReadOnlyMemory<byte> Claims { get; }

    /// <summary>The header's <c>alg</c>: RS256 in all that Salesforce accepts and issues.</summary>
    public string? Algorithm { get; }

    /// <summary>The header's <c>kid</c>.</summary>
    public string? KeyId { get; }

    /// <summary>The header's <c>typ</c>.</summary>
    public string? Type { get; }

    /// <summary><c>jti</c>.</summary>
    public string? Id { get; }

    /// <summary><c>iss</c>: the consumer key, in an assertion.</summary>
    public string? Issuer { get; }

    /// <summary><c>sub</c>, else <c>prn</c>: the username, in an assertion.</summary>
    public string? Subject { get; }

    /// <summary><c>aud</c>: none, one or several.</summary>
    public IReadOnlyList<string> Audience { get; }

    /// <summary><c>iat</c>.</summary>
    public DateTimeOffset? IssuedAt { get; }

    /// <summary><c>nbf</c>.</summary>
    public DateTimeOffset? NotBefore { get; }

    /// <summary><c>exp</c>.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>
    /// Whether <c>exp</c> is written in milliseconds: RFC 7519 requires seconds, the sf CLI sends milliseconds, Salesforce accepts both.
    /// </summary>
    public bool IsExpiryInMilliseconds { get; }

    /// <summary>Whether it is a JWT-based access token of Salesforce (header <c>tty</c>).</summary>
    internal bool IsSalesforceAccessToken { get; }

    /// <summary>Whether the header names extensions that a verifier has to understand (RFC 7515 section 4.1.11).</summary>
    internal bool HasCriticalExtensions { get; }

    internal byte[] SignedPart { get; }

    internal byte[] Signature { get; }

    private static string[] Texts(JsonElement part, string name) =>
        !part.TryGetProperty(name, out var value) ? []
        : value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)]
        : value.ValueKind == JsonValueKind.String ? [value.GetString()!]
        : [];

    private static DateTimeOffset? Time(JsonElement part, string name, out bool inMilliseconds)
    {
        inMilliseconds = false;
        if (!part.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number))
        {
            return null;
        }

        inMilliseconds = number > LargestSeconds;
        var seconds = inMilliseconds ? number / 1000 : number;
        return seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Round(seconds * 1000))
            : null;
    }
}
