using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>A parsed JWT assertion (RFC 7523), not verified yet.</summary>
internal sealed class Assertion
{
    // A larger exp (after the year 5138) is in milliseconds, which the sf CLI sends and Salesforce accepts.
    private const long LargestSeconds = 100_000_000_000;

    private readonly byte[] _signedPart;
    private readonly byte[] _signature;
    private readonly string _algorithm;

    private Assertion(byte[] signedPart, byte[] signature, JsonElement header, JsonElement claims)
    {
        _signedPart = signedPart;
        _signature = signature;
        _algorithm = Text(header, "alg");
        Issuer = Text(claims, "iss");
        Subject = claims.TryGetProperty("prn", out _) ? Text(claims, "prn") : Text(claims, "sub");
        Audiences = ReadAudiences(claims);
        ExpiresAt = ReadExpiry(claims);
    }

    /// <summary>The consumer key.</summary>
    public string Issuer { get; }

    /// <summary>The username: <c>prn</c> if there is one, <c>sub</c> otherwise.</summary>
    public string Subject { get; }

    public IReadOnlyList<string> Audiences { get; }

    public DateTimeOffset ExpiresAt { get; }

    /// <exception cref="OAuthException">It is not a signed JWT with the claims that Salesforce requires.</exception>
    public static Assertion Parse(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
        {
            throw OAuthException.InvalidGrant("invalid assertion");
        }

        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return new Assertion(
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                Base64Url.DecodeFromChars(parts[2]),
                header.RootElement,
                claims.RootElement);
        }
        catch (Exception exception) when (exception
            is FormatException or JsonException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw OAuthException.InvalidGrant("invalid assertion");
        }
    }

    /// <summary>Whether it is signed with RS256 by the certificate's key of 2048 bits or more.</summary>
    public bool IsSignedBy(X509Certificate2? certificate)
    {
        using var key = certificate?.GetRSAPublicKey();
        return key is { KeySize: >= 2048 }
            && _algorithm == "RS256"
            && key.VerifyData(_signedPart, _signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static string Text(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new FormatException($"{name} is missing.");

    private static List<string> ReadAudiences(JsonElement claims) => claims.GetProperty("aud") switch
    {
        { ValueKind: JsonValueKind.Array } several => [.. several.EnumerateArray().Select(one => one.GetString() ?? "")],
        var one => [one.GetString() ?? ""],
    };

    private static DateTimeOffset ReadExpiry(JsonElement claims)
    {
        var expiry = claims.GetProperty("exp").GetInt64();
        return expiry > LargestSeconds ? DateTimeOffset.FromUnixTimeMilliseconds(expiry) : DateTimeOffset.FromUnixTimeSeconds(expiry);
    }
}
