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
using SalesforceJwt.PS.Output;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Bulk;

/// <summary>
/// Runs a query as a bulk job and gives its rows as objects, all values text, or saves them as a CSV file. Pages are downloaded several at
/// once; what a broken connection interrupts is taken up again where it stopped.
/// </summary>
[Cmdlet(VerbsData.Export, "SfBulk", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(PSObject), typeof(SfBulkExport), typeof(SfBulkJob))]
public sealed class ExportSfBulkCommand : SfBulkCmdlet
{
    /// <summary>The query.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "SOQL without child queries and aggregates: SELECT Id, Name FROM Account WHERE Name = :name")]
    [Alias("Soql")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SoqlCompleter))]
    public string Query { get; set; } = string.Empty;

    /// <summary>A file.</summary>
    [Parameter(Position = 1, HelpMessage = "CSV file to write; it is there only when it is whole. Left out: the rows come out as objects.")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Values for the query's parameters.</summary>
    [Parameter(HelpMessage = "Values for :name in the query: @{ name = 'Acme'; since = (Get-Date).AddDays(-7); ids = $ids }. Lists go with IN.")]
    [NoSecret]
    [ValidateNotNull]
    public IDictionary? Parameter { get; set; }

    /// <summary>Finds deleted rows as well.</summary>
    [Parameter(HelpMessage = "Finds deleted and archived rows as well (queryAll).")]
    public SwitchParameter IncludeDeleted { get; set; }

    /// <summary>Separates columns.</summary>
    [Parameter(HelpMessage = "Separates the columns of the file: comma, semicolon, tab, pipe, caret or backquote.")]
    [NoSecret]
    public char Delimiter { get; set; } = ',';

    /// <summary>Gives the job at once.</summary>
    [Parameter(HelpMessage = "Gives the job at once, for Wait-SfBulkJob and Receive-SfBulkJob.")]
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

        var job = await jobs.CreateQueryAsync(soql, IncludeDeleted, Delimiter, cancellationToken);
        if (NoWait)
        {
            WriteObject(job);
            return;
        }

        await GuardAsync(() => ReceiveAsync(jobs, path, started, cancellationToken), () => Task.FromResult(Left()), cancellationToken);

        async Task ReceiveAsync(BulkJobClient from, string? file, long since, CancellationToken cancel)
        {
            job = await WaitAsync(from, job, cancel);
            if (BulkJobPoller.ErrorOf(job) is { } error)
            {
                throw error;
            }

            await (file is null ? WriteRowsAsync(from, job, ResultSet.Query, "Exporting records", cancel) : SaveAsync(from, job, file, since, cancel));
        }

        string? Left() => BulkJobPoller.ErrorOf(job) is not null ? null
            : $"The query runs on in Salesforce as bulk job {job.Id}, and its results are kept for seven days: Wait-SfBulkJob {job.Id} | Receive-SfBulkJob{(Path is null ? string.Empty : $" -Path '{CodeGeneration.EscapeSingleQuotedStringContent(Path)}'")}";
    }

    private async Task<SfBulkJob> WaitAsync(BulkJobClient jobs, SfBulkJob job, CancellationToken cancellationToken)
    {
        var progress = new TransferProgress(this, Pump, "Waiting for the query", "rows found", total: null);
        try
        {
            return await new BulkJobPoller(jobs).WaitAsync(job, now => progress.Report(now.RecordsProcessed ?? 0), cancellationToken);
        }
        finally
        {
            progress.Complete();
        }
    }

    private async Task SaveAsync(BulkJobClient jobs, SfBulkJob job, string path, long started, CancellationToken cancellationToken)
    {
        var progress = new TransferProgress(this, Pump, "Exporting records", "rows", job.RecordsProcessed);
        try
        {
            var (records, bytes) = await new ResultReader(jobs).SaveAsync([job], ResultSet.Query, path, progress, cancellationToken);
            WriteObject(new SfBulkExport([job.Id], path, records, bytes, Stopwatch.GetElapsedTime(started)));
        }
        finally
        {
            progress.Complete();
        }
    }
}
