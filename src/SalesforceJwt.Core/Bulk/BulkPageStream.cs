namespace SalesforceJwt.Core.Bulk;

/// <summary>A page of results as a stream, for who reads its rows.</summary>
internal sealed class BulkPageStream(BulkPage page) : Stream
{
    private ArraySegment<byte> _chunk;
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == _chunk.Count)
        {
            Return();
            if (await page.ReadAsync(cancellationToken).ConfigureAwait(false) is not { } next)
            {
                return 0;
            }

            _chunk = next;
        }

        var count = Math.Min(buffer.Length, _chunk.Count - _position);
        _chunk.AsMemory(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Results are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Return();
        base.Dispose(disposing);
    }

    private void Return()
    {
        if (_chunk.Array is not null)
        {
            BulkPage.Return(_chunk);
        }

        (_chunk, _position) = (default, 0);
    }
}
