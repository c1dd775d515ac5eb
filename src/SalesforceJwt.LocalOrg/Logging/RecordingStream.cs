namespace SalesforceJwt.LocalOrg.Logging;

/// <summary>Reads a request body, counts its bytes and records the first megabyte.</summary>
internal sealed class RecordingStream(Stream inner) : Stream
{
    /// <summary>Most bytes recorded.</summary>
    public const int Limit = 1 << 20;

    private readonly Lock _gate = new();
    private readonly MemoryStream _kept = new();
    private long _length;

    /// <summary>Bytes read so far.</summary>
    public override long Length => Interlocked.Read(ref _length);

    /// <summary>The bytes read so far; null if they are more than a megabyte.</summary>
    public byte[]? Recorded
    {
        get
        {
            lock (_gate)
            {
                return Length > Limit ? null : _kept.ToArray();
            }
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Record(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Record(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Record(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            Interlocked.Add(ref _length, bytes.Length);
            _kept.Write(bytes[..Math.Min(bytes.Length, Limit - (int)_kept.Length)]);
        }
    }
}
