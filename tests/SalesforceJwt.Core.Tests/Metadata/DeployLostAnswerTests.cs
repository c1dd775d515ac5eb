using SalesforceJwt.Core.Metadata;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Metadata;

/// <summary>After a lost or garbled answer the deployment is looked up; a package is never sent twice.</summary>
public sealed class DeployLostAnswerTests : ConnectedTests
{
    private const string Path = "/metadata/deployRequest";

    /// <summary>Answers that leave the outcome unknown: lost, a proxy's page, a gateway's error, other JSON, or cut.</summary>
    public static TheoryData<string> Answers => ["reset", "html", "503", "{}", "{\"id\":"];

    private DeployClient Client => new(Session);

    private int Posts => Test.Requests.Count(r => r.Method == "POST" && r.Path.EndsWith(Path, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task The_one_new_deployment_of_this_user_is_taken_for_it(string answer)
    {
        // Others, which were there before, of another user or of another kind.
        await StartAsync();
        await StartOfOtherUserAsync();
        await Task.Delay(TimeSpan.FromSeconds(2.5), TestOrg.Cancellation);
        Lose(answer, afterActing: true);
        var deployment = await StartAsync();

        Assert.Equal((await Client.ListAsync(1, cancellationToken: TestOrg.Cancellation))[0].Id, deployment.Id);
        Assert.True((await new DeployPoller(Client).WaitAsync(deployment, null, TestOrg.Cancellation)).Success);
        Assert.Equal(3, (await Client.ListAsync(10, cancellationToken: TestOrg.Cancellation)).Count);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("html")]
    public async Task A_quick_deployment_is_looked_up_too(string answer)
    {
        var validation = await StartAsync(new DeployOptions { CheckOnly = true, RunTests = ["InvoiceTest"] });
        await new DeployPoller(Client).WaitAsync(validation, null, TestOrg.Cancellation);
        Lose(answer, afterActing: true);
        var deployment = await Client.QuickDeployAsync(validation.Id, TestOrg.Cancellation);

        Assert.NotEqual(validation.Id, deployment.Id);
        Assert.Equal(2, (await Client.ListAsync(10, cancellationToken: TestOrg.Cancellation)).Count);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("{}")]
    public async Task If_there_is_none_the_error_says_so_and_nothing_is_sent_again(string answer)
    {
        Lose(answer, afterActing: false);
        var error = await Assert.ThrowsAnyAsync<SfException>(() => StartAsync());

        Assert.Equal(SfErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("lists no deployment of this user", error.Message, StringComparison.Ordinal);
        Assert.Contains("Setup > Deployment Status", error.Remedy, StringComparison.Ordinal);
        Assert.Equal(1, Posts);
        Assert.Empty(await Client.ListAsync(10, cancellationToken: TestOrg.Cancellation));
    }

    [Fact]
    public async Task A_date_that_no_server_can_have_does_not_break_the_look_up()
    {
        Lose("reset", afterActing: false);
        Test.Org.Faults.Add(new Fault
        {
            Path = "/services/data/v68.0/tooling/query",
            Status = 200,
            Body = """{"totalSize":0,"done":true,"records":[]}""",
            Headers = { ["Date"] = "Mon, 01 Jan 0001 00:00:00 GMT" },
        });
        var error = await Assert.ThrowsAnyAsync<SfException>(() => StartAsync());

        Assert.Contains("lists no deployment of this user", error.Message, StringComparison.Ordinal);
        Assert.Empty(Test.Org.Faults.Pending);
    }

    [Fact]
    public async Task If_there_are_several_the_error_names_them()
    {
        var other = await StartAsync();
        Lose("reset", afterActing: true);
        var error = await Assert.ThrowsAnyAsync<SfException>(() => StartAsync());

        Assert.Equal(SfErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("started 2 deployments since", error.Message, StringComparison.Ordinal);
        Assert.Contains(other.Id, error.Message, StringComparison.Ordinal);
        Assert.Equal(2, Posts);
    }

    [Fact]
    public async Task A_validation_is_not_taken_for_a_deployment()
    {
        await StartAsync(new DeployOptions { CheckOnly = true });
        Lose("reset", afterActing: true);

        Assert.False((await StartAsync()).CheckOnly);
    }

    [Fact]
    public async Task If_deployments_cannot_be_listed_the_error_says_so()
    {
        Lose("reset", afterActing: true);
        Test.Fail("/tooling/query", 403, times: 5, code: "INSUFFICIENT_ACCESS", message: "no access");
        var error = await Assert.ThrowsAnyAsync<SfException>(() => StartAsync());

        Assert.Equal(SfErrorKind.OutcomeUnknown, error.Kind);
        Assert.Contains("could not be listed", error.Message, StringComparison.Ordinal);
        Assert.Contains("no access", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.")]
    [InlineData(503, "SERVER_UNAVAILABLE", "The server is too busy right now")]
    public async Task What_certainly_did_not_begin_is_sent_again(int status, string code, string message)
    {
        Test.Org.Faults.Add(new Fault { Method = "POST", Path = Path, Status = status, ErrorCode = code, Message = message });
        await StartAsync();

        Assert.Equal(2, Posts);
        Assert.Single(await Client.ListAsync(10, cancellationToken: TestOrg.Cancellation));
    }

    [Theory]
    [InlineData("reset", true)]
    [InlineData("reset", false)]
    [InlineData("html", true)]
    public async Task The_outcome_of_a_cancellation_is_looked_up(string answer, bool acts)
    {
        Test.Org.Options.Metadata.QueueTime = TimeSpan.FromHours(1);
        var deployment = await StartAsync();
        Lose(answer, acts, "PATCH");

        Assert.Equal(SfDeploymentStatus.Canceled, (await Client.CancelAsync(deployment.Id, TestOrg.Cancellation)).Status);
    }

    [Fact]
    public async Task A_cancellation_that_is_not_known_to_be_made_says_so()
    {
        Test.Org.Options.Metadata.QueueTime = TimeSpan.FromHours(1);
        var deployment = await StartAsync();
        Lose("html", afterActing: false, "PATCH");
        Test.Org.Faults.Add(new Fault { Method = "GET", Path = Path, Kind = FaultKind.Html, Status = 200 });
        var error = await Assert.ThrowsAnyAsync<SfException>(() => Client.CancelAsync(deployment.Id, TestOrg.Cancellation));

        Assert.Equal((SfErrorKind.OutcomeUnknown, NextStep.GetDeployment), (error.Kind, error.Advice!.Step));
    }

    private void Lose(string answer, bool afterActing, string method = "POST") => Test.Org.Faults.Add(new Fault
    {
        Method = method,
        Path = Path,
        Kind = answer switch { "reset" => FaultKind.Reset, "html" => FaultKind.Html, _ => FaultKind.Status },
        Status = answer == "503" ? 503 : 200,
        Body = answer[0] == '{' ? answer : null,
        AfterActing = afterActing,
    });

    private Task<SfDeployment> StartAsync(DeployOptions? options = null) =>
        Client.StartAsync(TestPackage.Whole(), options ?? new DeployOptions(), null, TestOrg.Cancellation);

    private async Task StartOfOtherUserAsync()
    {
        const string Other = "other@example.com";
        Test.Org.Users.Add(Other);
        Test.Org.Apps.Approve(TestOrg.ClientId, Other);
        using var session = await SalesforceJwt.Core.Sessions.SfSession.SignInAsync(
            Test.Flow(username: Other), TestOrg.Options(), null, TestOrg.Cancellation);
        await new DeployClient(session).StartAsync(TestPackage.Whole(), new DeployOptions(), null, TestOrg.Cancellation);
    }
}
