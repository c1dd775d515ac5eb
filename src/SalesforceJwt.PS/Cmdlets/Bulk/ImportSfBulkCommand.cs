using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Bulk.Import;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Output;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Bulk;

/// <summary>
/// Writes records of a CSV file or the pipeline with Bulk API 2.0: splits them into jobs, uploads these in parallel, and waits for them.
/// Failed rows cause one error, with their number and where to find them.
/// </summary>
[Cmdlet(VerbsData.Import, "SfBulk", DefaultParameterSetName = "Object", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SfBulkResult), typeof(SfBulkJob))]
public sealed partial class ImportSfBulkCommand : SfBulkCmdlet, INullValueParameters
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(3);

    private BulkRowWriter? _rows;
    private BulkImport? _import;
    private bool? _isConfirmed;

    /// <summary>API name of the object.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "API name of the object, such as Contact or Invoice__c.")]
    [NoSecret]
    [Alias("SObject", "SObjectType")]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ValidatePattern("^[a-zA-Z]\\w*$")]
    public string Type { get; set; } = string.Empty;

    /// <summary>The operation.</summary>
    [Parameter(
        Mandatory = true, Position = 1,
        HelpMessage = "Insert, Update or Delete (by Id), Upsert (with -ExternalId), or HardDelete, which leaves nothing in the recycle "
            + "bin.")]
    [NoSecret]
    [ValidateSet("Insert", "Update", "Upsert", "Delete", "HardDelete")]
    public string Operation { get; set; } = string.Empty;

    /// <summary>The external id field.</summary>
    [Parameter(HelpMessage = "The external id field by which Upsert finds records.")]
    [ArgumentCompleter(typeof(ExternalIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ExternalId { get; set; }

    /// <summary>A CSV file.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = "Path",
        HelpMessage = "CSV file, UTF-8: the API names of fields in the first line, then one record per row. An empty cell leaves a field "
            + "unchanged, #N/A sets it to null.")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Column separator.</summary>
    [Parameter(
        ParameterSetName = "Path",
        HelpMessage = "Column separator of the file: comma, semicolon, tab, pipe, caret or backquote.")]
    [NoSecret]
    public char Delimiter { get; set; } = ',';

    /// <summary>Records.</summary>
    [Parameter(
        Mandatory = true, ParameterSetName = "Object", ValueFromPipeline = true,
        HelpMessage = "Records: objects or hashtables; the first one defines the fields. $null sets a field to null, empty text "
            + "leaves it unchanged.")]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Maximum size of a job in bytes.</summary>
    [Parameter(HelpMessage = "Maximum size of CSV data for one job, up to 100MB; larger data is split into several jobs.")]
    [NoSecret]
    [ValidateRange(1024L, 104857600L)]
    public long JobSize { get; set; } = ImportOptions.DefaultJobSize;

    /// <summary>A folder for results.</summary>
    [Parameter(
        HelpMessage = "Folder for CSV files of the rows that were written, failed and were not processed. Default: Receive-SfBulkJob "
            + "returns them, for seven days.")]
    [ValidateNotNullOrEmpty]
    public string? ResultPath { get; set; }

    /// <summary>Returns the jobs as soon as their data is uploaded.</summary>
    [Parameter(HelpMessage = "Returns the jobs as soon as their data is uploaded, for Wait-SfBulkJob and Receive-SfBulkJob.")]
    public SwitchParameter NoWait { get; set; }

    private protected override object? ErrorTarget => ParameterSetName == "Path" ? Path : Type;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The pipeline ended before this cmdlet's own end: an error in another cmdlet, or Ctrl+C while another one ran.
        if (disposing && _import is not null)
        {
            var stopping = Task.Run(StopAsync);
            if (stopping.Wait(StopTimeout) && stopping.Result is { } text)
            {
                Host?.UI?.WriteWarningLine(text);
            }
        }

        base.Dispose(disposing);
    }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (ParameterSetName == "Path" || !(_isConfirmed ??= Confirm("records from the pipeline")))
        {
            return Task.CompletedTask;
        }

        var adding = AddAsync(cancellationToken);
        return adding.IsCompletedSuccessfully ? adding : GuardAsync(() => adding, cancellationToken);
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (ParameterSetName == "Path" && Confirm(Path))
        {
            _import = Start(Delimiter);
            using var progress = StartProgress("Reading the file", "rows");
            await GuardAsync(() => _import.AddFileAsync(FullPath(Path), progress, cancellationToken), cancellationToken);
        }

        if (_import is not null)
        {
            await GuardAsync(() => RunAsync(_import, cancellationToken), cancellationToken);
        }
    }

    private protected override async Task<string?> StopAsync()
    {
        if (Interlocked.Exchange(ref _import, null) is not { } import)
        {
            return null;
        }

        await import.DisposeAsync();
        return ImportMessages.Remaining(import);
    }

    /// <summary>Asks for confirmation. A hard delete cannot be undone: its impact is high, and that of the others medium.</summary>
    private bool Confirm(string what)
    {
        var action = $"{Operation} {what} in bulk";
        var asksAtHigh = Operation == "HardDelete"
            && !MyInvocation.BoundParameters.ContainsKey("Confirm")
            && LanguagePrimitives.TryConvertTo(GetVariableValue("ConfirmPreference"), out ConfirmImpact preference)
            && preference == ConfirmImpact.High;
        return ShouldProcess(Type, action)
            && (!asksAtHigh || ShouldContinue($"{action}: {Type} ({Origin})?", "The records will not be in the recycle bin."));
    }

    private BulkImport Start(char delimiter)
    {
        var options = new ImportOptions
        {
            Job = IngestJobOptions.Create(Type, Operation, ExternalId, delimiter),
            JobSize = JobSize,
            NullValue = NullValue,
            ResultFolder = ResultPath is null ? null : FullPath(ResultPath),
            NoWait = NoWait,
        };
        return new BulkImport(Session, options, Version, Observer);
    }

    private async Task AddAsync(CancellationToken cancellationToken)
    {
        foreach (var input in RecordFields.Each(InputObject))
        {
            RequireSameOrg(input);
            _import ??= Start(',');
            _rows ??= new BulkRowWriter(NullValue);
            try
            {
                await _rows.AddAsync(_import, PSObject.AsPSObject(input), cancellationToken);
            }
            catch (SfException e) when (e.Kind == SfErrorKind.CsvInvalid && _import?.Rows > 0)
            {
                // Later records are still imported; the error names this one.
                WriteError(e, input);
            }
        }
    }

    private async Task RunAsync(BulkImport import, CancellationToken cancellationToken)
    {
        using var progress = StartProgress("Importing records", "rows done", import.Rows);
        var summary = await import.RunAsync(progress, cancellationToken);
        if (ImportMessages.Open(summary.OpenJobs) is { } open)
        {
            WriteWarning(open);
        }

        if (NoWait)
        {
            WriteObject(summary.Result.Jobs, enumerateCollection: true);
            return;
        }

        var result = summary.Result;
        WriteObject(result);
        foreach (var error in summary.SaveErrors)
        {
            WriteError(error, result);
        }

        foreach (var part in summary.Parts)
        {
            foreach (var error in part.Errors)
            {
                WriteError(error, part.Job!.Id);
            }
        }

        if (ImportMessages.RowsFailed(summary) is { } failed)
        {
            WriteError(failed, result);
        }
    }
}
