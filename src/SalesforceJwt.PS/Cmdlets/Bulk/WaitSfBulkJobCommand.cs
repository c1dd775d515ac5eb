using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Output;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Bulk;

/// <summary>Waits for bulk jobs to end, all at once, and gives them. One that failed or was aborted is an error as well.</summary>
[Cmdlet(VerbsLifecycle.Wait, "SfBulkJob")]
[OutputType(typeof(SfBulkJob))]
public sealed partial class WaitSfBulkJobCommand : SfBulkCmdlet, IBulkJobParameters
{
    private readonly List<SfBulkJob> _jobs = [];

    /// <summary>The most seconds.</summary>
    [Parameter(HelpMessage = "Waits so many seconds at most; a job that has not ended then is an error. Left out: as long as it takes.")]
    [NoSecret]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int? TimeoutSec { get; set; }

    private protected override object? ErrorTarget => Id;

    private protected override Task ProcessAsync(CancellationToken cancellationToken) => ForEachAsync(
        Id,
        Kind,
        (_, job) =>
        {
            _jobs.Add(job);
            return Task.CompletedTask;
        },
        cancellationToken);

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (TimeoutSec is { } seconds)
        {
            limit.CancelAfter(TimeSpan.FromSeconds(seconds));
        }

        var waiter = new BulkJobPoller(Jobs());
        var now = _jobs.ToArray();
        var progress = new TransferProgress(this, Pump, "Waiting for bulk jobs", "rows done", total: null);
        try
        {
            var waits = _jobs.Select((job, place) => job.HasEnded ? Task.FromResult(job) : waiter.WaitAsync(job, told => Tell(place, told), limit.Token)).ToList();
            for (var place = 0; place < waits.Count; place++)
            {
                await WriteAsync(now, place, waits[place], cancellationToken);
            }
        }
        finally
        {
            // An error, or who has enough, may end it before the last job.
            await limit.CancelAsync();
            progress.Complete();
        }

        void Tell(int place, SfBulkJob job)
        {
            now[place] = job;
            progress.Report(now.Sum(j => j.RecordsProcessed ?? 0));
        }
    }

    private async Task WriteAsync(SfBulkJob[] now, int place, Task<SfBulkJob> wait, CancellationToken cancellationToken)
    {
        try
        {
            var job = await wait;
            WriteObject(job);
            if (BulkJobPoller.ErrorOf(job) is { } error)
            {
                WriteError(error, job.Id);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var job = now[place];
            WriteError(
                new SfException(SfErrorKind.Timeout, $"Bulk job {job.Id} is {job.State} after {TimeoutSec} seconds.", "It goes on in Salesforce. Wait for it once more, or end it with Stop-SfBulkJob."),
                job.Id);
        }
    }
}
