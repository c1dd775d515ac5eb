using SalesforceJwt.Core.Bulk.Export;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>
/// An import: rows become CSV in temporary files, each below the size of a job; the files are uploaded several at once while further rows
/// come in. Salesforce touches no row before a job's whole data is there.
/// </summary>
internal sealed class BulkImport : IAsyncDisposable
{
    // Uploads at once, and full parts that wait on the disk at most.
    private const int Uploads = 3;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(0.9);

    private readonly ImportOptions _options;
    private readonly BulkUpload _upload;
    private readonly CsvSplitter _parts;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _free = new(Uploads);
    private readonly List<UploadFile> _full = [];
    private readonly List<(ImportPart Job, Task Upload)> _uploads = [];

    /// <summary>Begins an import; nothing is sent yet.</summary>
    /// <param name="session">The session.</param>
    /// <param name="options">How.</param>
    /// <param name="apiVersion">The API version; null for the session's.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.CsvInvalid"/>: the delimiter is none.</exception>
    public BulkImport(SfSession session, ImportOptions options, string? apiVersion = null, IHttpObserver? observer = null)
    {
        _ = ColumnDelimiter.NameOf(options.Ingest.Delimiter);
        _options = options;
        Jobs = new BulkJobClient(session, apiVersion, observer);
        _upload = new BulkUpload(Jobs, options.Ingest);
        _parts = new CsvSplitter(options.JobSize, options.Ingest.Delimiter, _full.Add);
    }

    /// <summary>The jobs of the session.</summary>
    public BulkJobClient Jobs { get; }

    /// <summary>Rows that were added.</summary>
    public long Rows => _parts.Rows;

    /// <summary>The import's jobs so far, in the order of their rows.</summary>
    public IReadOnlyList<ImportPart> Parts => [.. _uploads.Select(u => u.Job).OrderBy(job => job.FirstRow)];

    /// <summary>Ids of jobs that have not begun and could not be aborted, in whose place others were made.</summary>
    public IReadOnlyCollection<string> Leftovers => _upload.Leftovers;

