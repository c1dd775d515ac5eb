using System.Buffers;
using System.Threading.Channels;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>
/// A page of CSV results while it comes. It is downloaded ahead of its reader, but only a few megabytes. After a connection broke, it is
/// fetched again, and what was read already is passed over: a page is the same each time, as long as its job is there.
/// </summary>
internal sealed class ResultPage : IDisposable
{
    private const int ChunkSize = 128 * 1024;

    // 4 MB: enough to keep a download going while another page is read.
    private const int ChunksAhead = 32;

    private readonly BulkJobClient _jobs;
    private readonly SfRequest _request;
    private readonly CancellationTokenSource _stop;
    private readonly TaskCompletionSource<ResultPageHeaders> _head = new(TaskCreationOptions.RunContinuationsAsynchronously);
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

    /// <summary>Where the page begins; null for the first one.</summary>
    public string? Locator { get; }

    /// <summary>What its headers tell, once they are there.</summary>
    public Task<ResultPageHeaders> Head => _head.Task;

    /// <summary>Bytes that were read.</summary>
    public long Length { get; private set; }

    /// <summary>The next piece, to be given back with <see cref="Return"/>; null at the end.</summary>
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

    public static void Return(ArraySegment<byte> chunk) => ArrayPool<byte>.Shared.Return(chunk.Array!);

    /// <summary>Ends the download where it is not over.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _ = _download.ContinueWith(
            static (download, page) =>
            {
                while (((ResultPage)page!)._chunks.Reader.TryRead(out var left))
                {
                    Return(left);
                }

                _ = ((ResultPage)page)._head.Task.Exception;
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
            _head.TrySetException(e);
            _chunks.Writer.Complete(e);
        }
    }

    private async Task<bool> ReadAsync(SfResponse response, CancellationToken cancellationToken)
    {
        var head = ResultPageHeaders.Of(response);
        if (!_head.TrySetResult(head) && await _head.Task.ConfigureAwait(false) != head)
        {
            throw Changed(response.Url);
        }

        var stream = await response.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            for (var passOver = _delivered; ;)
            {
                var buffer = ArrayPool<byte>.Shared.Rent(ChunkSize);
                var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                var start = (int)Math.Min(length, passOver);
                passOver -= start;
                if (start < length)
                {
                    await _chunks.Writer.WriteAsync(new ArraySegment<byte>(buffer, start, length - start), cancellationToken).ConfigureAwait(false);
                    _delivered += length - start;
                }
                else
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }

                if (length < buffer.Length)
                {
                    return passOver == 0 ? true : throw Changed(response.Url);
                }
            }
        }
    }

    private static SfException Changed(string url) => new(
        SfErrorKind.ResponseInvalid,
        $"{url} gave other results when it was fetched again after a broken connection.",
        "Receive the job's results once more; if it goes on, look whether something between here and Salesforce changes answers.");
}
