using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Bulk.Jobs;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Bulk;

/// <summary>Waits until bulk jobs have ended, and returns them. A job that failed or was aborted is also an error.</summary>
[Cmdlet(VerbsLifecycle.Wait, "SfBulkJob")]
[OutputType(typeof(SfBulkJob))]
public sealed partial class WaitSfBulkJobCommand : SfBulkCmdlet, IBulkJobParameters
{
    private readonly List<SfBulkJob> _jobs = [];

    /// <summary>Maximum wait in seconds.</summary>
    [Parameter(HelpMessage = "Maximum wait in seconds; a job that has not ended by then causes an error. Default: no limit.")]
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
        TimeSpan? timeout = TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        using var progress = StartProgress("Waiting for bulk jobs", "rows done");
        await foreach (var job in new BulkJobPoller(Jobs()).WaitEachAsync(_jobs, timeout, progress, cancellationToken))
        {
            if (!job.HasEnded)
            {
                WriteError(
                    new SfException(
                        SfErrorKind.Timeout,
                        $"Bulk job {job.Id} is {job.State} after {TimeoutSec} seconds.",
                        "It continues in Salesforce. Wait for it again, or abort it with Stop-SfBulkJob."),
                    job.Id);
                continue;
            }

            WriteObject(job);
            if (BulkJobPoller.ErrorOf(job) is { } error)
            {
                WriteError(error, job.Id);
            }
        }
    }
}
