using System.IO.Compression;
using System.Text;
using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg;

/// <summary>A request as it arrived. It enters the log with its headers; status and body follow.</summary>
public sealed class LoggedRequest
{
    private readonly RecordingStream recording;

    internal LoggedRequest(HttpRequest request, RecordingStream recording, DateTimeOffset startedAt, bool showAuthorization)
    {
        this.recording = recording;
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

    /// <summary>Request headers. Of <c>Authorization</c> the first 12 characters only, unless <see cref="RequestLog.ShowAuthorization"/> was set.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>Status of the answer; 0 until it begins, and for good if the request was never answered.</summary>
    public int StatusCode { get; internal set; }

    /// <summary>Time from the headers' arrival to the end of the answer; zero until then.</summary>
    public TimeSpan Duration { get; internal set; }

    /// <summary>Bytes of the body read so far, as they came over the wire.</summary>
    public long BodyLength => recording.Length;

    /// <summary>The body as text, unzipped if it came as gzip; null beyond 1 MB.</summary>
    public string? Body
    {
        get
        {
            var bytes = recording.Recorded;
            if (bytes is null || !Headers.TryGetValue("Content-Encoding", out var encoding) || encoding != "gzip" || bytes.Length == 0)
            {
                return bytes is null ? null : Encoding.UTF8.GetString(bytes);
            }

            using var reader = new StreamReader(new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress), Encoding.UTF8);
            return reader.ReadToEnd();
        }
    }

    private static string Redact(string authorization) =>
        authorization.Length <= 12 ? authorization : authorization[..12] + "...";
}
