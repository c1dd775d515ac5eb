using SalesforceJwt.Core.Rest;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Bulk;

/// <summary>
/// An import: rows become CSV in temporary files, each below the size of a job; the files are uploaded several at once while further rows
/// come in. Salesforce touches no row before a job's whole data is there.
/// </summary>
public sealed class BulkImport : IAsyncDisposable
{
    // Uploads at once, and full parts that wait on the disk at most.
    private const int Uploads = 3;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(0.9);

    private readonly BulkImportOptions _options;
    private readonly BulkUpload _upload;
    private readonly BulkParts _parts;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _free = new(Uploads);
    private readonly List<BulkPart> _full = [];
    private readonly List<(BulkImportJob Job, Task Upload)> _uploads = [];

    /// <summary>Begins an import; nothing is sent yet.</summary>
    /// <param name="session">The session.</param>
    /// <param name="options">How.</param>
    /// <param name="apiVersion">The API version; null for the session's.</param>
    /// <param name="observer">Is told of the traffic; null for nobody.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.CsvInvalid"/>: the delimiter is none.</exception>
    public BulkImport(SfSession session, BulkImportOptions options, string? apiVersion = null, IHttpObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _ = BulkDelimiter.NameOf(options.Ingest.Delimiter);
        _options = options;
        Jobs = new BulkJobs(session, apiVersion, observer);
        _upload = new BulkUpload(Jobs, options.Ingest);
        _parts = new BulkParts(options.JobSize, options.Ingest.Delimiter, _full.Add);
    }

    /// <summary>The jobs of the session.</summary>
    public BulkJobs Jobs { get; }

    /// <summary>Rows that were added.</summary>
    public long Rows => _parts.Rows;

    /// <summary>The import's jobs so far, in the order of their rows.</summary>
    public IReadOnlyList<BulkImportJob> Parts => [.. _uploads.Select(u => u.Job)];

