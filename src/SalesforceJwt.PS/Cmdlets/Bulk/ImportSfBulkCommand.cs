using System.Diagnostics;
using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Bulk.Import;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Output;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Bulk;

/// <summary>
/// Writes records in bulk, out of a CSV file or the pipeline: split into jobs below Salesforce's limit, uploaded compressed and several at
/// once, watched to their end. Rows that fail are one error that says how many and where they are.
/// </summary>
[Cmdlet(VerbsData.Import, "SfBulk", DefaultParameterSetName = "Object", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SfBulkResult), typeof(SfBulkJob))]
public sealed class ImportSfBulkCommand : SfBulkCmdlet
{
    // As Salesforce writes them; the parameter takes them in whatever case.
    private static readonly string[] Operations = ["insert", "update", "upsert", "delete", "hardDelete"];

    private readonly long _started = Stopwatch.GetTimestamp();
    private BulkRowWriter? _rows;
    private BulkImport? _import;
    private bool? _isWanted;

    /// <summary>API name of the object.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "API name of the object, such as Contact or Invoice__c.")]
    [NoSecret]
    [Alias("SObject", "SObjectType")]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ValidatePattern("^[a-zA-Z]\\w*$")]
    public string Type { get; set; } = string.Empty;

    /// <summary>What is done with the records.</summary>
    [Parameter(Mandatory = true, Position = 1, HelpMessage = "Insert, Update or Delete (by Id), Upsert (with -ExternalId), or HardDelete, which leaves nothing in the recycle bin.")]
    [NoSecret]
    [ValidateSet("Insert", "Update", "Upsert", "Delete", "HardDelete")]
    public string Operation { get; set; } = string.Empty;

    /// <summary>The external id field.</summary>
    [Parameter(HelpMessage = "The external id field by which Upsert finds records.")]
    [ArgumentCompleter(typeof(ExternalIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ExternalId { get; set; }

    /// <summary>A CSV file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Path", HelpMessage = "CSV file, UTF-8: the API names of fields in the first line, then a record each. An empty cell leaves a field as it is, #N/A sets it to null.")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Separates columns.</summary>
    [Parameter(ParameterSetName = "Path", HelpMessage = "Separates the columns of the file: comma, semicolon, tab, pipe, caret or backquote.")]
    [NoSecret]
    public char Delimiter { get; set; } = ',';

    /// <summary>Records.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Object", ValueFromPipeline = true, HelpMessage = "Records: objects or hashtables; the first one names the fields. $null sets a field to null, an empty text leaves it as it is.")]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Most bytes of a job.</summary>
    [Parameter(HelpMessage = "Most bytes of CSV for one job, at most 100MB; larger data becomes several jobs.")]
    [NoSecret]
    [ValidateRange(1024L, 104857600L)]
    public long JobSize { get; set; } = 100_000_000;

    /// <summary>A folder for results.</summary>
    [Parameter(HelpMessage = "Folder for CSV files of the rows that were written, failed and were not worked on. Left out: Receive-SfBulkJob gives them, for seven days.")]
    [ValidateNotNullOrEmpty]
    public string? ResultPath { get; set; }

    /// <summary>Gives the jobs once their data is uploaded.</summary>
    [Parameter(HelpMessage = "Gives the jobs once their data is uploaded, for Wait-SfBulkJob and Receive-SfBulkJob.")]
    public SwitchParameter NoWait { get; set; }

    private protected override object? ErrorTarget => ParameterSetName == "Path" ? Path : Type;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // Whatever ended the pipeline before this cmdlet's own end: an error elsewhere, or Ctrl+C while others worked.
        if (disposing && Interlocked.Exchange(ref _import, null) is { } import)
        {
            Task.Run(() => import.DisposeAsync().AsTask()).Wait(TimeSpan.FromSeconds(3));
            if (RemainingJobs.Of(import) is { } text)
            {
                Host?.UI?.WriteWarningLine(text);
            }
        }

        base.Dispose(disposing);
    }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (ParameterSetName == "Path" || !(_isWanted ??= ShouldImport("records from the pipeline")))
        {
            return Task.CompletedTask;
        }

        // One record is the usual case, and there are many of them.
        return LanguagePrimitives.GetEnumerable(InputObject) is null ? ProcessAsync(InputObject!, cancellationToken) : ProcessAllAsync(cancellationToken);
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (ParameterSetName == "Path" && ShouldImport(Path))
        {
            _import = Begin(Delimiter);
            await GuardAsync(() => ReadFileAsync(_import, cancellationToken), LeaveAsync, cancellationToken);
        }

        if (_import is not null)
        {
            await GuardAsync(() => FinishAsync(_import, cancellationToken), LeaveAsync, cancellationToken);
        }
    }

    private async Task ProcessAllAsync(CancellationToken cancellationToken)
    {
        foreach (var input in RecordFields.Each(InputObject))
        {
            await ProcessAsync(PSObject.AsPSObject(input), cancellationToken);
        }
    }

    private Task ProcessAsync(PSObject input, CancellationToken cancellationToken)
    {
        ValueTask adding;
        try
        {
            adding = AddAsync(input, cancellationToken);
        }
        catch (SfException e) when (e.Kind == SfErrorKind.CsvInvalid && _import?.Rows > 0)
        {
            // The others still get their turn, and the error names this one.
            WriteError(e, input);
            return Task.CompletedTask;
        }

        return adding.IsCompletedSuccessfully ? Task.CompletedTask : GuardAsync(adding.AsTask, LeaveAsync, cancellationToken);
    }

    private bool ShouldImport(string what) => ShouldProcess($"{Type} at {Connections.Get(Connection)}", $"{Operation} {what} in bulk");

    private IngestJobOptions Ingest(char delimiter)
    {
        if (Operation.Equals("Upsert", StringComparison.OrdinalIgnoreCase) != ExternalId is not null)
        {
            throw ExternalId is null
                ? new SfException(SfErrorKind.ValueMissing, "Upsert needs the field by which it finds records.", "Name it with -ExternalId: an external id field, or Id.")
                : new SfException(SfErrorKind.ArgumentConflict, $"-ExternalId is for Upsert, not for {Operation}.", "Leave it out, or use -Operation Upsert.");
        }

        var operation = Array.Find(Operations, o => o.Equals(Operation, StringComparison.OrdinalIgnoreCase))!;
        return new IngestJobOptions(Type, operation, ExternalId, delimiter);
    }

    private BulkImport Begin(char delimiter)
    {
        var options = new ImportOptions { Ingest = Ingest(delimiter), JobSize = JobSize };
        if (ResultPath is not null)
        {
            Core.Http.FileDownload.RequireTarget(System.IO.Path.Combine(FullPath(ResultPath), "x"));
        }

        return new BulkImport(Connections.Get(Connection).Session, options, Version, HttpObserver.For(this, Pump));
    }

    private ValueTask AddAsync(PSObject input, CancellationToken cancellationToken)
    {
        var isFirst = _rows is null;
        _rows ??= new BulkRowWriter();
        var values = _rows.Write(input);
        if (isFirst)
        {
            _import = Begin(',');
            _import.SetColumns(_rows.Columns);
        }

        return _import!.AddRowAsync(values, cancellationToken);
    }

    private async Task ReadFileAsync(BulkImport import, CancellationToken cancellationToken)
    {
        var progress = new TransferProgress(this, Pump, "Reading the file", "rows", total: null);
        try
        {
            await import.AddFileAsync(FullPath(Path), text => Pump.Post(() => WriteWarning(text)), progress, cancellationToken);
        }
        finally
        {
            progress.Complete();
        }
    }

    private async Task FinishAsync(BulkImport import, CancellationToken cancellationToken)
    {
        var parts = await import.UploadAsync(cancellationToken);
        if (RemainingJobs.Open(import.Leftovers) is { } open)
        {
            WriteWarning(open);
        }

        if (NoWait)
        {
            await CloseAsync();
            WriteObject(parts.Select(p => p.Job!), enumerateCollection: true);
            return;
        }

        var progress = new TransferProgress(this, Pump, "Importing records", "rows done", import.Rows);
        try
        {
            await import.WaitAsync(progress, cancellationToken);
        }
        finally
        {
            progress.Complete();
        }

        var unsaved = new List<SfException>();
        var files = ResultPath is null ? null : await import.SaveAsync(FullPath(ResultPath), unsaved.Add, cancellationToken);
        var ingest = Ingest(',');
        var result = new SfBulkResult(ingest.Type, ingest.Operation, [.. parts.Select(p => p.Job!)])
        {
            Records = parts.Sum(p => p.Rows),
            RecordsProcessed = parts.Sum(p => p.Job!.RecordsProcessed ?? 0),
            RecordsFailed = parts.Sum(p => p.Job!.RecordsFailed ?? 0),
            RecordsUnprocessed = parts.Sum(p => p.Unprocessed),
            SuccessfulPath = files?.Successful,
            FailedPath = files?.Failed,
            UnprocessedPath = files?.Unprocessed,
            Elapsed = Stopwatch.GetElapsedTime(_started),
        };
        var firstError = await import.FirstErrorAsync(cancellationToken);
        await CloseAsync();
        WriteObject(result);
        foreach (var error in unsaved)
        {
            WriteError(error, result);
        }

        Report(result, parts, firstError);
    }

    /// <summary>The errors of a completed import: of jobs that failed as a whole or have wrong row counts, and of rows.</summary>
    private void Report(SfBulkResult result, IReadOnlyList<ImportPart> parts, string? firstError)
    {
        foreach (var part in parts)
        {
            foreach (var error in part.Errors)
            {
                WriteError(error, part.Job!.Id);
            }
        }

        if (result.RecordsFailed > 0)
        {
            var ids = string.Join(",", parts.Where(p => p.Job!.RecordsFailed > 0).Select(p => p.Job!.Id));
            WriteError(
                new SfException(
                    SfErrorKind.BulkRowsFailed,
                    $"{result.RecordsFailed} of {result.Records} rows failed{(firstError is null ? string.Empty : $"; the first: {firstError}")}{(result.FailedPath is null ? "." : $". They are in '{result.FailedPath}'.")}",
                    result.FailedPath is null
                        ? $"See them all with their errors: Receive-SfBulkJob {ids} -Result Failed (seven days long). -ResultPath saves them at once."
                        : "Correct the rows in that file and import it again: its columns sf__Id and sf__Error are left out."),
                result);
        }
    }

    private Task CloseAsync() => Interlocked.Exchange(ref _import, null) is { } import ? import.DisposeAsync().AsTask() : Task.CompletedTask;

    private async Task<string?> LeaveAsync()
    {
        if (Interlocked.Exchange(ref _import, null) is not { } import)
        {
            return null;
        }

        await import.DisposeAsync();
        return RemainingJobs.Of(import);
    }
}
