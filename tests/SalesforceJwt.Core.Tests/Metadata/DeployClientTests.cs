using System.Text;
using SalesforceJwt.Core.Metadata;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Metadata;

/// <summary>Deployments of packages: what they did, and what was wrong.</summary>
public sealed class DeployClientTests : ConnectedTests
{
    private static readonly DeployOptions WithTest = new() { RunTests = ["InvoiceTest"] };

    private MetadataOptions Org => Test.Org.Options.Metadata;

    private DeployClient Client => new(Session);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_package_is_deployed_with_its_tests(bool textValues)
    {
        Org.TextValues = textValues;
        var deployment = await DeployAsync(TestPackage.Whole(), WithTest);

        Assert.Equal((SfDeploymentStatus.Succeeded, true, false), (deployment.Status, deployment.Success, deployment.CheckOnly));
        Assert.Equal((2, 2, 0), (deployment.ComponentsTotal, deployment.ComponentsDeployed, deployment.ComponentErrors));
        Assert.Equal((1, 1, 0), (deployment.TestsTotal, deployment.TestsCompleted, deployment.TestErrors));
        Assert.Equal(["InvoiceTest.adds"], deployment.Tests.Select(test => test.ToString()));
        Assert.Contains(deployment.Components, component => component is { Type: "ApexClass", Name: "Invoice", Created: true });
        Assert.Contains("Invoice 100%", deployment.Coverage.Select(coverage => coverage.ToString()));
        Assert.Null(DeploymentErrors.Of(deployment));
        Assert.NotNull(deployment.CompletedAt);
        Assert.Equal("RunSpecifiedTests", deployment.TestLevel);
    }