    /// <summary>Adds all rows of a CSV file. Nothing is sent before the whole file was found good.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="progress">Is told the rows read so far; null for nobody.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.CsvInvalid"/>, with the line, or <see cref="SfErrorKind.FileAccessFailed"/>.</exception>
    public async Task AddFileAsync(string path, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        await Task.Run(() => BulkCsvFile.ReadAsync(path, _options.Ingest.Delimiter, _parts, progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        _parts.Complete();
        await SendFullAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Names the columns of the rows that follow.</summary>
    /// <param name="columns">API names of fields.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.CsvInvalid"/>.</exception>
    public void SetColumns(IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in columns)
        {
            BulkCsvFile.RequireName(column, "A property", names);
        }

        _parts.SetHeader(columns);
    }

    /// <summary>Adds a row. Where uploads are slower than rows come, it waits for them.</summary>
    /// <param name="values">Its values in the order of the columns; <c>#N/A</c> sets null, an empty text leaves the field as it is.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SfException">An upload failed, or the row cannot be sent.</exception>
    public ValueTask AddRowAsync(string[] values, CancellationToken cancellationToken = default)
    {
        _parts.Add(values);
        return _full.Count == 0 ? default : new ValueTask(SendFullAsync(cancellationToken));
    }

    /// <summary>Uploads what is left, and waits for all uploads.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The jobs.</returns>
    /// <exception cref="SfException">An upload failed.</exception>
    public async Task<IReadOnlyList<BulkImportJob>> UploadAsync(CancellationToken cancellationToken = default)
    {
        _parts.Complete();
        await SendFullAsync(cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(_uploads.Select(u => u.Upload)).WaitAsync(cancellationToken).ConfigureAwait(false);
        return Parts;
    }

    /// <summary>Waits for all jobs to end, well or not.</summary>
    /// <param name="progress">Is told the rows that Salesforce has worked on; null for nobody.</param>
    /// <param name="cancellationToken">Ends the waiting; the jobs go on.</param>
    public async Task WaitAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var parts = Parts;
        await new BulkWait(Jobs).WaitAllAsync([.. parts.Select(p => p.Job!)], Tell, cancellationToken).ConfigureAwait(false);

        void Tell(int place, BulkJob job)
        {
            parts[place].Job = job;
            progress?.Report(parts.Sum(p => p.Job!.RecordsProcessed ?? 0));
        }
    }

    /// <summary>Saves the results of jobs that have ended: a file for each kind of which there are rows, all jobs together.</summary>
    /// <param name="folder">Full path of an existing folder.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<BulkImportFiles> SaveAsync(string folder, CancellationToken cancellationToken = default) => new(
        await SaveAsync(folder, BulkResult.Successful, p => (p.Job!.RecordsProcessed - p.Job.RecordsFailed) ?? 0, cancellationToken).ConfigureAwait(false),
        await SaveAsync(folder, BulkResult.Failed, p => p.Job!.RecordsFailed ?? 0, cancellationToken).ConfigureAwait(false),
        await SaveAsync(folder, BulkResult.Unprocessed, p => p.Unprocessed, cancellationToken).ConfigureAwait(false));

    /// <summary>What Salesforce says of the first row that failed; null where it says nothing.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<string?> FirstErrorAsync(CancellationToken cancellationToken = default)
    {
        if (_uploads.Find(u => u.Job.Job?.RecordsFailed > 0).Job?.Job is { } job)
        {
            await foreach (var errors in new BulkResults(Jobs).ReadAsync(job, BulkResult.Failed, Error, cancellationToken).ConfigureAwait(false))
            {
                return errors[0];
            }
        }

        return null;

        static string? Error(BulkRow row)
        {
            for (var column = 0; column < row.Columns.Count; column++)
            {
                if (row.Columns[column] == "sf__Error")
                {
                    return row[column];
                }
            }

            return null;
        }
    }

    /// <summary>Ends uploads that are under way and aborts their jobs, none of whose rows was touched; removes the temporary files.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(Task.WhenAll(_uploads.Select(u => u.Upload)), Task.Delay(Farewell)).ConfigureAwait(false);
        var open = _uploads.Where(u => u.Upload.IsCompleted).Select(u => u.Job).Where(j => j.Job is not null && !j.IsUploaded).ToList();
        if (open.Count > 0)
        {
            using var limit = new CancellationTokenSource(Farewell);
            await Task.WhenAll(open.Select(j => _upload.AbortAsync(j, limit.Token))).ConfigureAwait(false);
        }

        _parts.Dispose();
        _stop.Dispose();
        _free.Dispose();
    }

    private async Task<string?> SaveAsync(string folder, BulkResult result, Func<BulkImportJob, long> count, CancellationToken cancellationToken)
    {
        var jobs = Parts.Where(p => count(p) > 0).Select(p => p.Job!).ToList();
        if (jobs.Count == 0)
        {
            return null;
        }

        var first = Parts[0].Job!;
#pragma warning disable CA1308 // A file's name, not a key.
        var path = Path.Combine(folder, $"{first.Type ?? _options.Ingest.Type}-{_options.Ingest.Operation}-{first.Id}-{result.ToString().ToLowerInvariant()}.csv");
#pragma warning restore CA1308
        await new BulkResults(Jobs).SaveAsync(jobs, result, path, null, cancellationToken).ConfigureAwait(false);
        return path;
    }

    /// <summary>Starts the uploads of full parts, as many as may run at once.</summary>
    private async Task SendFullAsync(CancellationToken cancellationToken)
    {
        foreach (var part in _full)
        {
            await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (_uploads.Find(u => u.Upload.IsFaulted) is { Upload: { } failed })
            {
                _free.Release();
                await failed.ConfigureAwait(false);
            }

            var job = new BulkImportJob(part.FirstRow, part.Rows);
            _uploads.Add((job, Task.Run(() => SendAsync(job, part), CancellationToken.None)));
        }

        _full.Clear();
    }

    private async Task SendAsync(BulkImportJob job, BulkPart part)
    {
        try
        {
            await _upload.SendAsync(job, part.Path, _stop.Token).ConfigureAwait(false);
        }
        finally
        {
            part.Dispose();
            _free.Release();
        }
    }
}
