using System.Text;
using System.Text.Json;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Http;

/// <summary>Reads the text of error answers: OAuth's JSON, HTML, or nothing.</summary>
internal static class ServerText
{
    private const int LongestLine = 300;
    private const int LongestText = 8 * 1024;

    /// <summary>
    /// The body without a UTF-8 byte order mark, which .NET's JSON reader refuses (RFC 8259 section 8.1 allows to ignore it).
    /// </summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> body) => body.Span is [0xEF, 0xBB, 0xBF, ..] ? body[3..] : body;

    public static bool IsMarkup(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'<', ..];

    /// <summary>
    /// The body without a secret that was sent: an answer that repeats its request (a debugging page, Apex) must not put it into an error
    /// record. To be called before the body is shortened, which could leave half a secret.
    /// </summary>
    public static ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> body, string secret)
    {
        if (secret.Length == 0)
        {
            return body;
        }

        // Latin-1 keeps every byte unchanged, whatever the charset is.
        var text = Encoding.Latin1.GetString(body.Span);
        foreach (var spelling in Redaction.Spellings(secret).Distinct())
        {
            var bytes = Encoding.UTF8.GetBytes(spelling);
            text = text.Replace(Encoding.Latin1.GetString(bytes), Redaction.Mask, StringComparison.OrdinalIgnoreCase);
        }

        return Encoding.Latin1.GetBytes(text);
    }

    /// <summary>The beginning of the body as text.</summary>
    public static string Shorten(ReadOnlySpan<byte> body) =>
        body.Length <= LongestText ? Encoding.UTF8.GetString(body) : Encoding.UTF8.GetString(body[..LongestText]) + "…";

    /// <summary>The title of an HTML page; null if it has none.</summary>
    public static string? Title(ReadOnlySpan<byte> body) =>
        Between(Shorten(body), "<title>", "</title>") is { Length: > 0 } title ? FirstLine(Encoding.UTF8.GetBytes(title)) : null;

    /// <summary>The first line of text; of an HTML page its title.</summary>
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

    /// <summary><c>error</c> and <c>error_description</c> (RFC 6749 section 5.2); nulls if the body is something else.</summary>
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
