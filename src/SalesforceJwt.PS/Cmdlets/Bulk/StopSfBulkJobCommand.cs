using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;

namespace SalesforceJwt.PS.Cmdlets.Bulk;

/// <summary>Aborts bulk jobs. Rows that Salesforce has processed stay as they are.</summary>
[Cmdlet(VerbsLifecycle.Stop, "SfBulkJob", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SfBulkJob))]
public sealed partial class StopSfBulkJobCommand : SfBulkCmdlet, IBulkJobParameters
{
    private protected override object? ErrorTarget => Id;

    private protected override Task ProcessAsync(CancellationToken cancellationToken) => ForEachAsync(
        Id,
        Kind,
        async (jobs, job) =>
        {
            if (ShouldProcess(job.Description, "Abort bulk job"))
            {
                var aborted = await jobs.AbortAsync(job, cancellationToken);
                try
                {
                    aborted = await jobs.GetAsync(job.Id, job.Kind, cancellationToken);
                }
                catch (SfException)
                {
                    // The job is aborted; only its counts are unknown.
                }

                WriteObject(aborted);
            }
        },
        cancellationToken);
}
