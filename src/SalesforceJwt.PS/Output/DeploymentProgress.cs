using System.Globalization;

namespace SalesforceJwt.PS.Output;

/// <summary>Shows how far a deployment is: its place in the queue, its components, its tests.</summary>
internal static class DeploymentProgress
{
    /// <summary>Reports the state of a deployment.</summary>
    public static void Report(this TransferProgress progress, SfDeployment deployment) =>
        progress.Report(Status(deployment), Percent(deployment));

    private static string Status(SfDeployment deployment)
    {
        var state = deployment.Status switch
        {
            SfDeploymentStatus.Pending => deployment.DeploymentsAhead switch
            {
                null => "waiting in the org's queue",
                0 => "next in the org's queue",
                1 => "waiting in the org's queue behind 1 deployment",
                var ahead => FormattableString.Invariant($"waiting in the org's queue behind {ahead} deployments"),
            },
            SfDeploymentStatus.FinalizingDeploy => "saving",
            SfDeploymentStatus.Canceling => "canceling",
            _ => null,
        };
        string?[] parts =
        [
            state,
            Count(deployment.ComponentsDeployed, deployment.ComponentErrors, deployment.ComponentsTotal, "components"),
            Count(deployment.TestsCompleted, deployment.TestErrors, deployment.TestsTotal, "tests"),
            string.IsNullOrWhiteSpace(deployment.StateDetail) ? null : deployment.StateDetail,
        ];
        var known = parts.OfType<string>().ToArray();
        return known.Length == 0 ? deployment.Status.ToString() : string.Join(", ", known);
    }

    private static string? Count(long done, long errors, long total, string what) => total == 0 ? null
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Min(done + errors, total):N0} of {total:N0} {what}")
            + (errors == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" ({errors:N0} failed)"));

    private static int Percent(SfDeployment deployment)
    {
        var total = deployment.ComponentsTotal + deployment.TestsTotal;
        var done = deployment.ComponentsDeployed + deployment.ComponentErrors + deployment.TestsCompleted + deployment.TestErrors;
        return total == 0 ? -1 : (int)Math.Clamp(done * 100 / total, 0, 100);
    }
}
