using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Bulk.Export;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Base;

/// <summary>What the cmdlets of Bulk API 2.0 share.</summary>
public abstract class SfBulkCmdlet : SfConnectedCmdlet
{
    private volatile bool _isStopped;

    /// <summary>The API version.</summary>
    [Parameter(HelpMessage = "REST API version of new jobs and of lists, such as 68.0. Left out: the connection's.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ApiVersionCompleter))]
    public override string? ApiVersion { get; set; }

    private protected BulkJobClient Jobs() => new(Session, Version, Observer);

    /// <summary>Asks how jobs are; one that is not there, or is not fit for the work, is an error of its own.</summary>
    private protected async Task ForEachAsync(IEnumerable<string> ids, SfBulkJobKind? kind, Func<BulkJobClient, SfBulkJob, Task> work, CancellationToken cancellationToken)
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
    private protected async Task WriteRowsAsync(BulkJobClient jobs, SfBulkJob job, ResultSet result, string activity, CancellationToken cancellationToken)
    {
        var isQuery = result == ResultSet.Query;
        var reader = new BulkRecordReader(isQuery ? job.Type : null);
        var progress = new TransferProgress(this, Pump, activity, "rows", isQuery ? job.RecordsProcessed : null);
        var count = 0L;
        try
        {
            await foreach (var rows in new ResultReader(jobs).ReadAsync(job, result, reader.Read, cancellationToken))
            {
                WriteObject(rows, enumerateCollection: true);
                progress.Report(count += rows.Length);
            }
        }
        finally
        {
            progress.Complete();
        }
    }

    /// <summary>Runs work that leaves jobs behind when it fails or is stopped, and tells of them then.</summary>
    private protected async Task GuardAsync(Func<Task> work, Func<Task<string?>> left, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is SfException or OperationCanceledException)
        {
            _isStopped = cancellationToken.IsCancellationRequested;
            if (await left() is { } text)
            {
                Tell(text);
            }

            throw;
        }
    }

    /// <summary>Warns, even when Ctrl+C has closed the streams: the host is still there.</summary>
    private protected void Tell(string text)
    {
        if (!_isStopped)
        {
            WriteWarning(text);
            return;
        }

        Host?.UI?.WriteWarningLine(text);
    }
}
