using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Http;

/// <summary>An answer whose body has not been read yet.</summary>
internal sealed class SfResponse : IDisposable
{
    /// <summary>The longest <see cref="RetryAfter"/>; longer ones are cut to it. No timer waits longer than 49 days.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(30);

    private readonly HttpResponseMessage _message;
    private readonly HttpCall _call;
    private readonly HttpRequestMessage _request;
    private ExpectedAnswer? _expected;
    private MeteredStream? _body;
    private ReadOnlyMemory<byte>? _all;

    /// <param name="message">The answer.</param>
    /// <param name="call">The call.</param>
    /// <param name="request">Its request.</param>
    /// <param name="url">Where the answer came from, after redirects.</param>
    internal SfResponse(HttpResponseMessage message, HttpCall call, HttpRequestMessage request, Uri url)
    {
        _message = message;
        _call = call;
        _request = request;
        Url = Redaction.Url(url);
        IsForeign = url != request.RequestUri && !HostTrust.SameOrigin(url, request.RequestUri!) && !HostTrust.IsSalesforce(url.Host);
    }

    /// <summary>HTTP status.</summary>
    public HttpStatusCode StatusCode => _message.StatusCode;

    /// <summary>The answer's general headers.</summary>
    public HttpResponseHeaders Headers => _message.Headers;

    /// <summary>The headers that describe the body.</summary>
    public HttpContentHeaders ContentHeaders => _message.Content.Headers;

    /// <summary>The time at the server; null if it names none, or one that no server can have and that calculations could overflow with.
    /// </summary>
    public DateTimeOffset? Date => Headers.Date is { Year: > 2000 and < 9000 } date ? date : null;

    /// <summary>Media type of the body, in lower case, without its parameters; null if the server names none.</summary>
    public string? MediaType => ContentHeaders.ContentType?.MediaType?.ToLowerInvariant();