    [Fact]
    public async Task A_folder_is_streamed_and_its_progress_reported()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, content) in TestPackage.Files(("Invoice", TestPackage.Invoice)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
            folder.Write(name, content);
        }

        using var zip = MetadataZip.Open(folder.Path, TestOrg.Cancellation);
        var sent = new List<long>();
        var deployment = await Client.StartAsync(zip, new DeployOptions(), new Progress(sent.Add), TestOrg.Cancellation);

        Assert.Equal(zip.Length, sent[^1]);
        Assert.True((await WaitAsync(deployment)).Success);
    }

    [Fact]
    public async Task A_validation_changes_nothing_and_is_deployed_afterwards()
    {
        var validation = await DeployAsync(TestPackage.Whole(), WithTest with { CheckOnly = true });
        Assert.Equal((true, true), (validation.CheckOnly, validation.Success));
        Assert.False(await ExistsAsync("Invoice"));

        var deployment = await WaitAsync(await Client.QuickDeployAsync(validation.Id, TestOrg.Cancellation));
        Assert.NotEqual(validation.Id, deployment.Id);
        Assert.Equal((false, true), (deployment.CheckOnly, deployment.Success));
        Assert.True(await ExistsAsync("Invoice"));
    }

    [Fact]
    public async Task What_was_not_validated_with_tests_is_not_deployed_quickly()
    {
        var untested = await DeployAsync(TestPackage.Whole(), new DeployOptions { CheckOnly = true });
        var error = await Assert.ThrowsAnyAsync<SfException>(() => Client.QuickDeployAsync(untested.Id, TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.RequestInvalid, error.Kind);
        Assert.Contains("ten days", error.Remedy, StringComparison.Ordinal);

        var deployed = await DeployAsync(TestPackage.Whole(), WithTest);
        Assert.Contains(
            "is not a validation",
            Assert.Throws<SfException>(() => DeploymentErrors.RequireValidated(deployed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_component_that_fails_is_named_with_file_line_and_problem()
    {
        var deployment = await DeployAsync(TestPackage.Of(("Invoice", TestPackage.Invoice), ("Order", TestPackage.Broken)));
        var failure = Assert.Single(deployment.ComponentFailures);

        Assert.Equal((SfDeploymentStatus.Failed, false), (deployment.Status, deployment.Success));
        Assert.Equal(("Order", "ApexClass", "classes/Order.cls"), (failure.Name, failure.Type, failure.File));
        Assert.NotNull(failure.Line);
        var error = DeploymentErrors.Of(deployment)!;
        Assert.Equal(SfErrorKind.DeploymentFailed, error.Kind);
        Assert.Contains("1 of 2 components failed. The first: ApexClass Order (classes/Order.cls, line ", error.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was deployed.", error.Remedy, StringComparison.Ordinal);
        Assert.False(await ExistsAsync("Invoice"));
    }

    [Fact]
    public async Task A_test_that_fails_is_named_with_its_stack_trace()
    {
        Test.Org.ApexTests.Add(new ApexTestFailure("InvoiceTest") { Message = "System.AssertException: Assertion Failed: 3 expected" });
        var deployment = await DeployAsync(TestPackage.Whole(), WithTest);
        var failure = Assert.Single(deployment.TestFailures);

        Assert.Equal(("InvoiceTest", "adds"), (failure.Class, failure.Method));
        var error = DeploymentErrors.OfTest(failure);
        Assert.Equal(SfErrorKind.DeploymentTestFailed, error.Kind);
        Assert.Contains("Test InvoiceTest.adds failed: System.AssertException: Assertion Failed: 3 expected.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Class.InvoiceTest.adds: line", error.Message, StringComparison.Ordinal);
        Assert.Contains("1 of 1 tests failed", DeploymentErrors.Of(deployment)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coverage_that_is_too_low_in_production_fails_and_says_so()
    {
        Org.IsProduction = true;
        var deployment = await DeployAsync(TestPackage.Of(("Invoice", TestPackage.Invoice)));

        Assert.Equal(SfDeploymentStatus.Failed, deployment.Status);
        Assert.Contains("0%", Assert.Single(deployment.CoverageWarnings), StringComparison.Ordinal);
        var error = DeploymentErrors.Of(deployment)!;
        Assert.Contains("test coverage is too low", error.Message, StringComparison.Ordinal);
        Assert.Contains("75%", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(NextStep.SetTests, error.Advice!.Step);
    }

    [Fact]
    public async Task An_org_that_demands_tests_says_how_to_run_them()
    {
        Org.RequiresTests = true;
        var error = await Assert.ThrowsAnyAsync<SfException>(
            () => Client.StartAsync(TestPackage.Whole(), new DeployOptions(), null, TestOrg.Cancellation));
        Org.IsProduction = true;
        var production = await Assert.ThrowsAnyAsync<SfException>(() => Client.StartAsync(
            TestPackage.Whole(), new DeployOptions { TestLevel = SfTestLevel.NoTestRun }, null, TestOrg.Cancellation));

        Assert.All([error, production], e => Assert.Equal(NextStep.SetTestLevel, e.Advice!.Step));
        Assert.All([error, production], e => Assert.Equal(SfErrorKind.RequestInvalid, e.Kind));
    }

    [Fact]
    public async Task Options_that_contradict_each_other_are_refused_before_anything_is_sent()
    {
        var level = await Assert.ThrowsAnyAsync<SfException>(() => Client.StartAsync(
            TestPackage.Whole(), WithTest with { TestLevel = SfTestLevel.RunLocalTests }, null, TestOrg.Cancellation));
        var none = await Assert.ThrowsAnyAsync<SfException>(() => Client.StartAsync(
            TestPackage.Whole(), new DeployOptions { TestLevel = SfTestLevel.RunSpecifiedTests }, null, TestOrg.Cancellation));

        Assert.Equal((SfErrorKind.ArgumentConflict, SfErrorKind.ValueMissing), (level.Kind, none.Kind));
        Assert.Empty(Test.Requests);
    }

    [Fact]
    public async Task A_user_without_the_permission_learns_which_one_it_is()
    {
        Test.Org.Users.Find(TestOrg.Username)!.MissingPermissions = new HashSet<UserRight> { UserRight.ModifyMetadata };
        var error = await Assert.ThrowsAnyAsync<SfException>(
            () => Client.StartAsync(TestPackage.Whole(), new DeployOptions(), null, TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.PermissionDenied, error.Kind);
        Assert.Contains("Modify Metadata Through Metadata API Functions", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_deployment_is_not_found()
    {
        const string Id = "0Af000000000001CAA";
        var errors = new[]
        {
            await Assert.ThrowsAnyAsync<SfException>(() => Client.GetAsync(Id, cancellationToken: TestOrg.Cancellation)),
            await Assert.ThrowsAnyAsync<SfException>(() => Client.CancelAsync(Id, TestOrg.Cancellation)),
        };

        Assert.All(errors, e => Assert.Equal(SfErrorKind.NotFound, e.Kind));
        Assert.All(errors, e => Assert.StartsWith($"There is no deployment {Id}", e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deployment_is_canceled_and_one_that_has_ended_is_not()
    {
        Org.DeployTime = TimeSpan.FromHours(1);
        Org.CancelTime = TimeSpan.FromMilliseconds(200);
        var deployment = await Client.StartAsync(TestPackage.Whole(), new DeployOptions(), null, TestOrg.Cancellation);
        var canceling = await Client.CancelAsync(deployment.Id, TestOrg.Cancellation);
        var canceled = await WaitAsync(canceling);

        Assert.Equal((SfDeploymentStatus.Canceling, SfDeploymentStatus.Canceled), (canceling.Status, canceled.Status));
        Assert.NotNull(canceled.CanceledBy);
        Assert.Contains($"canceled by {canceled.CanceledBy}", DeploymentErrors.Of(canceled)!.Message, StringComparison.Ordinal);

        Org.DeployTime = TimeSpan.Zero;
        var ended = await DeployAsync(TestPackage.Whole());
        var error = await Assert.ThrowsAnyAsync<SfException>(() => Client.CancelAsync(ended.Id, TestOrg.Cancellation));
        Assert.Equal(SfErrorKind.DeploymentEnded, error.Kind);
    }

    [Fact]
    public async Task One_that_is_finalized_is_waited_for_and_cannot_be_canceled()
    {
        (Org.DeployTime, Org.FinalizeTime) = (TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        var deployment = await Client.StartAsync(TestPackage.Whole(), new DeployOptions(), null, TestOrg.Cancellation);
        Assert.Equal("Processing components", Assert.Single(await Client.ListAsync(1, cancellationToken: TestOrg.Cancellation)).StateDetail);
        Org.DeployTime = TimeSpan.Zero;
        var error = await Assert.ThrowsAnyAsync<SfException>(() => Client.CancelAsync(deployment.Id, TestOrg.Cancellation));
        Assert.Equal((SfErrorKind.RequestInvalid, NextStep.GetDeployment), (error.Kind, error.Advice!.Step));
        Assert.Contains("is saving what it deployed", error.Message, StringComparison.Ordinal);
        var listed = Assert.Single(await Client.ListAsync(1, [SfDeploymentStatus.FinalizingDeploy], null, TestOrg.Cancellation));
        Assert.False(listed.Done);

        var seen = new List<SfDeploymentStatus>();
        var ended = await new DeployPoller(Client).WaitAsync(
            deployment,
            now =>
            {
                seen.Add(now.Status);
                Org.FinalizeTime = TimeSpan.Zero;
            },
            TestOrg.Cancellation);
        Assert.Equal([SfDeploymentStatus.FinalizingDeploy, SfDeploymentStatus.Succeeded], seen);
        Assert.True(ended.Success);
    }

    [Fact]
    public async Task One_that_fails_while_it_is_finalized_has_ended_and_may_have_been_deployed()
    {
        Org.FailsFinalizing = true;
        var deployment = await DeployAsync(TestPackage.Whole());

        Assert.Equal((SfDeploymentStatus.FinalizingDeployFailed, true, false), (deployment.Status, deployment.Done, deployment.Success));
        var error = DeploymentErrors.Of(deployment)!;
        Assert.Contains("failed while Salesforce was saving it: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("Look at what is in the org", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Relevant_tests_run_without_names()
    {
        var options = new DeployOptions { TestLevel = SfTestLevel.RunRelevantTests };
        var deployment = await DeployAsync(TestPackage.Whole(), options);
        Assert.Equal(["InvoiceTest.adds"], deployment.Tests.Select(test => test.ToString()));
        Assert.Equal("RunRelevantTests", deployment.TestLevel);

        Org.RelevantTestsVersion = 69;
        var error = await Assert.ThrowsAnyAsync<SfException>(() => DeployAsync(TestPackage.Whole(), options));
        Assert.Contains("API version 69.0 and later", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_deployments_are_listed_by_status_and_time()
    {
        var failed = await DeployAsync(TestPackage.Of(("Order", TestPackage.Broken)));
        var succeeded = await DeployAsync(TestPackage.Whole());

        Assert.Equal([succeeded.Id, failed.Id], (await Client.ListAsync(10, cancellationToken: TestOrg.Cancellation)).Select(d => d.Id));
        Assert.Equal([succeeded.Id], (await Client.ListAsync(1, cancellationToken: TestOrg.Cancellation)).Select(d => d.Id));
        var listed = Assert.Single(await Client.ListAsync(10, [SfDeploymentStatus.Failed], null, TestOrg.Cancellation));
        Assert.Equal((failed.Id, true, false, 1), (listed.Id, listed.Done, listed.Success, listed.ComponentErrors));
        Assert.NotNull(listed.CreatedBy);
        Assert.Empty(await Client.ListAsync(10, null, DateTimeOffset.UtcNow.AddMinutes(5), TestOrg.Cancellation));
    }

    [Fact]
    public async Task One_that_waits_in_the_queue_knows_how_many_are_ahead()
    {
        Org.QueueTime = TimeSpan.FromSeconds(2);
        await Client.StartAsync(TestPackage.Whole(), new DeployOptions(), null, TestOrg.Cancellation);
        var second = await Client.StartAsync(TestPackage.Whole(), new DeployOptions(), null, TestOrg.Cancellation);
        var seen = new List<SfDeployment>();
        var ended = await new DeployPoller(Client).WaitAsync(second, seen.Add, TestOrg.Cancellation);

        Assert.Contains(seen, deployment => deployment is { Status: SfDeploymentStatus.Pending, DeploymentsAhead: 1 });
        Assert.True(ended.Success);
        Assert.NotEmpty(ended.Components);
        Assert.All(seen.SkipLast(1), deployment => Assert.Empty(deployment.Components));
    }

    [Fact]
    public async Task A_session_that_has_expired_is_renewed_and_the_package_deployed_once()
    {
        Test.Org.ExpireAllTokens();
        Assert.True((await DeployAsync(TestPackage.Whole())).Success);

        Assert.Single(await Client.ListAsync(10, cancellationToken: TestOrg.Cancellation));
        Assert.Single(Test.SignIns);
    }

    [Theory]
    [InlineData("<version>99.0</version>", "Invalid version", NextStep.ListApiVersions)]
    [InlineData("<types><members>Lost</members><name>ApexClass</name></types><version>68.0</version>", "'Lost'", NextStep.AllowMissingFile)]
    public async Task What_is_wrong_with_package_xml_has_its_remedy(string content, string message, object step)
    {
        var files = TestPackage.Files(("Invoice", TestPackage.Invoice));
        files["package.xml"] = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(files["package.xml"]).Replace("<version>68.0</version>", content, StringComparison.Ordinal));
        var deployment = await DeployAsync(MetadataZip.FromFiles("the package", files));
        var error = DeploymentErrors.OfComponent(Assert.Single(deployment.ComponentFailures));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(step, error.Advice!.Step);
    }

    [Fact]
    public async Task A_file_that_package_xml_does_not_name_has_its_remedy()
    {
        var files = TestPackage.Files(("Invoice", TestPackage.Invoice));
        files["classes/Other.cls"] = "public class Other {}"u8.ToArray();
        var deployment = await DeployAsync(MetadataZip.FromFiles("the package", files));

        Assert.Contains(
            "Name it in package.xml",
            DeploymentErrors.OfComponent(Assert.Single(deployment.ComponentFailures)).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outage_does_not_end_the_wait()
    {
        var deployment = await Client.StartAsync(TestPackage.Whole(), new DeployOptions(), null, TestOrg.Cancellation);
        Test.Fail("/metadata/deployRequest/", 503, times: 15);

        Assert.True((await WaitAsync(deployment)).Success);
    }

    private async Task<SfDeployment> DeployAsync(MetadataZip zip, DeployOptions? options = null) =>
        await WaitAsync(await Client.StartAsync(zip, options ?? new DeployOptions(), null, TestOrg.Cancellation));

    private Task<SfDeployment> WaitAsync(SfDeployment deployment) =>
        new DeployPoller(Client).WaitAsync(deployment, null, TestOrg.Cancellation);

    private async Task<bool> ExistsAsync(string name) =>
        (await DeployAsync(TestPackage.Of((name, TestPackage.Invoice)), new DeployOptions { CheckOnly = true }))
            .Components.Any(component => component.Name == name && !component.Created);

    private sealed class Progress(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
