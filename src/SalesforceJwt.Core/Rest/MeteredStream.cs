namespace SalesforceJwt.Core.Rest;

/// <summary>Reads a response body: counts its bytes and gives up when the server says nothing for too long.</summary>
internal sealed class MeteredStream : Stream
{
    private readonly Stream _inner;
    private readonly TimeSpan _readTimeout;
    private readonly string _url;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenSource _abort;

    public MeteredStream(Stream inner, TimeSpan readTimeout, string url, CancellationToken cancellationToken)
    {
        _inner = inner;
        _readTimeout = readTimeout;
        _url = url;
        _cancellation = cancellationToken;
        _abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => BytesRead;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var registration = cancellationToken == _cancellation
            ? default
            : cancellationToken.UnsafeRegister(static abort => ((CancellationTokenSource)abort!).Cancel(), _abort);
        _abort.CancelAfter(_readTimeout);
        try
        {
            var read = await _inner.ReadAsync(buffer, _abort.Token).ConfigureAwait(false);
            BytesRead += read;
            return read;
        }
        catch (InvalidDataException e)
        {
            throw NetworkErrors.BadCompression(_url, e);
        }
        catch (IOException e) when (e is not HttpIOException)
        {
            // Whatever breaks here is the connection: a disk's fault, which looks the same, comes from elsewhere.
            throw new HttpIOException(HttpRequestError.ResponseEnded, e.Message, e);
        }
        catch (OperationCanceledException e) when (!_cancellation.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw NetworkErrors.ReadTimeout(_url, _readTimeout, e);
        }
        finally
        {
            // What the reader does between two reads is its own time.
            _abort.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            _abort.Dispose();
        }

        base.Dispose(disposing);
    }
}