    /// <summary>Whether the server says that the body is JSON.</summary>
    public bool IsJson => MediaType is { } type && (type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal));

    /// <summary>Length of the body in bytes; null if it is unknown or the body is compressed.</summary>
    public long? ContentLength => Compression is null ? ContentHeaders.ContentLength : null;

    /// <summary>Where the answer came from, without its query.</summary>
    public string Url { get; }

    internal long BytesRead => _body?.BytesRead ?? 0;

    /// <summary>Whether a redirect led to a host that is neither the one that was asked nor Salesforce's.</summary>
    internal bool IsForeign { get; }

    internal IHttpObserver? Observer => _call.Observer;

    /// <summary>
    /// Whether a truncated body can be detected: it has a length, comes in chunks or frames, is compressed, or there is none. Any other
    /// body ends when the connection does (RFC 9112 section 8).
    /// </summary>
    internal bool HasKnownEnd =>
        ContentHeaders.ContentLength is not null || Headers.TransferEncodingChunked == true || _message.Version.Major >= 2
            || Compression is not null || _request.Method == HttpMethod.Head || (int)StatusCode is 204 or 304;

    /// <summary>Whether the body must be complete JSON. The media type alone may be a user's own (Apex REST, a file).</summary>
    internal bool MustBeJson => IsJson && (!HasKnownEnd || ExpectedAnswer.ReturnsData(_request));

    private string? Compression => ContentHeaders.NonValidated.TryGetValues("Content-Encoding", out var values)
        && values.ToString().Trim().ToLowerInvariant() is not ("" or "identity") and var name ? name : null;

    private int Longest => (_expected ?? ExpectedAnswer.Unchecked).Longest;

    /// <inheritdoc/>
    public void Dispose()
    {
        _body?.Dispose();
        _message.Dispose();
    }

    /// <summary>Compares the answer with what its request expects: its head now, its body when the first piece is read.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>.</exception>
    internal Task CheckAsync(CancellationToken cancellationToken)
    {
        var expected = _call.Expect;
        if (expected.Fault(_request, this) is { } fault)
        {
            return RefuseAsync(expected, fault, cancellationToken);
        }

        _expected = expected;
        return expected.Body == ExpectedBody.None ? ReadShortAsync(cancellationToken) : Task.CompletedTask;
    }

    /// <summary>Opens the body as a stream.</summary>
    /// <param name="cancellationToken">Cancels this and every read of it.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.ResponseInvalid"/>: its compression is not gzip, the only one that is requested.
    /// </exception>
    public async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        if (_all is { } all)
        {
            return new MemoryStream(all.ToArray(), writable: false);
        }

        if (_body is not null)
        {
            return _body;
        }

        var stream = await _message.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        stream = Compression switch
        {
            null => stream,
            "gzip" or "x-gzip" => new GzipBody(stream),
            var other => throw NetworkErrors.UnknownCompression(Url, other),
        };
        return _body = new MeteredStream(stream, _call.Timeouts.Read, Url, cancellationToken) { CheckStart = CheckStart };
    }

    /// <summary>
    /// Reads the whole body, JSON without its byte order mark; a second call returns the same. For pages, not for files.
    /// </summary>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.ResponseInvalid"/>: it is longer than <see cref="ExpectedAnswer.Longest"/>.
    /// </exception>
    public async Task<ReadOnlyMemory<byte>> ReadAllAsync(CancellationToken cancellationToken)
    {
        if (_all is { } all)
        {
            return all;
        }

        var stream = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var buffer = new byte[FirstBuffer(16 * 1024)];
            var length = 0;
            for (int read; (read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0;)
            {
                length += read;
                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, NextBuffer(length));
                }
            }

            _all = IsJson || _call.Expect.Body == ExpectedBody.Json
                ? ServerText.WithoutMark(buffer.AsMemory(0, length))
                : buffer.AsMemory(0, length);
            return _all.Value;
        }
    }

    /// <summary>Reads the whole body as JSON whose form is known.</summary>
    /// <typeparam name="T">What it becomes.</typeparam>
    /// <param name="expected">What it should be, such as "a list of bulk jobs".</param>
    /// <param name="parse">Reads it; null if it lacks something.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>.</exception>
    public Task<T> ReadJsonAsync<T>(string expected, Func<JsonElement, T?> parse, CancellationToken cancellationToken) =>
        ReadJsonAsync(expected, parse, advice: null, isData: false, cancellationToken);

    /// <summary>Reads the whole body as JSON whose form is known.</summary>
    /// <typeparam name="T">What it becomes.</typeparam>
    /// <param name="expected">What it should be, such as "a list of bulk jobs".</param>
    /// <param name="parse">Reads it; null if it lacks something.</param>
    /// <param name="advice">What to do first if it is something else; null for the general advice.</param>
    /// <param name="isData">Whether it is read for its data, as <see cref="JsonText.Data"/> says.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>.</exception>
    public async Task<T> ReadJsonAsync<T>(
        string expected, Func<JsonElement, T?> parse, Advice? advice, bool isData, CancellationToken cancellationToken) =>
        JsonText.Read(await ReadAllAsync(cancellationToken).ConfigureAwait(false), Url, expected, parse, advice, isData);

    /// <summary>
    /// Reads the beginning of a body, for an error message. The whole body can still be read afterwards.
    /// </summary>
    internal async Task<ReadOnlyMemory<byte>> ReadShortAsync(CancellationToken cancellationToken)
    {
        if (_all is { } all)
        {
            return all;
        }

        var stream = await OpenAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[16 * 1024];
        var length = 0;
        for (int read; length < ExpectedAnswer.LongestShort
            && (read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0;)
        {
            length += read;
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }

        var start = buffer.AsMemory(0, length);
        _body!.Unread(start);
        return start;
    }

    /// <summary>The size of the first buffer: the body's, if the server names it and it is plausible.</summary>
    internal int FirstBuffer(int usual) => ContentLength is not { } length ? usual
        : length >= Longest ? throw NetworkErrors.TooLong(Url, Longest)
        : (int)Math.Clamp(length + 1, 256, 64 * 1024 * 1024);

    /// <summary>The size of the buffer after one that is full.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>: the body is longer than what is held in memory.</exception>
    internal int NextBuffer(int size) => size >= Longest ? throw NetworkErrors.TooLong(Url, Longest) : (int)Math.Min(size * 2L, Longest);

    /// <summary>The charset that the server names, UTF-8 if it names none or an unknown one.</summary>
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
            catch (Exception e) when (e is ArgumentException or NotSupportedException)
            {
                // .NET knows UTF-7, and refuses it with NotSupportedException.
                return System.Text.Encoding.UTF8;
            }
        }
    }

    /// <summary>
    /// The wait of the header <c>Retry-After</c> (RFC 9110 section 10.2.3), <see cref="LongestRetryAfter"/> at most; null if it is
    /// missing.
    /// </summary>
    /// <param name="now">The present time, for the header's date form.</param>
    public TimeSpan? RetryAfter(DateTimeOffset now)
    {
        if (!Headers.NonValidated.TryGetValues("Retry-After", out var values))
        {
            return null;
        }

        TimeSpan? longest = null;
        foreach (var value in values)
        {
            var wait = Wait(value.Trim(), now);
            longest = longest > wait ? longest : wait ?? longest;
        }

        return longest;
    }

    private static TimeSpan? Wait(string value, DateTimeOffset now)
    {
        if (value.Length > 0 && value.All(char.IsAsciiDigit))
        {
            // A server may send a number of seconds that TimeSpan cannot hold.
            return double.Parse(value, CultureInfo.InvariantCulture) is var seconds && seconds < LongestRetryAfter.TotalSeconds
                ? TimeSpan.FromSeconds(seconds)
                : LongestRetryAfter;
        }

        var wait = RetryConditionHeaderValue.TryParse(value, out var header) ? header.Date - now : null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestRetryAfter ? LongestRetryAfter : wait;
    }

    private async Task RefuseAsync(ExpectedAnswer expected, string fault, CancellationToken cancellationToken) =>
        throw expected.Error(_request, this, fault, _call.Redact(await ReadShortAsync(cancellationToken).ConfigureAwait(false)).Span);

    private void CheckStart(ReadOnlyMemory<byte> start)
    {
        if (_expected?.Fault(_request, this, start.Span) is { } fault)
        {
            throw _expected.Error(_request, this, fault, _call.Redact(start).Span);
        }
    }
}
