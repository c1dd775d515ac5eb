using System.Buffers;
using System.Text.Json;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Query;

/// <summary>One page of a query's answer: its head is read, its records are JSON still.</summary>
internal sealed class QueryPage : IDisposable
{
    internal const string RunAgain = "Run the query again; if it goes on, look at the answer with Invoke-SfRest -Raw, "
        + "and check that nothing between here and Salesforce changes answers.";

    private readonly int _length;
    private byte[] _buffer;
    private ReadOnlyMemory<byte> _json;
    private int _records;

    private QueryPage(byte[] buffer, int length, string url)
    {
        _buffer = buffer;
        _length = length;
        Url = url;
    }

    /// <summary>Where it came from, without its query.</summary>
    public string Url { get; }

    /// <summary>Rows of the whole answer; null if the server does not say.</summary>
    public long? TotalSize { get; private set; }

    /// <summary>Where the next page is; null on the last one.</summary>
    public string? NextRecordsUrl { get; private set; }

    /// <summary>Whether it holds no records.</summary>
    public bool IsEmpty { get; private set; }

    /// <summary>UTF-8 text that begins with the array of records; behind it is what is left of the page.</summary>
    public ReadOnlySpan<byte> Records => _json.Span[_records..];

    /// <summary>The page's whole text as it came, UTF-8.</summary>
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

    /// <summary>Gives the page's memory back; its records must not be used any more.</summary>
    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// The error for a page that is not whole. None of its records is given out, so that none is lost or doubled unnoticed.
    /// </summary>
    /// <param name="url">Where it came from.</param>
    /// <param name="what">What the answer is instead.</param>
    public static SfException Broken(string url, string what) => new(
        SfErrorKind.ResponseInvalid,
        $"{url} answered with {what}. The records before it were given out, none of its own was.",
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

            if (ReadHead(JsonText.Reader(_json.Span)))
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

    /// <summary>Reads the members around the records, in any order.</summary>
    private bool ReadHead(Utf8JsonReader reader)
    {
        bool? done = null;
        string? next = null;
        var found = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // A search has one page, and nothing but its records.
            var isSearch = reader.ValueTextEquals("searchRecords"u8);
            if (isSearch || reader.ValueTextEquals("records"u8))
            {
                reader.Read();
                _records = (int)reader.TokenStartIndex;
                found = reader.TokenType == JsonTokenType.StartArray;
                if (!found || isSearch)
                {
                    return found;
                }

                var first = reader;
                IsEmpty = first.Read() && first.TokenType == JsonTokenType.EndArray;

                // Salesforce writes the other members before the records; for any other order, the reader skips over the records.
                if (TotalSize is not null && (done is true || (done is false && next is not null)))
                {
                    break;
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
                next = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        NextRecordsUrl = done is true || string.IsNullOrWhiteSpace(next) ? null : next;
        return found && (done is true || NextRecordsUrl is not null);
    }
}
