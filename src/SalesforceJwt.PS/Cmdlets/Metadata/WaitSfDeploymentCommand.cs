using System.Management.Automation;
using SalesforceJwt.Core.Metadata;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Output;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Metadata;

/// <summary>Waits until deployments have ended, and returns them. What failed is also an error.</summary>
[Cmdlet(VerbsLifecycle.Wait, "SfDeployment")]
[OutputType(typeof(SfDeployment))]
public sealed partial class WaitSfDeploymentCommand : SfDeploymentCmdlet, IDeploymentParameters
{
    private readonly List<SfDeployment> _deployments = [];

    /// <summary>Maximum wait in seconds.</summary>
    [Parameter(HelpMessage = "Maximum wait in seconds; a deployment that has not ended by then causes an error. Default: no limit.")]
    [NoSecret]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int? TimeoutSec { get; set; }

    private protected override object? ErrorTarget => Id;

    private protected override Task ProcessAsync(CancellationToken cancellationToken) => ForEachAsync(
        Id,
        async (deployments, id) => _deployments.Add(await deployments.GetAsync(id, cancellationToken: cancellationToken)));

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        TimeSpan? timeout = TimeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        using var progress = StartProgress("Waiting for deployments", string.Empty);
        await foreach (var deployment in new DeployPoller(Deployments()).WaitEachAsync(
            _deployments, timeout, latest => progress.Report(latest.FirstOrDefault(d => !d.Done) ?? latest[^1]), cancellationToken))
        {
            WriteResult(deployment, TimeoutSec);
        }
    }
}
