using System.Management.Automation;
using SalesforceJwt.Core.Metadata;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;

namespace SalesforceJwt.PS.Cmdlets.Metadata;

/// <summary>Cancels deployments, and waits until they have ended.</summary>
[Cmdlet(VerbsLifecycle.Stop, "SfDeployment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SfDeployment))]
public sealed partial class StopSfDeploymentCommand : SfDeploymentCmdlet, IDeploymentParameters
{
    /// <summary>Does not wait.</summary>
    [Parameter(HelpMessage = "Returns as soon as Salesforce has accepted the cancellation; the deployment may end a little later.")]
    public SwitchParameter NoWait { get; set; }

    private protected override object? ErrorTarget => Id;

    private protected override Task ProcessAsync(CancellationToken cancellationToken) => ForEachAsync(
        Id,
        async (deployments, id) =>
        {
            var deployment = await deployments.GetAsync(id, withDetails: false, cancellationToken);
            if (deployment.Done)
            {
                throw DeploymentErrors.Ended(deployment);
            }

            if (!ShouldProcess($"{deployment.Id} ({deployment.Status})", "Cancel deployment"))
            {
                return;
            }

            deployment = await deployments.CancelAsync(id, cancellationToken);
            if (!NoWait)
            {
                deployment = await WaitAsync(deployments, deployment, null, cancellationToken);
            }

            WriteObject(deployment);
            if (deployment.Done && deployment.Status != SfDeploymentStatus.Canceled)
            {
                // It ended while it was being canceled.
                WriteError(DeploymentErrors.Ended(deployment), deployment);
            }
        });
}
