namespace SalesforceJwt.LocalOrg.Http;

/// <summary>Reads a request body, counts its bytes and keeps the first megabyte of them.</summary>
internal sealed class RecordingStream(Stream inner) : Stream
{
    /// <summary>Most bytes that are kept.</summary>
    public const int Limit = 1 << 20;

    private readonly Lock gate = new();
    private readonly MemoryStream kept = new();
    private long length;

    /// <summary>Bytes read so far.</summary>
    public override long Length => Interlocked.Read(ref length);

    /// <summary>The bytes read so far; null if they are more than a megabyte.</summary>
    public byte[]? Recorded
    {
        get
        {
            lock (gate)
            {
                return Length > Limit ? null : kept.ToArray();
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
        lock (gate)
        {
            Interlocked.Add(ref length, bytes.Length);
            kept.Write(bytes[..Math.Min(bytes.Length, Limit - (int)kept.Length)]);
        }
    }
}
