using System.Net.Http.Headers;
using System.Text;

namespace SalesforceJwt.Core.Http;

/// <summary>Request bodies, as functions: each attempt makes its body anew.</summary>
internal static class RequestBody
{
    // Bytes of a UTF-8 byte order mark.
    private const int Mark = 3;

    /// <summary>Media type of JSON bodies.</summary>
    public const string Json = "application/json; charset=utf-8";

    /// <summary>A body of bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="contentType">Its media type.</param>
    public static Func<HttpContent> FromBytes(ReadOnlyMemory<byte> bytes, string contentType)
    {
        var type = ParseType(contentType);
        bytes = IsText(type) ? ServerText.WithoutMark(bytes) : bytes;
        return () => new ReadOnlyMemoryContent(bytes) { Headers = { ContentType = type } };
    }

    /// <summary>A body that is streamed from a file.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="contentType">Its media type.</param>
    /// <param name="progress">Receives the number of bytes sent so far; null if not needed.</param>
    /// <exception cref="SfException">The file cannot be read.</exception>
    public static Func<HttpContent> FromFile(string path, string contentType, IProgress<long>? progress = null)
    {
        var type = ParseType(contentType);
        var start = FileContent.Examine(path) && IsText(type) ? Mark : 0;
        return () => new FileContent(path, progress, start: start) { Headers = { ContentType = type } };
    }

    /// <summary>A body of several parts (RFC 7578), files streamed.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="progress">Receives the number of bytes sent so far, of all files; null if not needed.</param>
    public static Func<HttpContent> FromForm(IReadOnlyList<FormPart> parts, IProgress<long>? progress = null)
    {
        foreach (var part in parts)
        {
            if (part.FilePath is not null)
            {
                FileContent.Examine(part.FilePath);
            }

            ParseType(part.ContentType);
        }

        return () =>
        {
            // Names in plain UTF-8, as browsers send them (RFC 7578 section 5.1). MultipartFormDataContent encodes them in another way.
            var form = new MultipartContent("form-data") { HeaderEncodingSelector = static (_, _) => Encoding.UTF8 };
            var sent = 0L;
            foreach (var part in parts)
            {
                HttpContent content = part.FilePath is null
                    ? new ReadOnlyMemoryContent(part.Bytes)
                    : new FileContent(part.FilePath, progress, sent);
                sent += part.FilePath is null ? 0 : content.Headers.ContentLength ?? 0;
                content.Headers.ContentType = ParseType(part.ContentType);
                content.Headers.TryAddWithoutValidation(
                    "Content-Disposition",
                    $"form-data; name={Quote(part.Name)}{(part.FileName is null ? string.Empty : "; filename=" + Quote(part.FileName))}");
                form.Add(content);
            }

            return form;
        };
    }

    /// <summary>
    /// Whether Salesforce reads a body as text and refuses a byte order mark in it. All other bodies are sent unchanged.
    /// </summary>
    private static bool IsText(MediaTypeHeaderValue type) => type.MediaType is { } media
        && (media.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || media.Equals("text/csv", StringComparison.OrdinalIgnoreCase));

    private static MediaTypeHeaderValue ParseType(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
            ? type
            : throw new SfException(
                SfErrorKind.HeaderInvalid,
                $"'{contentType}' is not a media type.",
                "Write it like application/json or text/csv; charset=utf-8.");

    private static string Quote(string value)
    {
        var escaped = value
            .Replace("\"", "%22", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);
        return $"\"{escaped}\"";
    }
}
