namespace SalesforceJwt.Core.Http;

/// <summary>
/// Reads a response body: counts its bytes, times out if the server sends nothing for too long, and checks the first piece before it is
/// used.
/// </summary>
internal sealed class MeteredStream : ReadOnlyStream
{
    // Enough to identify a body, however small the pieces are in which it arrives.
    private const int ShortestStart = 256;

    private readonly Stream _inner;
    private readonly TimeSpan _readTimeout;
    private readonly string _url;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenSource _abort;
    private ReadOnlyMemory<byte> _unread;

    public MeteredStream(Stream inner, TimeSpan readTimeout, string url, CancellationToken cancellationToken)
    {
        _inner = inner;
        _readTimeout = readTimeout;
        _url = url;
        _cancellation = cancellationToken;
        _abort = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    public long BytesRead { get; private set; }

    /// <summary>Receives the first piece of the body, which is empty if the body is; throws if it is not what was expected.</summary>
    public Action<ReadOnlyMemory<byte>>? CheckStart { get; set; }

    /// <summary>Puts back bytes that were read: the next reads return them again.</summary>
    public void Unread(ReadOnlyMemory<byte> bytes) => _unread = bytes;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_unread.IsEmpty)
        {
            var count = Math.Min(buffer.Length, _unread.Length);
            _unread[..count].CopyTo(buffer);
            _unread = _unread[count..];
            return count;
        }

        using var registration = cancellationToken == _cancellation
            ? default
            : cancellationToken.UnsafeRegister(static abort => ((CancellationTokenSource)abort!).Cancel(), _abort);
        try
        {
            _abort.CancelAfter(_readTimeout);
            var read = await _inner.ReadAsync(buffer, _abort.Token).ConfigureAwait(false);
            if (CheckStart is { } check && !buffer.IsEmpty)
            {
                CheckStart = null;
                for (var more = read; more > 0 && read < Math.Min(ShortestStart, buffer.Length); read += more)
                {
                    _abort.CancelAfter(_readTimeout);
                    more = await _inner.ReadAsync(buffer[read..], _abort.Token).ConfigureAwait(false);
                }

                check(buffer[..read]);
            }

            BytesRead += read;
            return read;
        }
        catch (InvalidDataException e)
        {
            throw NetworkErrors.BadCompression(_url, e);
        }
        catch (IOException e) when (e is not HttpIOException)
        {
            // What fails here is the connection. A failure of the disk, also an IOException, comes from elsewhere.
            throw new HttpIOException(HttpRequestError.ResponseEnded, e.Message, e);
        }
        catch (OperationCanceledException e) when (!_cancellation.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw NetworkErrors.ReadTimeout(_url, _readTimeout, e);
        }
        finally
        {
            // The time between two reads is not limited.
            _abort.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

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
