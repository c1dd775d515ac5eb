using SalesforceJwt.Core.Apps;

namespace SalesforceJwt.Core.Tests.Apps;

/// <summary>What Salesforce says about a component of an app, and what is made of it.</summary>
public sealed class AppErrorsTests
{
    [Theory]
    [InlineData("ExtlClntAppOauthSettingsId duplicates value on ci_defaultPolicy", SfErrorKind.Conflict, "has created the app's policies in the meantime")]
    [InlineData("duplicate value found: DeveloperName duplicates value on record with id: 0H4", SfErrorKind.Conflict, "The name is taken")]
    [InlineData("Consumer key already in use", SfErrorKind.Conflict, "use another certificate or another name")]
    [InlineData("insufficient access rights on object id", SfErrorKind.PermissionDenied, "'Customize Application'")]
    [InlineData("You do not have the permission required to do that", SfErrorKind.PermissionDenied, "'Manage External Client Apps'")]
    [InlineData("Not available for deploy for this organization", SfErrorKind.AppsUnavailable, "Setup > External Client Apps")]
    [InlineData("Something new", SfErrorKind.DeploymentFailed, "Nothing was deployed.")]
    public void A_problem_has_its_kind_and_remedy_and_is_shown(string problem, object kind, string remedy)
    {
        var error = AppErrors.OfDeployment(new SfDeployment("0Af000000000001CAA")
        {
            Status = SfDeploymentStatus.Failed,
            Done = true,
            ComponentsTotal = 1,
            ComponentErrors = 1,
            Components = new([new SfDeploymentComponent("ci") { Type = "ExternalClientApplication", Problem = problem }]),
        });
        Assert.Equal(kind, error.Kind);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }
}
