using SalesforceJwt.Core.Metadata;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Metadata;

/// <summary>Answers of Salesforce are read whatever types its values have; what is no answer of it is an error.</summary>
public sealed class DeploymentJsonTests : ConnectedTests
{
    private const string Id = "0Af000000000001CAA";

    private DeployClient Client => new(Session);

    [Fact]
    public async Task Booleans_and_numbers_may_be_text_and_lists_of_one_an_object()
    {
        Answer("""
            {"id":"0Af000000000001CAA","deployResult":{"checkOnly":"true","done":"true","success":"false","status":"Failed","stateDetail":null,
            "numberComponentsTotal":"12","numberComponentsDeployed":"9","numberComponentErrors":"2","numberTestsTotal":"4",
            "numberTestsCompleted":"3","numberTestErrors":"1","runTestsEnabled":"true","createdDate":"2026-03-01T08:00:00.000Z",
            "startDate":"2026-03-01T08:00:01.000Z","completedDate":"2026-03-01T08:01:01.000Z","createdByName":"Ada",
            "details":{"componentFailures":{"fullName":"Invoice","componentType":"ApexClass","fileName":"classes/Invoice.cls",
            "problem":"Missing ';'","problemType":"Error","lineNumber":"3","columnNumber":"17","success":"false"},
            "componentSuccesses":[{"fullName":"Order","componentType":"ApexClass","success":"true","created":"true","changed":"true"}],
            "runTestResult":{"numTestsRun":"4","numFailures":"1","totalTime":"1500.0",
            "failures":{"name":"InvoiceTest","namespace":"acme","methodName":"adds","message":"Assertion Failed","stackTrace":"Class.X: line 1",
            "time":"12.5"},"successes":[{"name":"OrderTest","methodName":"orders","time":3}],
            "codeCoverage":{"name":"Invoice","type":"Class","numLocations":"10","numLocationsNotCovered":"4",
            "locationsNotCovered":[{"line":"4"},{"line":5,"column":0}]},
            "codeCoverageWarnings":[{"message":"Average test coverage is 60%","name":null}]}}}}
            """);
        var deployment = await Client.GetAsync(Id, cancellationToken: TestOrg.Cancellation);

        Assert.Equal(
            (SfDeploymentStatus.Failed, true, true, false), (deployment.Status, deployment.CheckOnly, deployment.Done, deployment.Success));
        Assert.Equal((12, 9, 2), (deployment.ComponentsTotal, deployment.ComponentsDeployed, deployment.ComponentErrors));
        Assert.Equal((4, 3, 1), (deployment.TestsTotal, deployment.TestsCompleted, deployment.TestErrors));
        Assert.Equal((TimeSpan.FromMinutes(1), "Ada"), (deployment.Duration, deployment.CreatedBy));
        Assert.Equal(["Failed", "Created"], deployment.Components.Select(c => c.Outcome));
        var failure = Assert.Single(deployment.ComponentFailures);
        Assert.Equal(("ApexClass Invoice", "classes/Invoice.cls", 3, 17), (failure.ToString(), failure.File, failure.Line, failure.Column));
        Assert.Equal(["acme.InvoiceTest.adds", "OrderTest.orders"], deployment.Tests.Select(t => t.ToString()));
        Assert.Equal(TimeSpan.FromMilliseconds(12.5), Assert.Single(deployment.TestFailures).Duration);
        Assert.Equal(TimeSpan.FromSeconds(1.5), deployment.TestDuration);
        var coverage = Assert.Single(deployment.Coverage);
        Assert.Equal((60, "4; 5"), (coverage.Percent, coverage.LinesNotCovered.ToString()));
        Assert.Equal(["Average test coverage is 60%"], deployment.CoverageWarnings);
    }

    [Fact]
    public async Task What_is_missing_is_empty_and_an_unknown_status_has_not_ended()
    {
        Answer("""{"id":"0Af000000000001CAA","deployResult":{"status":"Musing"}}""");
        var deployment = await Client.GetAsync(Id, cancellationToken: TestOrg.Cancellation);

        Assert.Equal((SfDeploymentStatus.Unknown, false, 0), (deployment.Status, deployment.Done, deployment.ComponentsTotal));
        Assert.Empty(deployment.Components);
        Assert.Null(deployment.Duration);
    }

    [Fact]
    public async Task An_unknown_status_has_ended_once_Salesforce_says_so()
    {
        Answer("""{"id":"0Af000000000001CAA","deployResult":{"status":"Musing","done":false}}""");
        const string Ended =
            """{"id":"0Af000000000001CAA","deployResult":{"status":"Mused","success":"false","completedDate":"2026-03-01T08:01:01.000Z"}}""";
        Answer(Ended);
        Answer(Ended);
        var seen = new List<SfDeployment>();
        var ended = await new DeployPoller(Client).WaitAsync(new SfDeployment(Id), seen.Add, TestOrg.Cancellation);

        Assert.Equal((SfDeploymentStatus.Unknown, true, false), (ended.Status, ended.Done, ended.Success));
        Assert.Equal([false, true], seen.Select(deployment => deployment.Done));
        var error = DeploymentErrors.Of(ended)!;
        Assert.Contains("ended with a status that this version does not know", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing was deployed", error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"id":"0Af000000000002CAA","deployResult":{}}""")]
    [InlineData("""{"id":"../0Af","deployResult":{}}""")]
    public async Task An_answer_without_the_deployment_is_an_error(string answer)
    {
        Answer(answer);
        var error = await Assert.ThrowsAnyAsync<SfException>(() => Client.GetAsync(Id, cancellationToken: TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
        Assert.Contains($"deployment {Id}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0Af", "has 3 characters")]
    [InlineData("001000000000001AAA", "is not the id of a deployment")]
    [InlineData("0af000000000001CAA", "is damaged")]
    public async Task Ids_are_checked_before_anything_is_sent(string id, string message)
    {
        var error = await Assert.ThrowsAnyAsync<SfException>(() => Client.GetAsync(id, cancellationToken: TestOrg.Cancellation));
        await Assert.ThrowsAnyAsync<SfException>(() => Client.CancelAsync(id, TestOrg.Cancellation));
        await Assert.ThrowsAnyAsync<SfException>(() => Client.QuickDeployAsync(id, TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.IdInvalid, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(Test.Requests);
    }

    private void Answer(string body) => Test.Answer("/metadata/deployRequest/", 200, body);
}
