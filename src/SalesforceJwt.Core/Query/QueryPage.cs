using System.Buffers;
using System.Text.Json;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Query;

/// <summary>One page of a query's answer: its head is read, its records are JSON.</summary>
internal sealed class QueryPage : IPage, IDisposable
{
    internal static readonly Advice RunAgain = new(
        "Run the query again; if it happens again, look at the response itself, and check that no proxy changes responses.",
        NextStep.ShowResponse);

    private readonly int _length;
    private byte[] _buffer;
    private ReadOnlyMemory<byte> _json;
    private PageHead _head;

    private QueryPage(byte[] buffer, int length, string url)
    {
        _buffer = buffer;
        _length = length;
        Url = url;
    }

    /// <inheritdoc/>
    public string Url { get; }

    /// <summary>Records of all pages; null if the server does not say.</summary>
    public long? TotalSize => _head.TotalSize;

    /// <inheritdoc/>
    public string? NextRecordsUrl => _head.NextRecordsUrl;

    /// <inheritdoc/>
    public bool IsEmpty => _head.IsEmpty;

    /// <summary>UTF-8 text that begins with the list of records and ends with the page.</summary>
    public ReadOnlySpan<byte> Records => _json.Span[_head.Records..];

    /// <summary>The page's whole text as it came, UTF-8.</summary>
    public ReadOnlySpan<byte> Text => _buffer.AsSpan(0, _length);

    /// <summary>Reads a page's body to its end.</summary>
    internal static async Task<QueryPage> ReadAsync(SfResponse response, bool isBatched, CancellationToken cancellationToken)
    {
        var stream = await response.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            // Rented, since a page is large enough for the large object heap, which is rarely collected.
            var buffer = ArrayPool<byte>.Shared.Rent(response.FirstBuffer(512 * 1024));
            var length = 0;
            try
            {
                for (int read; (read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0;)
                {
                    length += read;
                    if (length == buffer.Length)
                    {
                        var larger = ArrayPool<byte>.Shared.Rent(response.NextBuffer(length));
                        buffer.AsSpan(0, length).CopyTo(larger);
                        ArrayPool<byte>.Shared.Return(buffer);
                        buffer = larger;
                    }
                }

                if (buffer.AsSpan(0, length) is [0xEF, 0xBB, 0xBF, ..])
                {
                    // White space around JSON is not part of it; a byte order mark would be.
                    buffer.AsSpan(0, 3).Fill((byte)' ');
                }

                var page = new QueryPage(buffer, length, response.Url);
                page.ReadHead(isBatched, response.MediaType);
                return page;
            }
            catch
            {
                ArrayPool<byte>.Shared.Return(buffer);
                throw;
            }
        }
    }

    /// <summary>Returns the page's memory to the pool; its records must not be used any more.</summary>
    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// The error for a damaged page. None of its records is returned, so that none is lost or doubled unnoticed.
    /// </summary>
    /// <param name="url">Its URL.</param>
    /// <param name="what">What the answer is instead, such as "an HTML page".</param>
    public static SfException Broken(string url, string what) => new(
        SfErrorKind.ResponseInvalid,
        $"{url} answered with {what}. The records before it were returned, and none of this page.",
        RunAgain);

    private void ReadHead(bool isBatched, string? mediaType)
    {
        var what = "something else than a whole page of a query's answer";
        try
        {
            _json = JsonText.Data(_buffer.AsMemory(0, _length));
            if (isBatched)
            {
                _json = _json[QueryBatch.FindResult(_json.Span)..];
            }

            _head = PageHead.Read(JsonText.Reader(_json.Span));
            if (_head.HasRecords && (_head.IsSearch || _head.Done is true || _head.NextRecordsUrl is not null))
            {
                return;
            }
        }
        catch (JsonException e)
        {
            what = $"text that is not whole JSON ({JsonText.Fault(e)})";
        }
        catch (Exception e) when (JsonText.IsMisread(e))
        {
            // Falls through to the error below.
        }

        throw Broken(Url, mediaType is "text/html" ? $"an HTML page: {ServerText.FirstLine(Text)}" : what);
    }
}
