using System.Buffers;
using System.Text.Json;
using SalesforceJwt.Core.Rest;

namespace SalesforceJwt.Core.Data;

/// <summary>One page of a query's answer: its head is read, its records are JSON still.</summary>
public sealed class QueryPage : IDisposable
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    private readonly int _length;
    private byte[] _buffer;
    private int _records;

    private QueryPage(byte[] buffer, int length, string url)
    {
        _buffer = buffer;
        _length = length;
        Url = url;
    }

    /// <summary>Where it came from, without its query.</summary>
    public string Url { get; }

    /// <summary>Rows of the whole answer.</summary>
    public long TotalSize { get; private set; }

    /// <summary>Where the next page is; null on the last one.</summary>
    public string? NextRecordsUrl { get; private set; }

    /// <summary>UTF-8 text that begins with the array of records; behind it is what is left of the page.</summary>
    public ReadOnlySpan<byte> Records => _buffer.AsSpan(_records, _length - _records);

    /// <summary>The page's whole text, UTF-8.</summary>
    public ReadOnlySpan<byte> Text => _buffer.AsSpan(0, _length);

    /// <summary>Reads a page's body. It may only be cut off where the connection says so: what is read is whole.</summary>
    internal static async Task<QueryPage> ReadAsync(SfResponse response, bool isBatched, CancellationToken cancellationToken)
    {
        var stream = await response.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            // Rented, since a page is large enough to land where the collector rarely looks.
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
                    // Blanks are no part of JSON's text; a byte order mark would be.
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

    /// <summary>Gives the page's memory back; its records must not be used any more.</summary>
    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void ReadHead(bool isBatched, string? mediaType)
    {
        try
        {
            var reader = new Utf8JsonReader(Text, Options);
            var start = 0;
            if (isBatched)
            {
                start = QueryBatch.FindResult(ref reader);
                reader = new Utf8JsonReader(_buffer.AsSpan(start, _length - start), Options);
            }

            if (ReadHead(ref reader, start))
            {
                return;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // Told below.
        }

        throw Broken(Url, mediaType is "text/html" ? $"an HTML page: {ServerText.FirstLine(Text)}" : "something else than a whole page of a query's answer");
    }

    /// <summary>The error for a page that is not whole. None of its records is given out, so that none is lost or doubled unnoticed.</summary>
    /// <param name="url">Where it came from.</param>
    /// <param name="what">What it is instead.</param>
    public static SfException Broken(string url, string what) => new(
        SfErrorKind.ResponseInvalid,
        $"{url} answered with {what}. The records before it were given out, none of its own was.",
        "Run the query again; if it goes on, look at the answer with Invoke-SfRest -Raw, and check that nothing between here and Salesforce changes answers.");

    private bool ReadHead(ref Utf8JsonReader reader, int start)
    {
        bool? done = null;
        var found = false;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("searchRecords"u8))
            {
                // A search has one page, and no more head than this.
                reader.Read();
                _records = start + (int)reader.TokenStartIndex;
                return reader.TokenType == JsonTokenType.StartArray;
            }

            if (reader.ValueTextEquals("records"u8))
            {
                reader.Read();
                _records = start + (int)reader.TokenStartIndex;
                found = true;

                // Salesforce tells the rest before the records; where somebody else does not, it costs a look past them.
                if (done is true || NextRecordsUrl is not null)
                {
                    return reader.TokenType == JsonTokenType.StartArray;
                }

                reader.Skip();
            }
            else if (reader.ValueTextEquals("totalSize"u8))
            {
                reader.Read();
                TotalSize = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("done"u8))
            {
                reader.Read();
                done = reader.GetBoolean();
            }
            else if (reader.ValueTextEquals("nextRecordsUrl"u8))
            {
                reader.Read();
                NextRecordsUrl = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        return found && (done is true || NextRecordsUrl is not null);
    }
}
