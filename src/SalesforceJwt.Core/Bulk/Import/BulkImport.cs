using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>
/// Imports rows in bulk: rows become CSV in temporary files below the size limit of a job; the files are uploaded in parallel while more
/// rows are added; then the jobs are awaited, their counts checked, and their results saved.
/// </summary>
internal sealed class BulkImport : IAsyncDisposable
{
    private readonly ImportOptions _options;
    private readonly BulkJobClient _jobs;
    private readonly CsvSplitter _splitter;
    private readonly UploadQueue _uploads;
    private readonly long _started;

    /// <summary>Begins an import; nothing is sent yet.</summary>
    /// <param name="apiVersion">The API version; null for the session's.</param>
    /// <exception cref="SfException">Salesforce does not accept the delimiter, or the result folder does not exist.</exception>
    public BulkImport(SfSession session, ImportOptions options, string? apiVersion = null, IHttpObserver? observer = null)
    {
        _ = ColumnDelimiter.NameOf(options.Job.Delimiter);
        if (options.ResultFolder is not null)
        {
            FileDownload.RequireFolder(options.ResultFolder);
        }

        _options = options;
        _started = session.Transport.Time.GetTimestamp();
        _jobs = new BulkJobClient(session, apiVersion, observer);
        _uploads = new UploadQueue(new BulkUpload(_jobs, options.Job));
        _splitter = new CsvSplitter(options.JobSize, options.Job.Delimiter, _uploads.Add);
    }

    /// <summary>Rows added so far.</summary>
    public long Rows => _splitter.Rows;

    /// <summary>The jobs so far, in the order of their rows.</summary>
    public IReadOnlyList<ImportPart> Parts => _uploads.Parts;

    /// <summary>Ids of jobs that were replaced after a failed upload and could not be aborted. They are open and do nothing.</summary>
    public IReadOnlyCollection<string> OpenJobs => _uploads.OpenJobs;

    /// <summary>Whether <see cref="RunAsync"/> has ended without an error.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Adds all rows of a CSV file. Nothing is sent before the whole file has been validated.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="progress">Receives the number of rows read so far; null if not needed.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.CsvInvalid"/>, with the line, or <see cref="SfErrorKind.FileAccessFailed"/>.
    /// </exception>
    public async Task AddFileAsync(string path, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        Action<string>? warn = _jobs.Observer is { } observer ? text => observer.OnWarning(text) : null;
        await Task.Run(
            () => CsvFileReader.ReadAsync(
                path, _options.Job.Delimiter, _options.NullValue, _splitter, warn, progress, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        _splitter.Complete();
        await _uploads.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets the columns of the rows that are added.</summary>
    /// <param name="columns">API names of fields.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.CsvInvalid"/>.</exception>
    public void SetColumns(IReadOnlyList<string> columns)
    {
        // Objects read from CSV text with a byte order mark have it before the first name.
        columns = [.. columns.Select(column => column.TrimStart('\uFEFF'))];
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in columns)
        {
            CsvFileReader.RequireName(column, "A property", names);
        }

        _splitter.SetHeader([.. columns.Select(ImportColumns.NameOf)]);
    }

    /// <summary>Adds a row. Waits for an upload to end if rows come faster than they can be uploaded.</summary>
    /// <param name="values">Its values in the order of the columns; <c>#N/A</c> sets null, an empty text does not change the field.</param>
    /// <exception cref="SfException">An upload failed, or the row cannot be sent.</exception>
    public ValueTask AddRowAsync(string[] values, CancellationToken cancellationToken = default)
    {
        _splitter.Add(values);
        return _uploads.HasWaiting ? new ValueTask(_uploads.StartAsync(cancellationToken)) : default;
    }

    /// <summary>Uploads the remaining rows, waits for the jobs, checks their counts, saves the result files, and sums up.</summary>
    /// <param name="progress">Receives the number of rows that Salesforce has processed; null if not needed.</param>
    /// <param name="cancellationToken">Ends the upload or the waiting; jobs that have their data are processed all the same.</param>
    /// <exception cref="SfException">An upload or a poll failed. Errors of rows and jobs are in the summary.</exception>
    public async Task<ImportSummary> RunAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        _ = await UploadAsync(cancellationToken).ConfigureAwait(false);
        var summary = _options.NoWait ? Summary(null) : await WaitAndSumUpAsync(progress, cancellationToken).ConfigureAwait(false);
        IsComplete = true;
        return summary;
    }

    /// <summary>Uploads the remaining rows, and waits for all uploads.</summary>
    /// <returns>The jobs.</returns>
    /// <exception cref="SfException">An upload failed.</exception>
    internal async Task<IReadOnlyList<ImportPart>> UploadAsync(CancellationToken cancellationToken)
    {
        _splitter.Complete();
        await _uploads.StartAsync(cancellationToken).ConfigureAwait(false);
        await _uploads.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return Parts;
    }

    /// <summary>Waits until all jobs have ended, in any state.</summary>
    internal async Task WaitAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var parts = Parts;
        await new BulkJobPoller(_jobs).WaitAllAsync([.. parts.Select(p => p.Job!)], Update, cancellationToken).ConfigureAwait(false);

        void Update(int index, SfBulkJob job)
        {
            parts[index].Job = job;
            progress?.Report(parts.Sum(p => p.Job!.RecordsProcessed ?? 0));
        }
    }

    /// <summary>
    /// Stops running uploads, aborts their jobs, none of whose rows was processed, and removes the temporary files. Jobs whose upload is
    /// complete go on.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _uploads.DisposeAsync().ConfigureAwait(false);
        _splitter.Dispose();
    }

    private async Task<ImportSummary> WaitAndSumUpAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await WaitAsync(progress, cancellationToken).ConfigureAwait(false);
        var results = new ImportResults(_jobs, Parts);
        if (_options.ResultFolder is { } folder)
        {
            await results.SaveAsync(folder, _options.Job, cancellationToken).ConfigureAwait(false);
        }

        var firstError = await results.FirstErrorAsync(cancellationToken).ConfigureAwait(false);
        return Summary(results) with { FirstRowError = firstError, SaveErrors = results.Errors };
    }

    private ImportSummary Summary(ImportResults? results)
    {
        var parts = Parts;
        var result = new SfBulkResult(_options.Job.Type, _options.Job.Operation, [.. parts.Select(p => p.Job!)])
        {
            Records = parts.Sum(p => p.Rows),
            RecordsProcessed = parts.Sum(p => p.Job!.RecordsProcessed ?? 0),
            RecordsFailed = parts.Sum(p => p.Job!.RecordsFailed ?? 0),
            RecordsUnprocessed = parts.Sum(p => p.Unprocessed),
            Elapsed = _jobs.Session.Transport.Time.GetElapsedTime(_started),
            SuccessfulPath = results?.SuccessfulPath,
            FailedPath = results?.FailedPath,
            UnprocessedPath = results?.UnprocessedPath,
        };
        return new ImportSummary { Result = result, Parts = parts, OpenJobs = OpenJobs };
    }
}
