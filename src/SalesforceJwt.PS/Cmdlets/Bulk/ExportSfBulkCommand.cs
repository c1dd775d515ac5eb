using System.Collections;
using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Language;
using SalesforceJwt.Core.Bulk.Export;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.Core.Http;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Cmdlets.Data;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Bulk;

/// <summary>
/// Runs a query as a bulk job, and returns its rows as objects, whose values are text, or saves them as a CSV file. Pages are downloaded in
/// parallel; after a broken connection, a download continues where it stopped.
/// </summary>
[Cmdlet(VerbsData.Export, "SfBulk", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SfRecord), typeof(SfBulkExport), typeof(SfBulkJob))]
public sealed class ExportSfBulkCommand : SfBulkCmdlet
{
    private SfBulkJob? _job;

    /// <summary>The query.</summary>
    [Parameter(
        Mandatory = true, Position = 0,
        HelpMessage = "SOQL without child queries and aggregates: SELECT Id, Name FROM Account WHERE Name = :name")]
    [Alias("Soql")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SoqlCompleter))]
    public string Query { get; set; } = string.Empty;

    /// <summary>A file.</summary>
    [Parameter(Position = 1, HelpMessage = "CSV file to write; it appears only when complete. Default: the rows are returned as objects.")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Values for the query's parameters.</summary>
    [Parameter(
        HelpMessage = "Values for :name in the query: @{ name = 'Acme'; since = (Get-Date).AddDays(-7); ids = $ids }. Use lists with IN.")]
    [NoSecret]
    [ValidateNotNull]
    public IDictionary? Parameter { get; set; }

    /// <summary>Includes deleted rows.</summary>
    [Parameter(HelpMessage = "Includes deleted and archived rows (queryAll).")]
    public SwitchParameter IncludeDeleted { get; set; }

    /// <summary>Column separator.</summary>
    [Parameter(HelpMessage = "Column separator of the file: comma, semicolon, tab, pipe, caret or backquote.")]
    [NoSecret]
    public char Delimiter { get; set; } = ',';

    /// <summary>Returns the job immediately.</summary>
    [Parameter(HelpMessage = "Returns the job immediately, for Wait-SfBulkJob and Receive-SfBulkJob.")]
    public SwitchParameter NoWait { get; set; }

    private protected override object? ErrorTarget => Query;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var path = Path is null ? null : FullPath(Path);
        if (path is not null)
        {
            FileDownload.RequireTarget(path);
        }

        var soql = QueryParameters.Bind(Query, Parameter);
        var jobs = Jobs();
        if (path is not null && !ShouldProcess(path, $"Export {soql}"))
        {
            return;
        }

        _job = await jobs.CreateQueryAsync(soql, IncludeDeleted, Delimiter, cancellationToken);
        if (NoWait)
        {
            WriteObject(_job);
            return;
        }

        await GuardAsync(() => ReceiveAsync(jobs, path, started, cancellationToken), cancellationToken);
    }

    private protected override Task<string?> StopAsync()
    {
        if (BulkJobPoller.ErrorOf(_job!) is not null)
        {
            return Task.FromResult<string?>(null);
        }

        var path = Path is null ? string.Empty : $" -Path '{CodeGeneration.EscapeSingleQuotedStringContent(Path)}'";
        return Task.FromResult<string?>(
            $"The query runs on in Salesforce as bulk job {_job!.Id}, and its results are kept for seven days: "
                + $"Wait-SfBulkJob {_job.Id} | Receive-SfBulkJob{path}");
    }

    private async Task ReceiveAsync(BulkJobClient jobs, string? path, long started, CancellationToken cancellationToken)
    {
        using (var waiting = StartProgress("Waiting for the query", "rows found"))
        {
            _job = await new BulkJobPoller(jobs).WaitAsync(_job!, now => waiting.Report(now.RecordsProcessed ?? 0), cancellationToken);
        }

        ResultReader.RequireResults(_job);
        if (path is null)
        {
            await WriteRowsAsync(jobs, _job, ResultSet.Query, "Exporting records", cancellationToken);
            return;
        }

        using var progress = StartProgress("Exporting records", "rows", _job.RecordsProcessed);
        var (records, bytes) = await new ResultReader(jobs).SaveAsync([_job], ResultSet.Query, path, progress, cancellationToken);
        WriteObject(new SfBulkExport([_job.Id], path, records, bytes, Stopwatch.GetElapsedTime(started)));
    }
}
