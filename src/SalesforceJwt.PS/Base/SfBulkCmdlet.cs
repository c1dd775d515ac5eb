using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Bulk.Export;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Base;

/// <summary>Base of the cmdlets for Bulk API 2.0.</summary>
public abstract class SfBulkCmdlet : SfConnectedCmdlet
{
    /// <summary>The API version.</summary>
    [Parameter(HelpMessage = "REST API version of new jobs and of lists, such as 68.0. Default: the connection's.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ApiVersionCompleter))]
    public override string? ApiVersion { get; set; }

    private protected BulkJobClient Jobs() => new(Session, Version, Observer);

    /// <summary>
    /// Gets jobs, and does work with each one. A job that does not exist, or is in the wrong state, is an error that does not stop the
    /// others.
    /// </summary>
    private protected async Task ForEachAsync(
        IEnumerable<string> ids, SfBulkJobKind? kind, Func<BulkJobClient, SfBulkJob, Task> work, CancellationToken cancellationToken)
    {
        var jobs = Jobs();
        foreach (var id in ids)
        {
            try
            {
                await work(jobs, await jobs.GetAsync(id, kind, cancellationToken));
            }
            catch (SfException e) when (e.Kind is SfErrorKind.NotFound or SfErrorKind.RequestInvalid or SfErrorKind.Conflict
                or SfErrorKind.BulkJobUnfinished or SfErrorKind.BulkJobFailed or SfErrorKind.BulkJobAborted)
            {
                WriteError(e, id);
            }
        }
    }

    /// <summary>Writes the rows of a job's results as objects.</summary>
    private protected async Task WriteRowsAsync(
        BulkJobClient jobs, SfBulkJob job, ResultSet set, string activity, CancellationToken cancellationToken)
    {
        var isQuery = set == ResultSet.Query;
        var reader = new BulkRecordReader(isQuery ? job.Type : null, Origin);
        using var progress = StartProgress(activity, "rows", isQuery ? job.RecordsProcessed : null);
        var count = 0L;
        await foreach (var rows in new ResultReader(jobs).ReadAsync(job, set, reader.Read, cancellationToken))
        {
            WriteObject(rows, enumerateCollection: true);
            progress.Report(count += rows.Length);
        }
    }
}
