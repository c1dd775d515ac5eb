using System.Diagnostics;
using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Bulk.Export;
using SalesforceJwt.Core.Http;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Bulk;

/// <summary>
/// Returns the results of bulk jobs that have ended, as objects or as one CSV file: the rows that a query found, or the rows that were
/// written, failed or were not processed.
/// </summary>
[Cmdlet(VerbsCommunications.Receive, "SfBulkJob", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SfRecord), typeof(SfBulkExport))]
public sealed partial class ReceiveSfBulkJobCommand : SfBulkCmdlet, IBulkJobParameters
{
    private readonly List<SfBulkJob> _jobs = [];

    /// <summary>Which results.</summary>
    [Parameter(HelpMessage = "For ingest jobs: the rows that were written (Successful), that failed, or that were not processed.")]
    [NoSecret]
    [ValidateSet("Successful", "Failed", "Unprocessed")]
    public string Result { get; set; } = nameof(ResultSet.Successful);

    /// <summary>A file.</summary>
    [Parameter(Position = 1, HelpMessage = "CSV file for the results of all jobs; it appears only when complete.")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    private protected override object? ErrorTarget => Id;

    private protected override Task ProcessAsync(CancellationToken cancellationToken) => ForEachAsync(
        Id,
        Kind,
        (jobs, job) =>
        {
            ResultReader.RequireResults(job);
            if (Path is null)
            {
                return WriteRowsAsync(jobs, job, ResultOf(job), "Receiving bulk results", cancellationToken);
            }

            if (_jobs.Count > 0 && _jobs[0].Kind != job.Kind)
            {
                throw new SfException(
                    SfErrorKind.ArgumentConflict,
                    "Results of queries and of imports have different columns, and cannot be saved in one file.",
                    "Save them one after the other: -Kind says which jobs write (Ingest) or read (Query).");
            }

            _jobs.Add(job);
            return Task.CompletedTask;
        },
        cancellationToken);

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (Path is null || _jobs.Count == 0)
        {
            return;
        }

        var started = Stopwatch.GetTimestamp();
        var path = FullPath(Path);
        FileDownload.RequireTarget(path);
        if (!ShouldProcess(path, "Save bulk results"))
        {
            return;
        }

        using var progress = StartProgress("Receiving bulk results", "rows");
        var (records, bytes) = await new ResultReader(Jobs()).SaveAsync(_jobs, ResultOf(_jobs[0]), path, progress, cancellationToken);
        WriteObject(new SfBulkExport(_jobs.Select(j => j.Id), path, records, bytes, Stopwatch.GetElapsedTime(started)));
    }

    private ResultSet ResultOf(SfBulkJob job) => job.Kind == SfBulkJobKind.Query ? ResultSet.Query : Enum.Parse<ResultSet>(Result);
}
