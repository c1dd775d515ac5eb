using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Canvas;

/// <summary>
/// What Salesforce posts to a Canvas app: <c>base64(HMAC-SHA256(payload, consumer secret)).payload</c>, the payload being base64 of a JSON
/// object (Canvas Developer Guide: "Verifying and Decoding a Signed Request"). It holds an access token, so it is a credential.
/// </summary>
internal sealed class SignedRequest
{
    private const string FormField = "signed_request=";
    private const string Algorithm = "HMACSHA256";

    // Beyond this many seconds (the year 5138) it can only be milliseconds.
    private const long LargestSeconds = 100_000_000_000;

    private SignedRequest(ReadOnlyMemory<byte> json, JsonElement root)
    {
        Json = json;
        var client = Part(root, "client");
        var context = Part(root, "context");
        AccessToken = Text(client, "oauthToken");
        RefreshToken = Text(client, "refreshToken");
        InstanceUrl = Text(client, "instanceUrl");
        UserId = Text(root, "userId") ?? Text(Part(context, "user"), "userId");
        Username = Text(Part(context, "user"), "userName");
        OrganizationId = Text(Part(context, "organization"), "organizationId");
        IssuedAt = Time(root, "issuedAt");
        ExpiresAt = Time(root, "expiresAt");
    }

    /// <summary>The whole content: UTF-8 text of a JSON object, tokens included.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary><c>client.oauthToken</c>: the user's access token. A secret.</summary>
    public string? AccessToken { get; }

    /// <summary><c>client.refreshToken</c>, where the app may have one. A secret.</summary>
    public string? RefreshToken { get; }

    /// <summary>Where the org's API is.</summary>
    public string? InstanceUrl { get; }

    /// <summary>The user's id.</summary>
    public string? UserId { get; }

    /// <summary>The Salesforce username.</summary>
    public string? Username { get; }

    /// <summary>The org's id.</summary>
    public string? OrganizationId { get; }

    /// <summary>When it was issued; Salesforce often leaves it out.</summary>
    public DateTimeOffset? IssuedAt { get; }

    /// <summary>Until when it is valid; null if it does not say.</summary>
    public DateTimeOffset? ExpiresAt { get; }

    /// <summary>Verifies a signed request, in constant time, and only then reads it.</summary>
    /// <param name="text">The signed request, or the posted form field <c>signed_request=…</c> as it came.</param>
    /// <param name="consumerSecret">The app's consumer secret.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.SignedRequestInvalid"/>: it is malformed, or was not signed with this secret.
    /// The error quotes none of its content. <see cref="SfErrorKind.ValueMissing"/>: the secret is empty.</exception>
    public static SignedRequest Read(ReadOnlySpan<char> text, ReadOnlySpan<char> consumerSecret)
    {
        if (consumerSecret.IsWhiteSpace())
        {
            // Anybody can sign with an empty secret.
            throw new SfException(
                SfErrorKind.ValueMissing,
                "The consumer secret is empty.",
                "Copy it from the app: Setup > App Manager > the app > Manage Consumer Details.");
        }

        var clean = Clean(text);
        var dot = clean.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            throw Malformed(clean.Length == 0 ? "It is empty." : "It has no dot between signature and context.");
        }

        var payload = clean[(dot + 1)..];
        RequireSignature(Decode(clean[..dot], "signature"), payload, consumerSecret);
        return Parse(JsonText.Message(Decode(payload, "context")));
    }

    private static string Clean(ReadOnlySpan<char> text)
    {
        text = StrayCharacters.Trim(text);
        text = text.StartsWith(FormField, StringComparison.OrdinalIgnoreCase) ? text[FormField.Length..] : text;
        return text.Contains('%') ? Uri.UnescapeDataString(text.ToString()) : text.ToString();
    }

    private static void RequireSignature(byte[] signature, string payload, ReadOnlySpan<char> consumerSecret)
    {
        var secret = new byte[Encoding.UTF8.GetByteCount(consumerSecret)];
        Encoding.UTF8.GetBytes(consumerSecret, secret);
        try
        {
            if (CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(payload)), signature))
            {
                return;
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }

        throw new SfException(
            SfErrorKind.SignedRequestInvalid,
            "The signed request was not signed with this consumer secret, or was changed since. Do not believe anything in it.",
            "Check that the secret is that of the very app (Setup > App Manager > the app > Manage Consumer Details), "
                + "and that the request is whole. A secret that was just rotated takes some minutes.");
    }

    private static SignedRequest Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonText.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw Malformed("Its context is not a JSON object.");
            }

            if (!string.Equals(Text(document.RootElement, "algorithm"), Algorithm, StringComparison.OrdinalIgnoreCase))
            {
                throw Malformed($"It names another algorithm than {Algorithm}.");
            }

            return new SignedRequest(json, document.RootElement);
        }
        catch (JsonException)
        {
            // Its message repeats a piece of the text.
            throw Malformed("Its context is not JSON.");
        }
    }

    private static byte[] Decode(string part, string name)
    {
        var base64 = part.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        try
        {
            return base64.Length > 0
                ? Convert.FromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='))
                : throw Malformed($"Its {name} is missing.");
        }
        catch (FormatException)
        {
            throw Malformed($"Its {name} is not base64.");
        }
    }

    private static JsonElement Part(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var part) ? part : default;

    private static string? Text(JsonElement parent, string name) =>
        Part(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static DateTimeOffset? Time(JsonElement parent, string name)
    {
        if (Part(parent, name) is not { ValueKind: JsonValueKind.Number } value || !value.TryGetInt64(out var number) || number < 0)
        {
            return null;
        }

        var milliseconds = number > LargestSeconds ? number : number * 1000;
        return milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }

    private static SfException Malformed(string what) => new(
        SfErrorKind.SignedRequestInvalid,
        "The given text is not a Canvas signed request. " + what,
        "Give the value of the form field signed_request that Salesforce posts to the Canvas app's URL, whole.");
}
