using System.Buffers;
using System.Threading.Channels;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>
/// A page of CSV results that is being downloaded, a few megabytes ahead of its reader. After a broken connection it is downloaded again,
/// and the bytes read before are skipped: a page has the same content each time.
/// </summary>
internal sealed class ResultPage : IDisposable
{
    private const int ChunkSize = 128 * 1024;

    // 4 MB: the download continues while another page is read.
    private const int ChunksAhead = 32;

    private readonly BulkJobClient _jobs;
    private readonly SfRequest _request;
    private readonly CancellationTokenSource _stop;
    private readonly TaskCompletionSource<ResultPageHeaders> _headers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<ArraySegment<byte>> _chunks =
        Channel.CreateBounded<ArraySegment<byte>>(new BoundedChannelOptions(ChunksAhead) { SingleReader = true, SingleWriter = true });

    private readonly Task _download;
    private long _delivered;

    public ResultPage(BulkJobClient jobs, SfRequest request, string? locator, CancellationToken cancellationToken)
    {
        _jobs = jobs;
        _request = request;
        Locator = locator;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _download = Task.Run(() => DownloadAsync(_stop.Token), CancellationToken.None);
    }

    /// <summary>Locator of the page; null for the first one.</summary>
    public string? Locator { get; }

    /// <summary>Its HTTP headers.</summary>
    public Task<ResultPageHeaders> Headers => _headers.Task;

    /// <summary>Bytes read so far.</summary>
    public long Length { get; private set; }

    /// <summary>Reads the next chunk, which the caller returns with <see cref="Return"/>; null at the end.</summary>
    public async ValueTask<ArraySegment<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        do
        {
            if (_chunks.Reader.TryRead(out var chunk))
            {
                Length += chunk.Count;
                return chunk;
            }
        }
        while (await _chunks.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false));

        return null;
    }

    /// <summary>Returns a chunk to the pool.</summary>
    public static void Return(ArraySegment<byte> chunk) => ArrayPool<byte>.Shared.Return(chunk.Array!);

    /// <summary>Cancels the download if it is not complete.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _ = _download.ContinueWith(
            static (download, page) =>
            {
                while (((ResultPage)page!)._chunks.Reader.TryRead(out var unread))
                {
                    Return(unread);
                }

                _ = ((ResultPage)page)._headers.Task.Exception;
                ((ResultPage)page)._stop.Dispose();
            },
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task DownloadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _jobs.Session.Rest.SendAsync(_request, ReadAsync, _jobs.Observer, cancellationToken).ConfigureAwait(false);
            _chunks.Writer.Complete();
        }
        catch (Exception e)
        {
            _headers.TrySetException(e);
            _chunks.Writer.Complete(e);
        }
    }

    private async Task<bool> ReadAsync(SfResponse response, CancellationToken cancellationToken)
    {
        var headers = ResultPageHeaders.Of(response);
        if (!_headers.TrySetResult(headers) && await _headers.Task.ConfigureAwait(false) != headers)
        {
            throw Changed(response.Url);
        }

        var stream = await response.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            for (var skip = _delivered; ;)
            {
                var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
                var length = await stream.ReadAtLeastAsync(
                    buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                var start = (int)Math.Min(length, skip);
                skip -= start;
                if (start < length)
                {
                    await _chunks.Writer.WriteAsync(
                        new ArraySegment<byte>(buffer, start, length - start), cancellationToken).ConfigureAwait(false);
                    _delivered += length - start;
                }
                else
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }

                if (length < buffer.Length)
                {
                    return skip == 0 ? true : throw Changed(response.Url);
                }
            }
        }
    }

    private static SfException Changed(string url) => new(
        SfErrorKind.ResponseInvalid,
        $"{url} returned other results when it was requested again after a broken connection.",
        "Receive the job's results once more. If it happens again, look for a proxy or gateway that changes responses.");
}
