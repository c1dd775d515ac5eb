using System.Management.Automation;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;

namespace SalesforceJwt.PS.Cmdlets.Bulk;

/// <summary>Deletes bulk jobs permanently, with their data and results. Records that they wrote stay.</summary>
[Cmdlet(VerbsCommon.Remove, "SfBulkJob", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(void))]
public sealed partial class RemoveSfBulkJobCommand : SfBulkCmdlet, IBulkJobParameters
{
    private protected override object? ErrorTarget => Id;

    private protected override Task ProcessAsync(CancellationToken cancellationToken) => ForEachAsync(
        Id,
        Kind,
        async (jobs, job) =>
        {
            if (ShouldProcess(job.Description, "Delete bulk job and its results"))
            {
                await jobs.DeleteAsync(job, cancellationToken);
            }
        },
        cancellationToken);
}
