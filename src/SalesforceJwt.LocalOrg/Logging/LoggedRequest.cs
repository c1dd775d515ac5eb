using System.IO.Compression;
using System.Text;
using System.Text.Unicode;
using SalesforceJwt.LocalOrg.Logging;

namespace SalesforceJwt.LocalOrg;

/// <summary>A request as it arrived. It is added to the log with its headers; body and status follow.</summary>
public sealed class LoggedRequest
{
    private readonly RecordingStream _recording;

    internal LoggedRequest(HttpRequest request, RecordingStream recording, DateTimeOffset startedAt, bool showAuthorization)
    {
        _recording = recording;
        StartedAt = startedAt;
        Method = request.Method;
        Path = request.Path.Value ?? "";
        QueryString = request.QueryString.Value ?? "";
        Protocol = request.Protocol;
        Headers = request.Headers.ToDictionary(
            header => header.Key,
            header => header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && !showAuthorization
                ? Redact(header.Value.ToString())
                : header.Value.ToString(),
            StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>When the headers had arrived, by this machine's clock.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>HTTP method.</summary>
    public string Method { get; }

    /// <summary>Path, percent-decoded, without the query string.</summary>
    public string Path { get; }

    /// <summary>Query string as sent, with its question mark; empty if there is none.</summary>
    public string QueryString { get; }

    /// <summary><c>HTTP/1.1</c> or <c>HTTP/2</c>.</summary>
    public string Protocol { get; }

    /// <summary>Request headers; <c>Authorization</c> is cut, see <see cref="LocalOrgOptions.ShowAuthorization"/>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>Status of the response; 0 until it begins, and if the request never got one.</summary>
    public int StatusCode { get; internal set; }

    /// <summary>Time from the arrival of the headers to the end of the response; zero until then.</summary>
    public TimeSpan Duration { get; internal set; }

    /// <summary>Bytes of the body read so far, before decompression.</summary>
    public long BodyLength => _recording.Length;

    /// <summary>The body as text, decompressed if it was gzip; null beyond 1 MB.</summary>
    public string? Body
    {
        get
        {
            var bytes = _recording.Recorded;
            if (bytes is null || !Headers.TryGetValue("Content-Encoding", out var encoding) || encoding != "gzip" || bytes.Length == 0)
            {
                return bytes is null ? null : Encoding.UTF8.GetString(bytes);
            }

            using var reader = new StreamReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress), Encoding.UTF8);
            return reader.ReadToEnd();
        }
    }

    /// <summary>The body in base64 if it is not UTF-8, such as a form with a file; null otherwise, and beyond 1 MB.</summary>
    public string? BodyBase64 => _recording.Recorded is { } bytes && !Headers.ContainsKey("Content-Encoding") && !Utf8.IsValid(bytes)
        ? Convert.ToBase64String(bytes)
        : null;

    private static string Redact(string authorization) =>
        authorization.Length <= 12 ? authorization : authorization[..12] + "...";
}
