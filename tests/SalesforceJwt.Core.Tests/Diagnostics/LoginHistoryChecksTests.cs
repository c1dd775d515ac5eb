using SalesforceJwt.Core.Diagnostics;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Diagnostics;

/// <summary>What the doctor reads in the login history: through the session itself, or through another one to the same org.</summary>
public sealed class LoginHistoryChecksTests : IAsyncLifetime
{
    private const string Admin = "admin@example.com";

    private TestOrg _org = null!;
    private SfSession _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await TestOrg.StartShuffledAsync();
        _admin = await SignInAsync(Admin);
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _org.DisposeAsync();
    }

    [Fact]
    public async Task A_refusal_that_has_many_causes_is_explained_through_an_administrators_session()
    {
        User.RequiresHighAssurance = true;

        var results = await _org.ExamineAsync(sessions: _admin);

        Assert.Contains("authentication failure", results.Of("Sign-in").Detail, StringComparison.Ordinal);
        Assert.Equal(NextStep.ReadLoginHistory, results.Of("Sign-in").Advice!.Step);
        var history = results[^1];
        Assert.Equal(("Login history", SfCheckStatus.Failed), (history.Check, history.Status));
        Assert.Contains("Failed: High Assurance Session Required", history.Detail, StringComparison.Ordinal);
        Assert.Contains(TestOrg.Username, history.Detail, StringComparison.Ordinal);
        Assert.Contains("Session security level required at login", history.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_remedy_is_not_repeated_where_the_answer_names_the_same_cause()
    {
        User.IsIpRestricted = true;

        var results = await _org.ExamineAsync(sessions: _admin);

        Assert.Contains("Relax IP restrictions", results.Of("Sign-in").Remedy, StringComparison.Ordinal);
        Assert.Contains("Restricted IP", results.Of("Login history").Detail, StringComparison.Ordinal);
        Assert.Null(results.Of("Login history").Remedy);
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(30)]
    public async Task The_entry_is_found_by_the_clock_of_salesforce(int minutes)
    {
        _org.Org.Options.ClockOffset = TimeSpan.FromMinutes(minutes);

        var history = (await _org.ExamineAsync(sessions: _admin))[^1];

        Assert.Equal(("Login history", SfCheckStatus.Failed), (history.Check, history.Status));
    }

    [Fact]
    public async Task An_earlier_refusal_is_not_taken_for_that_of_this_sign_in()
    {
        User.IsFrozen = true;
        await _org.FailToSignInAsync();
        User.IsFrozen = false;
        _org.Org.Options.ClockOffset = TimeSpan.FromMinutes(1);
        _org.Fail(TestOrg.TokenPath, 400, code: "invalid_grant", message: "some new wording");

        var history = (await _org.ExamineAsync(sessions: _admin))[^1];

        Assert.Equal(("Login history", SfCheckStatus.Skipped), (history.Check, history.Status));
        Assert.Contains($"{Admin} sees no refusal of {TestOrg.Username}", history.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_success_does_not_hide_the_refusal()
    {
        var since = DateTimeOffset.UtcNow.AddSeconds(-10);
        User.IsFrozen = true;
        await _org.FailToSignInAsync();
        User.IsFrozen = false;
        using var session = await _org.ConnectAsync();

        var history = await new LoginHistoryChecks(observer: null).RefusalAsync(
            [_admin], _org.Server.HttpUrl, TestOrg.Username, since, known: null, TestOrg.Cancellation);

        Assert.Contains("User Is Frozen", history!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_may_not_read_the_entries_of_others_says_which_permission_does_and_the_next_one_is_asked()
    {
        using var reader = await SignInAsync("reader@example.com");
        _org.Org.Users.Add("reader@example.com").MissingPermissions = [UserRight.ManageUsers];
        User.IsFrozen = true;

        var history = (await _org.ExamineAsync(sessions: reader))[^1];

        Assert.Equal(("Login history", SfCheckStatus.Skipped), (history.Check, history.Status));
        Assert.Contains("'Manage Users'", history.Detail, StringComparison.Ordinal);
        Assert.Contains("User Is Frozen", (await _org.ExamineAsync(sessions: [reader, _admin]))[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_whom_the_org_does_not_have_is_reported()
    {
        var history = (await _org.ExamineAsync(username: "nobody@example.com", sessions: _admin))[^1];

        Assert.Equal(("Login history", SfCheckStatus.Failed), (history.Check, history.Status));
        Assert.Contains("no user nobody@example.com", history.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_host_of_many_orgs_is_of_any_session_that_has_the_user()
    {
        await using var other = await TestOrg.StartShuffledAsync();
        using var stranger = await other.ConnectAsync();
        _org.Org.Users.Add("ann@example.com").IsFrozen = true;
        await _org.FailToSignInAsync(_org.Flow(username: "ann@example.com"));

        var history = await ReadAtGeneralHostAsync(stranger, _admin);

        Assert.Contains("User Is Frozen", history!.Detail, StringComparison.Ordinal);
        Assert.Null(await ReadAtGeneralHostAsync(stranger));

        Task<SfCheck?> ReadAtGeneralHostAsync(params SfSession[] sessions) => new LoginHistoryChecks(observer: null).RefusalAsync(
            sessions, LoginUrl.Production, "ann@example.com", DateTimeOffset.UtcNow.AddMinutes(-1), known: null, TestOrg.Cancellation);
    }

    [Fact]
    public async Task Sessions_to_other_orgs_and_closed_ones_are_not_asked()
    {
        await using var other = await TestOrg.StartShuffledAsync();
        using var stranger = await other.ConnectAsync();
        var closed = await SignInAsync(Admin);
        closed.Dispose();
        User.IsFrozen = true;

        var results = await _org.ExamineAsync(sessions: [stranger, closed]);

        Assert.Equal("Sign-in", results[^1].Check);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_session_that_does_not_work_leaves_the_history_unread()
    {
        User.IsFrozen = true;
        _org.Fail("/services/data/v68.0/query", 503, times: 9);

        var history = (await _org.ExamineAsync(sessions: _admin))[^1];

        Assert.Equal(("Login history", SfCheckStatus.Skipped), (history.Check, history.Status));
    }

    [Fact]
    public async Task The_refused_renewal_of_a_session_is_explained_as_well()
    {
        using var session = await _org.ConnectAsync();
        _org.Org.ExpireAllTokens();
        User.IsFrozen = true;

        var results = await session.ExamineAsync(_admin);

        Assert.Equal(("Session", SfCheckStatus.Failed), (results[^2].Check, results[^2].Status));
        Assert.Equal("Login history", results[^1].Check);
        Assert.Contains("User Is Frozen", results[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_of_an_app_since_its_last_success_are_a_warning()
    {
        using var session = await _org.ConnectAsync();
        _org.Org.Apps.Register("3MVG9.old", TestKeys.Certificate).Name = "Old pipeline";
        _org.Org.Options.ClockOffset = TimeSpan.FromSeconds(2);
        await _org.FailToSignInAsync(_org.Flow(clientId: "3MVG9.old"));
        await _org.FailToSignInAsync(_org.Flow(clientId: "3MVG9.old"));

        var history = (await session.ExamineAsync())[^1];

        Assert.Equal(("Login history", SfCheckStatus.Warning), (history.Check, history.Status));
        Assert.Contains("to Old pipeline at ", history.Detail, StringComparison.Ordinal);
        Assert.Contains("Failed: Not approved for access; 2 refusals", history.Detail, StringComparison.Ordinal);
        Assert.NotNull(history.Remedy);
    }

    [Fact]
    public async Task Refusals_before_the_last_success_are_none()
    {
        User.IsFrozen = true;
        await _org.FailToSignInAsync();
        User.IsFrozen = false;
        using var session = await _org.ConnectAsync();

        var history = (await session.ExamineAsync())[^1];

        Assert.Equal(("Login history", SfCheckStatus.Passed), (history.Check, history.Status));
    }

    [Theory]
    [InlineData("Failed: Audience Invalid", "Success")]
    [InlineData("Success", "Failed: Audience Invalid")]
    public async Task A_refusal_in_the_second_of_a_success_is_none(string first, string second)
    {
        using var session = await _org.ConnectAsync();
        var time = DateTimeOffset.UtcNow.AddMinutes(-5);
        foreach (var status in new[] { first, second })
        {
            var fields = new { UserId = User.Id, LoginTime = time, Application = "Two audiences", Status = status };
            await _org.SendAsync(HttpMethod.Post, "_localorg/records", new { type = "LoginHistory", fields });
        }

        var history = (await session.ExamineAsync())[^1];

        Assert.Equal(("Login history", SfCheckStatus.Passed), (history.Check, history.Status));
    }

    [Fact]
    public async Task A_history_that_the_user_may_not_read_fails_nothing()
    {
        using var session = await _org.ConnectAsync();
        _org.Fail("/services/data/v68.0/query", 400, code: "INVALID_TYPE", message: "sObject type 'LoginHistory' is not supported.");

        var history = (await session.ExamineAsync())[^1];

        Assert.Equal(("Login history", SfCheckStatus.Skipped), (history.Check, history.Status));
        Assert.Contains("LoginHistory", history.Detail, StringComparison.Ordinal);
    }

    private OrgUser User => _org.Org.Users.Add(TestOrg.Username);

    private async Task<SfSession> SignInAsync(string username)
    {
        _org.Org.Users.Add(username);
        _org.Org.Apps.Approve(TestOrg.ClientId, username);
        var session = await SfSession.SignInAsync(
            _org.Flow(username: username), TestOrg.Options(), observer: null, TestOrg.Cancellation);
        _org.Org.Requests.Clear();
        return session;
    }
}
