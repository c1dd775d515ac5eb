using System.Text;
using System.Text.Json;
using SalesforceJwt.Core.Security;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Http;

/// <summary>
/// Reads what a server says when it refuses: OAuth's JSON, HTML, or nothing. <see cref="RestErrorReader"/> reads the errors of APIs.
/// </summary>
internal static class ServerText
{
    private const int LongestLine = 300;
    private const int LongestText = 8 * 1024;

    /// <summary>
    /// The body without a UTF-8 byte order mark, which JSON readers take for a fault (RFC 8259 section 8.1 lets them ignore it).
    /// </summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> body) => body.Span is [0xEF, 0xBB, 0xBF, ..] ? body[3..] : body;

    public static bool IsMarkup(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'<', ..];

    /// <summary>
    /// The body without a secret that was sent: what echoes its request (a debugging page, Apex) must not bring it into an error
    /// record. It comes before all shortening, which could leave half a secret.
    /// </summary>
    public static ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> body, string secret)
    {
        if (secret.Length == 0)
        {
            return body;
        }

        // Latin-1 keeps every byte as it is, whatever the charset.
        var text = Encoding.Latin1.GetString(body.Span);
        foreach (var spelling in Redaction.Spellings(secret).Distinct())
        {
            text = text.Replace(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(spelling)), Redaction.Mask, StringComparison.OrdinalIgnoreCase);
        }

        return Encoding.Latin1.GetBytes(text);
    }

    /// <summary>The body as text, cut where it is long.</summary>
    public static string Shorten(ReadOnlySpan<byte> body) =>
        body.Length <= LongestText ? Encoding.UTF8.GetString(body) : Encoding.UTF8.GetString(body[..LongestText]) + "…";

    /// <summary>The title of an HTML page; null if it has none.</summary>
    public static string? Title(ReadOnlySpan<byte> body) =>
        Between(Shorten(body), "<title>", "</title>") is { Length: > 0 } title ? FirstLine(Encoding.UTF8.GetBytes(title)) : null;

    /// <summary>The first line that says something: of a page its title, else the first text.</summary>
    public static string FirstLine(ReadOnlySpan<byte> body)
    {
        var text = SecretText.Redact(Shorten(body)).Trim();
        if (text.StartsWith('<'))
        {
            var title = Between(text, "<title>", "</title>");
            text = title is { Length: > 0 } ? title : StripTags(text);
        }

        var line = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault();
        return line is null ? "no text" : line.Length <= LongestLine ? line : line[..LongestLine] + "…";
    }

    /// <summary><c>error</c> and <c>error_description</c> (RFC 6749 section 5.2); nulls where the body is nothing of the kind.</summary>
    public static (string? Error, string? Description) OAuthError(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonText.Parse(body);
            return (document.RootElement.Text("error"), document.RootElement.Text("error_description"));
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.OrdinalIgnoreCase);
        var to = from < 0 ? -1 : text.IndexOf(end, from, StringComparison.OrdinalIgnoreCase);
        return to < 0 ? null : text[(from + start.Length)..to].Trim();
    }

    private static string StripTags(string text)
    {
        var plain = new StringBuilder(text.Length);
        var inTag = false;
        foreach (var c in text)
        {
            inTag = c == '<' || (inTag && c != '>');
            if (!inTag)
            {
                plain.Append(c == '>' ? '\n' : c);
            }
        }

        return plain.ToString();
    }
}
