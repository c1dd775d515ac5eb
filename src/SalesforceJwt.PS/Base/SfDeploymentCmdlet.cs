using SalesforceJwt.Core;
using SalesforceJwt.Core.Metadata;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Base;

/// <summary>Base of the cmdlets for deployments.</summary>
public abstract class SfDeploymentCmdlet : SfConnectedCmdlet
{
    // Failures that an error quotes after which nothing can be written.
    private const int MostQuoted = 20;

    private SfDeployment? _running;

    private protected DeployClient Deployments() => new(Session, Version, Observer);

    /// <summary>Does work with each of several deployments. An error of one does not stop the others.</summary>
    private protected async Task ForEachAsync(IEnumerable<string> ids, Func<DeployClient, string, Task> work)
    {
        var deployments = Deployments();
        foreach (var id in ids)
        {
            try
            {
                await work(deployments, id);
            }
            catch (SfException e) when (e.Kind is SfErrorKind.NotFound or SfErrorKind.IdInvalid or SfErrorKind.RequestInvalid
                or SfErrorKind.DeploymentEnded or SfErrorKind.DeploymentFailed or SfErrorKind.DeploymentCanceled)
            {
                WriteError(e, id);
            }
        }
    }

    /// <summary>Waits for a deployment, shows its progress, and says that it continues if the waiting ends before.</summary>
    /// <param name="timeoutSec">Maximum wait in seconds; null for no limit.</param>
    /// <returns>The deployment with its details; if the time was up, in its last state.</returns>
    private protected async Task<SfDeployment> WaitAsync(
        DeployClient deployments, SfDeployment deployment, int? timeoutSec, CancellationToken cancellationToken)
    {
        _running = deployment;
        await GuardAsync(
            async () =>
            {
                using var progress = StartProgress($"{Activity(deployment)} {deployment.Id}", string.Empty);
                TimeSpan? timeout = timeoutSec is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
                await foreach (var ended in new DeployPoller(deployments).WaitEachAsync(
                    [deployment], timeout, latest => progress.Report(latest[0]), cancellationToken))
                {
                    deployment = ended;
                }
            },
            cancellationToken);
        _running = null;
        return deployment;
    }

    private protected override Task<string?> StopAsync() => Task.FromResult(
        _running is null ? null
            : _running.Status == SfDeploymentStatus.Canceling
            ? $"{Activity(_running)} {_running.Id} is being canceled ({Origin}). Wait-SfDeployment {_running.Id} waits for it."
            : $"{Activity(_running)} {_running.Id} continues in Salesforce ({Origin}). "
                + $"Wait-SfDeployment {_running.Id} waits for it, Stop-SfDeployment {_running.Id} cancels it.");

    /// <summary>
    /// Writes a deployment, and then what is wrong with it: warnings, an error for each component and test that failed, and one for it as a
    /// whole. Where an error ends the script, there is only the last one, which quotes the others.
    /// </summary>
    private protected void WriteResult(SfDeployment deployment, int? timeoutSec = null)
    {
        WriteObject(deployment);
        if (!deployment.Done)
        {
            WriteError(
                new SfException(
                    SfErrorKind.Timeout,
                    $"{Activity(deployment)} {deployment.Id} is {deployment.Status} after {timeoutSec} seconds.",
                    $"It continues in Salesforce. Wait-SfDeployment {deployment.Id} waits for it again, "
                        + $"Stop-SfDeployment {deployment.Id} cancels it."),
                deployment);
            return;
        }

        foreach (var component in deployment.Components.Where(c => c.Success && !string.IsNullOrEmpty(c.Problem)))
        {
            WriteWarning(DeploymentErrors.OfComponent(component).Message);
        }

        if (DeploymentErrors.Of(deployment, StopsAtErrors ? MostQuoted : 1) is not { } error)
        {
            foreach (var warning in deployment.CoverageWarnings)
            {
                WriteWarning(warning);
            }

            return;
        }

        if (!StopsAtErrors)
        {
            foreach (var component in deployment.ComponentFailures)
            {
                WriteError(DeploymentErrors.OfComponent(component), component);
            }

            foreach (var test in deployment.TestFailures)
            {
                WriteError(DeploymentErrors.OfTest(test), test);
            }

            foreach (var warning in deployment.CoverageWarnings)
            {
                WriteError(DeploymentErrors.OfCoverage(warning), deployment);
            }
        }

        WriteError(error, deployment);
    }

    private static string Activity(SfDeployment deployment) => deployment.CheckOnly ? "Validation" : "Deployment";
}