    /// <summary>Adds all rows of a CSV file. Nothing is sent before the whole file was found good.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="warn">Receives a warning for each part of the file that is left out; null if not needed.</param>
    /// <param name="progress">Is told the rows read so far; null for nobody.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.CsvInvalid"/>, with the line, or <see cref="SfErrorKind.FileAccessFailed"/>.</exception>
    public async Task AddFileAsync(
        string path, Action<string>? warn = null, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        await Task.Run(
            () => CsvFileReader.ReadAsync(path, _options.Ingest.Delimiter, _parts, warn, progress, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        _parts.Complete();
        await SendFullAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Names the columns of the rows that follow.</summary>
    /// <param name="columns">API names of fields.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.CsvInvalid"/>.</exception>
    public void SetColumns(IReadOnlyList<string> columns)
    {
        // CSV that was read out of text with a byte order mark has it before the first name.
        columns = [.. columns.Select(column => column.TrimStart('\uFEFF'))];
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in columns)
        {
            CsvFileReader.RequireName(column, "A property", names);
        }

        _parts.SetHeader(columns);
    }

    /// <summary>Adds a row. Where uploads are slower than rows come, it waits for them.</summary>
    /// <param name="values">Its values in the order of the columns; <c>#N/A</c> sets null, an empty text leaves the field as it is.</param>
    /// <exception cref="SfException">An upload failed, or the row cannot be sent.</exception>
    public ValueTask AddRowAsync(string[] values, CancellationToken cancellationToken = default)
    {
        _parts.Add(values);
        return _full.Count == 0 ? default : new ValueTask(SendFullAsync(cancellationToken));
    }

    /// <summary>Uploads what is left, and waits for all uploads.</summary>
    /// <returns>The jobs.</returns>
    /// <exception cref="SfException">An upload failed.</exception>
    public async Task<IReadOnlyList<ImportPart>> UploadAsync(CancellationToken cancellationToken = default)
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
        await new BulkJobPoller(Jobs).WaitAllAsync([.. parts.Select(p => p.Job!)], Tell, cancellationToken).ConfigureAwait(false);

        void Tell(int place, SfBulkJob job)
        {
            parts[place].Job = job;
            progress?.Report(parts.Sum(p => p.Job!.RecordsProcessed ?? 0));
        }
    }

    /// <summary>
    /// Saves the results of jobs that have ended: a file for each kind of which there are rows, all jobs together. Where all could be
    /// saved, each job knows how many of its rows they hold.
    /// </summary>
    /// <param name="folder">Full path of an existing folder.</param>
    /// <param name="report">Receives the files that could not be saved; the others are saved.</param>
    public async Task<ResultPaths> SaveAsync(string folder, Action<SfException> report, CancellationToken cancellationToken = default)
    {
        var parts = Parts;
        var saved = new long[parts.Count];
        var isWhole = true;
        var files = new ResultPaths(
            await SaveAsync(ResultSet.Successful, p => p.Job!.RecordsProcessed > (p.Job.RecordsFailed ?? 0)).ConfigureAwait(false),
            await SaveAsync(ResultSet.Failed, p => p.Job!.RecordsFailed > 0).ConfigureAwait(false),
            await SaveAsync(ResultSet.Unprocessed, p => p.Unprocessed > 0).ConfigureAwait(false));
        for (var place = 0; place < saved.Length; place++)
        {
            parts[place].Saved = isWhole ? saved[place] : null;
        }

        return files;

        async Task<string?> SaveAsync(ResultSet result, Func<ImportPart, bool> hasRows)
        {
            // The numbers of a job that was interrupted are not the last word.
            var places = Enumerable.Range(0, parts.Count)
                .Where(p => parts[p].Job!.State != SfBulkJobState.JobComplete || hasRows(parts[p]))
                .ToList();
            var first = parts[0].Job!;
#pragma warning disable CA1308 // A file's name, not a key.
            var name =
                $"{first.Type ?? _options.Ingest.Type}-{_options.Ingest.Operation}-{first.Id}-{result.ToString().ToLowerInvariant()}";
#pragma warning restore CA1308
            var path = Path.Combine(folder, FileName.Of(name, "csv", first.Id));
            try
            {
                var rows = await new ResultReader(Jobs).SaveRowsAsync(
                    [.. places.Select(p => parts[p].Job!)], result, path, cancellationToken).ConfigureAwait(false);
                for (var i = 0; i < places.Count; i++)
                {
                    saved[places[i]] += rows[i];
                }

                return rows.Sum() > 0 ? path : null;
            }
            catch (SfException e)
            {
                isWhole = false;
                report(e);
                return null;
            }
        }
    }

    /// <summary>What Salesforce says of the first row that failed; null where it says nothing.</summary>
    public async Task<string?> FirstErrorAsync(CancellationToken cancellationToken = default)
    {
        if (_uploads.Find(u => u.Job.Job?.RecordsFailed > 0).Job?.Job is { } job)
        {
            try
            {
                var failed = new ResultReader(Jobs).ReadAsync(job, ResultSet.Failed, Error, cancellationToken);
                await foreach (var errors in failed.ConfigureAwait(false))
                {
                    return errors[0];
                }
            }
            catch (SfException e)
            {
                // The report that rows failed matters more, and it names the ids of their jobs.
                return $"its state could not be read: {e.Message.TrimEnd('.')}";
            }
        }

        return null;

        static string? Error(ResultRow row)
        {
            for (var column = 0; column < row.Columns.Count; column++)
            {
                if (row.Columns[column].Equals(ResultColumns.Error, StringComparison.OrdinalIgnoreCase))
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
        var open = _uploads.Where(u => u.Upload.IsCompleted).Select(u => u.Job).Where(j => j.Stage == ImportPartStage.Open).ToList();
        if (open.Count > 0)
        {
            using var limit = new CancellationTokenSource(Farewell);
            await Task.WhenAll(open.Select(j => _upload.AbortAsync(j, limit.Token))).ConfigureAwait(false);
        }

        _parts.Dispose();
        _stop.Dispose();
        _free.Dispose();
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

            var job = new ImportPart(part.FirstRow, part.LastRow, part.Rows);
            _uploads.Add((job, Task.Run(() => SendAsync(job, part), CancellationToken.None)));
        }

        _full.Clear();
    }

    private async Task SendAsync(ImportPart job, UploadFile part)
    {
        try
        {
            await _upload.SendAsync(job, part, _stop.Token).ConfigureAwait(false);
        }
        finally
        {
            part.Dispose();
            _free.Release();
        }
    }
}
