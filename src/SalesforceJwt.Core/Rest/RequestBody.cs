using System.Net.Http.Headers;

namespace SalesforceJwt.Core.Rest;

/// <summary>Makes request bodies: each is a function, since a repeated request needs its body anew.</summary>
public static class RequestBody
{
    /// <summary>Media type of JSON bodies.</summary>
    public const string Json = "application/json; charset=utf-8";

    /// <summary>A body of bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="contentType">Its media type.</param>
    public static Func<HttpContent> FromBytes(ReadOnlyMemory<byte> bytes, string contentType)
    {
        var type = ParseType(contentType);
        return () => new ReadOnlyMemoryContent(bytes) { Headers = { ContentType = type } };
    }

    /// <summary>A body out of a file, streamed.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="contentType">Its media type.</param>
    /// <param name="progress">Is told the bytes sent so far; null for nobody.</param>
    /// <exception cref="SfException">The file cannot be read.</exception>
    public static Func<HttpContent> FromFile(string path, string contentType, IProgress<long>? progress = null)
    {
        FileContent.RequireReadable(path);
        var type = ParseType(contentType);
        return () => new FileContent(path, progress) { Headers = { ContentType = type } };
    }

    /// <summary>A body of several parts (RFC 7578), files streamed.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="progress">Is told the bytes of files sent so far; null for nobody.</param>
    public static Func<HttpContent> FromForm(IReadOnlyList<FormPart> parts, IProgress<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(parts);
        foreach (var part in parts)
        {
            if (part.FilePath is not null)
            {
                FileContent.RequireReadable(part.FilePath);
            }

            ParseType(part.ContentType);
        }

        return () =>
        {
            var form = new MultipartFormDataContent();
            foreach (var part in parts)
            {
                HttpContent content = part.FilePath is null ? new ReadOnlyMemoryContent(part.Bytes) : new FileContent(part.FilePath, progress);
                content.Headers.ContentType = ParseType(part.ContentType);
                content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data")
                {
                    Name = Quote(part.Name),
                    FileName = part.FileName is null ? null : Quote(part.FileName),
                };
                form.Add(content);
            }

            return form;
        };
    }

    private static MediaTypeHeaderValue ParseType(string contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
            ? type
            : throw new SfException(SfErrorKind.HeaderInvalid, $"'{contentType}' is not a media type.", "Write it like application/json or text/csv; charset=utf-8.");

    private static string Quote(string value) => "\"" + value.Replace("\"", "%22", StringComparison.Ordinal) + "\"";
}
