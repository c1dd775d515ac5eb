using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace SalesforceJwt.Core.Rest;

/// <summary>An answer whose body has not been read yet.</summary>
public sealed class SfResponse : IDisposable
{
    private readonly HttpResponseMessage _message;
    private readonly TimeSpan _readTimeout;
    private readonly string _url;
    private MeteredStream? _body;
    private ReadOnlyMemory<byte>? _all;

    internal SfResponse(HttpResponseMessage message, TimeSpan readTimeout, string url)
    {
        _message = message;
        _readTimeout = readTimeout;
        _url = url;
    }

    /// <summary>HTTP status.</summary>
    public HttpStatusCode StatusCode => _message.StatusCode;

    /// <summary>The answer's general headers.</summary>
    public HttpResponseHeaders Headers => _message.Headers;

    /// <summary>The headers that describe the body.</summary>
    public HttpContentHeaders ContentHeaders => _message.Content.Headers;

    /// <summary>Media type of the body, in lower case, without its parameters; null where the server names none.</summary>
    public string? MediaType => ContentHeaders.ContentType?.MediaType?.ToLowerInvariant();

    /// <summary>Length of the body in bytes as it travels; null where unknown or where it travels compressed.</summary>
    public long? ContentLength => ContentHeaders.ContentEncoding.Count == 0 ? ContentHeaders.ContentLength : null;

    /// <summary>Where the answer came from, without its query.</summary>
    public string Url => _url;

    internal long BytesRead => _body?.BytesRead ?? 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        _body?.Dispose();
        _message.Dispose();
    }

    /// <summary>Opens the body for reading as it comes.</summary>
    /// <param name="cancellationToken">Cancels this and every read of it.</param>
    public async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        if (_all is { } all)
        {
            return new MemoryStream(all.ToArray(), writable: false);
        }

        var stream = await _message.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        if (ContentHeaders.ContentEncoding.Contains("gzip"))
        {
            stream = new GZipStream(stream, CompressionMode.Decompress);
        }

        return _body = new MeteredStream(stream, _readTimeout, _url, cancellationToken);
    }

    /// <summary>Reads the whole body; a second call gives the same again. For what is known to be of a page's size, not for files.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<ReadOnlyMemory<byte>> ReadAllAsync(CancellationToken cancellationToken)
    {
        if (_all is { } all)
        {
            return all;
        }

        var stream = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = new byte[Math.Clamp(ContentLength + 1 ?? 16 * 1024, 256, 16 * 1024 * 1024)];
            var length = 0;
            for (int read; (read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0;)
            {
                length += read;
                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, buffer.Length * 2);
                }
            }

            _all = buffer.AsMemory(0, length);
            return _all.Value;
        }
    }

    /// <summary>Reads the whole body as text in the charset the server names, UTF-8 where it names none.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<string> ReadTextAsync(CancellationToken cancellationToken)
    {
        var bytes = await ReadAllAsync(cancellationToken).ConfigureAwait(false);
        var text = Encoding.GetString(bytes.Span);
        return text.StartsWith('\uFEFF') ? text[1..] : text;
    }

    /// <summary>The charset that the server names, UTF-8 where it names none or an unknown one.</summary>
    public System.Text.Encoding Encoding
    {
        get
        {
            var charset = ContentHeaders.ContentType?.CharSet?.Trim('"');
            if (string.IsNullOrEmpty(charset))
            {
                return System.Text.Encoding.UTF8;
            }

            try
            {
                return System.Text.Encoding.GetEncoding(charset);
            }
            catch (ArgumentException)
            {
                return System.Text.Encoding.UTF8;
            }
        }
    }

    /// <summary>What <c>Retry-After</c> asks for (RFC 9110 section 10.2.3); null where the header is missing.</summary>
    /// <param name="now">The present time, for the header's date form.</param>
    public TimeSpan? RetryAfter(DateTimeOffset now)
    {
        var header = Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - now : null);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
