using System.Buffers.Binary;
using System.IO.Compression;

namespace SalesforceJwt.Core.Http;

/// <summary>
/// Decompresses a gzip body, and checks that it is complete: <see cref="GZipStream"/> takes the end of its input for the end of its data.
/// The last four bytes of gzip are the length of the data (RFC 1952 section 2.3.1).
/// </summary>
internal sealed class GzipBody(Stream compressed) : ReadOnlyStream
{
    // A header of 10 bytes, 2 at least of data, and a trailer of 8.
    private const int ShortestLength = 20;

    private readonly Tail _tail = new(compressed);
    private GZipStream? _data;
    private uint _length;

    /// <exception cref="HttpIOException">The data is truncated.</exception>
    /// <exception cref="InvalidDataException">It is not gzip, or is damaged.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _data ??= new GZipStream(_tail, CompressionMode.Decompress);
        var read = await _data.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _length = unchecked(_length + (uint)read);
        return read > 0 || buffer.IsEmpty || _tail.Length == 0 || (_tail.Length >= ShortestLength && _tail.LastFour == _length)
            ? read
            : throw new HttpIOException(HttpRequestError.ResponseEnded, "The compressed data was cut short.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _data?.Dispose();
            compressed.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Reads through, and keeps the last four bytes.</summary>
    private sealed class Tail(Stream inner) : ReadOnlyStream
    {
        public new long Length { get; private set; }

        public uint LastFour { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            Keep(buffer.Span[..read]);
            Length += read;
            return read;
        }

        private void Keep(ReadOnlySpan<byte> bytes)
        {
            if (bytes.Length >= sizeof(uint))
            {
                LastFour = BinaryPrimitives.ReadUInt32LittleEndian(bytes[^sizeof(uint)..]);
                return;
            }

            foreach (var b in bytes)
            {
                LastFour = (LastFour >> 8) | ((uint)b << 24);
            }
        }
    }
}
