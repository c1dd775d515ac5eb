namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>Uploads files to jobs, a few in parallel. Files that wait for their upload stay on the disk.</summary>
internal sealed class UploadQueue(BulkUpload upload) : IAsyncDisposable
{
    private const int ParallelUploads = 3;

    // After Ctrl+C: the time for running requests to end, and then for jobs to be aborted.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(0.9);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _free = new(ParallelUploads);
    private readonly List<UploadFile> _waiting = [];
    private readonly List<(ImportPart Part, Task Task)> _uploads = [];

    /// <summary>Whether files wait for <see cref="StartAsync"/>.</summary>
    public bool HasWaiting => _waiting.Count > 0;

    /// <summary>The parts whose uploads were started, in the order of their rows.</summary>
    public IReadOnlyList<ImportPart> Parts => [.. _uploads.Select(u => u.Part).OrderBy(part => part.FirstRow)];

    /// <inheritdoc cref="BulkUpload.OpenJobs"/>
    public IReadOnlyCollection<string> OpenJobs => upload.OpenJobs;

    /// <summary>Adds a file. Its upload starts with <see cref="StartAsync"/>.</summary>
    public void Add(UploadFile file) => _waiting.Add(file);

    /// <summary>Starts the uploads of waiting files; waits where the maximum runs already.</summary>
    /// <exception cref="SfException">An earlier upload failed.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var file in _waiting)
        {
            await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (_uploads.Find(u => u.Task.IsFaulted) is { Task: { } failed })
            {
                _free.Release();
                await failed.ConfigureAwait(false);
            }

            var part = new ImportPart(file.FirstRow, file.LastRow, file.Rows);
            _uploads.Add((part, Task.Run(() => UploadAsync(part, file), CancellationToken.None)));
        }

        _waiting.Clear();
    }

    /// <summary>Waits for all uploads that were started.</summary>
    /// <exception cref="SfException">An upload failed.</exception>
    public Task CompleteAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_uploads.Select(u => u.Task)).WaitAsync(cancellationToken);

    /// <summary>Stops running uploads, and aborts jobs that are still open.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(Task.WhenAll(_uploads.Select(u => u.Task)), Task.Delay(StopTimeout)).ConfigureAwait(false);
        var open = _uploads.Where(u => u.Task.IsCompleted && u.Part.Stage == ImportPartStage.Open).Select(u => u.Part).ToList();
        if (open.Count > 0)
        {
            using var limit = new CancellationTokenSource(StopTimeout);
            await Task.WhenAll(open.Select(part => upload.AbortAsync(part, limit.Token))).ConfigureAwait(false);
        }

        _stop.Dispose();
        _free.Dispose();
    }

    private async Task UploadAsync(ImportPart part, UploadFile file)
    {
        try
        {
            await upload.SendAsync(part, file, _stop.Token).ConfigureAwait(false);
        }
        finally
        {
            file.Dispose();
            _free.Release();
        }
    }
}
