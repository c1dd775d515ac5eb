using System.Management.Automation;
using SalesforceJwt.Core.Metadata;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Metadata;

/// <summary>Deploys what was validated within the last ten days, without running the tests again.</summary>
[Cmdlet(VerbsLifecycle.Start, "SfQuickDeploy", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SfDeployment))]
public sealed partial class StartSfQuickDeployCommand : SfDeploymentCmdlet, IDeploymentParameters
{
    /// <summary>Returns the deployment as soon as it has started.</summary>
    [Parameter(HelpMessage = "Returns the deployment as soon as it has started, for Wait-SfDeployment.")]
    public SwitchParameter NoWait { get; set; }

    /// <summary>Maximum wait in seconds.</summary>
    [Parameter(HelpMessage = "Maximum wait in seconds; a deployment that has not ended by then causes an error. Default: no limit.")]
    [NoSecret]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int? TimeoutSec { get; set; }

    private protected override object? ErrorTarget => Id;

    private protected override Task ProcessAsync(CancellationToken cancellationToken) => ForEachAsync(
        Id,
        async (deployments, id) =>
        {
            var validation = await deployments.GetAsync(id, withDetails: false, cancellationToken);
            DeploymentErrors.RequireValidated(validation);
            if (!ShouldProcess(validation.Id, "Deploy what was validated"))
            {
                return;
            }

            var deployment = await deployments.QuickDeployAsync(id, cancellationToken);
            if (NoWait)
            {
                WriteObject(deployment);
                return;
            }

            WriteResult(await WaitAsync(deployments, deployment, TimeoutSec, cancellationToken), TimeoutSec);
        });
}
