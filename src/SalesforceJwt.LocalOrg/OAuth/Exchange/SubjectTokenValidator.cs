using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SalesforceJwt.LocalOrg.OAuth.Exchange;

/// <summary>Decides whose token it is, as a careful handler does.</summary>
internal static class SubjectTokenValidator
{
    /// <summary>The username of a token's user; null if the handler does not accept the token.</summary>
    public static string? FindUser(TokenHandler handler, string token, SubjectTokenType type, DateTimeOffset now)
    {
        if (!handler.TokenTypes.Contains(type))
        {
            return null;
        }

        if (type is not (SubjectTokenType.Jwt or SubjectTokenType.IdToken))
        {
            return handler.OtherTokens.GetValueOrDefault(token);
        }

        try
        {
            return token.Split('.') is [var header, var claims, var signature]
                ? FindUser(handler, header, claims, Base64Url.DecodeFromChars(signature), now)
                : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? FindUser(TokenHandler handler, string headerText, string claimsText, byte[] signature, DateTimeOffset now)
    {
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(headerText));
        var signed = Encoding.ASCII.GetBytes($"{headerText}.{claimsText}");
        if (Text(header.RootElement, "alg") != "RS256"
            || !handler.Keys.Any(key => key.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)))
        {
            return null;
        }

        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(claimsText));
        return IsValid(handler, claims.RootElement, now)
            ? handler.Users.FirstOrDefault(user => HasAll(claims.RootElement, user.Claims))?.Username
            : null;
    }

    // No claims at all would be everybody.
    private static bool HasAll(JsonElement claims, IReadOnlyDictionary<string, string> expected) =>
        expected.Count > 0 && expected.All(claim => Text(claims, claim.Key) == claim.Value);

    private static bool IsValid(TokenHandler handler, JsonElement claims, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        return handler.Issuer is { } issuer
            && Text(claims, "iss") == issuer
            && (handler.Audience is not { } audience || Audiences(claims).Contains(audience))
            && Number(claims, "exp") is { } expiry && expiry > seconds
            && (Number(claims, "nbf") is not { } start || start <= seconds);
    }

    private static IEnumerable<string?> Audiences(JsonElement claims) => !claims.TryGetProperty("aud", out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(one => one.GetString())
        : [value.GetString()];

    private static string? Text(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : null;
}
