using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth.Jwt;

/// <summary>Decodes JSON Web Tokens, and explains why a text is not one. No error quotes any of the text.</summary>
/// <remarks>
/// Microsoft.IdentityModel's JsonWebToken cannot do this: it reads valid tokens, and this class helps people find out what is wrong with
/// one. It rejects a whole token for one claim of an unexpected type (an <c>exp</c> that is text), drops the fraction of
/// <c>exp</c> and rejects <c>exp</c> in milliseconds. Signatures are verified with the package: <see cref="JwtVerifier"/>.
/// </remarks>
internal static class JwtReader
{
    private const string Bearer = "Bearer ";
    private const string WholeToken = "Copy the token again, whole: three parts, with a dot between each.";

    /// <summary>Decodes a signed token; its signature is not verified.</summary>
    /// <param name="token">The compact serialization; a leading <c>Bearer</c>, quotes and white space are removed.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.JwtInvalid"/>: it is not a signed JWT; the message says what it is.</exception>
    public static JwtContent Read(ReadOnlySpan<char> token)
    {
        var text = Clean(token);
        if (IsOpaque(text))
        {
            throw Invalid(
                "It is an opaque Salesforce access token (a session id): it cannot be decoded.",
                new Advice(
                    "Ask Salesforce about it instead. An app gets JWT-based access tokens where its OAuth settings enable them.",
                    NextStep.AskAboutToken));
        }

        var parts = text.Split('.');
        if (parts.Length != 3)
        {
            throw NotThreeParts(text, parts);
        }

        if (parts[0].Length == 0 || parts[1].Length == 0)
        {
            throw Invalid("It has an empty header or no claims.", WholeToken);
        }

        var header = JsonText.Message(Decode(parts[0], "header"));
        var claims = JsonText.Message(Decode(parts[1], "claims"));
        using var headerDocument = Parse(header, "header");
        using var claimsDocument = Parse(claims, "claims");
        return new JwtContent(
            header,
            claims,
            headerDocument.RootElement,
            claimsDocument.RootElement,
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
            Decode(parts[2], "signature"));
    }

    private static string Clean(ReadOnlySpan<char> token)
    {
        token = StrayCharacters.Trim(token);
        if (token.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            token = token[Bearer.Length..];
        }

        // A token copied from a terminal or an e-mail comes in lines.
        return string.Concat(token.ToString().Where(c => !char.IsWhiteSpace(c)));
    }

    /// <summary>Whether it is an access token of the form <c>orgId!secret</c>. The secret can contain dots, even two.</summary>
    private static bool IsOpaque(string text) => text.StartsWith("00D", StringComparison.Ordinal) && text.Contains('!');

    private static SfException NotThreeParts(string text, string[] parts) => parts switch
    {
        _ when text.Length == 0 =>
            Invalid("It is empty.", "Give the token. In CI, check that the variable is set and is visible to this job."),
        { Length: 5 } => Invalid(
            "It is an encrypted token (JWE, five parts), which only the holder of its key can read.",
            "Give a signed token (JWS, three parts)."),
        { Length: 2 } => Invalid(
            "It has two parts, not three.",
            new Advice("If it is a Canvas signed request, read it as one. " + WholeToken, NextStep.ReadSignedRequest)),
        { Length: 1 } => Invalid("It has no dots: a JWT has three parts with a dot between each.", WholeToken),
        _ => Invalid($"It has {parts.Length} parts, and a signed JWT has three.", WholeToken),
    };

    private static byte[] Decode(string part, string name)
    {
        try
        {
            return Base64UrlEncoder.DecodeBytes(part);
        }
        catch (FormatException)
        {
            // The library's message quotes the text.
            throw Invalid($"Its {name} is not base64url: it is cut off or changed.", WholeToken);
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json, string name)
    {
        JsonDocument document;
        try
        {
            document = JsonText.Parse(json);
        }
        catch (JsonException)
        {
            throw Invalid($"Its {name} is not JSON: it is cut off or changed, or this is something else with two dots in it.", WholeToken);
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        document.Dispose();
        throw Invalid($"Its {name} is not a JSON object.", WholeToken);
    }

    private static SfException Invalid(string what, Advice advice) =>
        new(SfErrorKind.JwtInvalid, "The given text is not a signed JSON Web Token. " + what, advice);
}
