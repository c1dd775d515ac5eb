using SalesforceJwt.LocalOrg.Metadata.Apex;

namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>How far a deploy is.</summary>
internal sealed record DeployProgress(
    int ComponentsTotal, int ComponentsDeployed, int ComponentErrors, int TestsTotal, int TestsCompleted, int TestErrors)
{
    public static DeployProgress Of(Deploy deploy, Org org)
    {
        if (deploy.Outcome is { } outcome)
        {
            var errors = outcome.Messages.Count(message => message.IsFailure);
            var components = outcome.Messages.Count(message => message.IsFailure || !message.IsOfManifest);
            var tests = outcome.Tests;
            return new DeployProgress(
                components, components - errors, errors, tests.Methods.Count, tests.Methods.Count - tests.Failures, tests.Failures);
        }

        // Pending and cancelled deploys count nothing. One in progress saves in the first half of its time, and tests in the second.
        var total = deploy.Input.Packages.Sum(package => package.Count);
        if (deploy.StartedAt is not { } start || total == 0)
        {
            return new DeployProgress(0, 0, 0, 0, 0, 0);
        }

        var now = deploy.CanceledAt ?? org.Now;
        var done = org.Options.Metadata.DeployTime is var time && time <= TimeSpan.Zero ? 0 : Math.Clamp((now - start) / time, 0, 1);
        var testsTotal = deploy.TestLevelIn(org.Options.Metadata) == TestLevel.NoTestRun ? 0 : TestsOf(deploy.Input);
        var share = testsTotal == 0 ? 1 : 2;
        return new DeployProgress(
            total, (int)(total * Math.Min(1, done * share)), 0, testsTotal, (int)(testsTotal * Math.Max(0, (done * share) - 1)), 0);
    }

    private static int TestsOf(DeployInput input) => input.Classes
        .Sum(component => ApexSource.Of(component.Name, System.Text.Encoding.UTF8.GetString(component.Content)).TestMethods().Count());
}
