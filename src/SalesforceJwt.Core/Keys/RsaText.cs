using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// RSA keys whose numbers are written out in text: a JSON Web Key (RFC 7518 section 6.3), or the XML of .NET's <c>ToXmlString</c>.
/// </summary>
internal static class RsaText
{
    public const string Json = "JSON Web Key";
    public const string Xml = "XML";

    private static readonly string[] JsonNames = ["n", "e", "d", "p", "q", "dp", "dq", "qi"];
    private static readonly string[] XmlNames = ["Modulus", "Exponent", "D", "P", "Q", "DP", "DQ", "InverseQ"];

    /// <summary>Reads the keys of a JSON Web Key or a set of them.</summary>
    /// <returns>The keys; null if the text is not JSON of keys.</returns>
    /// <exception cref="SfException">A key is damaged.</exception>
    public static List<KeyItem>? FromJson(string text, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? null
                : root.TryGetProperty("keys", out var keys) && keys.ValueKind == JsonValueKind.Array
                    ? [.. keys.EnumerateArray().Select(k => Jwk(k, source))]
                : root.TryGetProperty("kty", out _) ? [Jwk(root, source)]
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Reads a key of <c>RSA.ToXmlString(true)</c>.</summary>
    /// <returns>The key, alone in its list; null if the text is not such XML.</returns>
    /// <exception cref="SfException">The key is damaged.</exception>
    public static List<KeyItem>? FromXml(string text, string source)
    {
        try
        {
            var root = XElement.Parse(text);
            return root.Name.LocalName != "RSAKeyValue" ? null
                : root.Element("D") is null ? throw KeyErrors.NotPrivate(source, "a public key")
                : [new KeyItem(
                    DerKind.Pkcs1, RsaKey.ToPkcs1(XmlNames.Select(n => Convert.FromBase64String(root.Element(n)?.Value ?? "?"))), Xml)];
        }
        catch (XmlException)
        {
            return null;
        }
        catch (FormatException e)
        {
            throw KeyErrors.Damaged(source, "RSA key in XML", e);
        }
    }

    private static KeyItem Jwk(JsonElement key, string source)
    {
        var type = Text(key, "kty");
        if (type != "RSA")
        {
            return new KeyItem(
                DerKind.NotRsa, Array.Empty<byte>(), Json, type == "EC" ? DerFormat.EllipticCurve : Text(key, "crv") ?? "symmetric (HMAC)");
        }

        if (!key.TryGetProperty("d", out _))
        {
            throw KeyErrors.NotPrivate(source, "a public key");
        }

        try
        {
            return new KeyItem(DerKind.Pkcs1, RsaKey.ToPkcs1(JsonNames.Select(n => Base64Url(Text(key, n)))), Json);
        }
        catch (FormatException e)
        {
            throw KeyErrors.Damaged(source, "JSON Web Key", e);
        }
    }

    /// <summary>The bytes of base64url.</summary>
    /// <exception cref="FormatException">It is not base64url.</exception>
    public static byte[] Base64Url(string? text)
    {
        var standard = (text ?? throw new FormatException()).Replace('-', '+').Replace('_', '/').TrimEnd('=');
        return Convert.FromBase64String(standard.PadRight((standard.Length + 3) / 4 * 4, '='));
    }

    /// <summary>A member that is text; null if there is none.</summary>
    public static string? Text(JsonElement key, string name) =>
        key.ValueKind == JsonValueKind.Object && key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
