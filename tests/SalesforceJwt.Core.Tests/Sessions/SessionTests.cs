using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Sessions;

/// <summary>One session and its token: renewal, concurrent callers, the API version, and closing.</summary>
public sealed class SessionTests : ConnectedTests
{
    [Fact]
    public async Task An_expired_token_is_renewed_once_and_the_call_repeated()
    {
        var old = Session.Token.AccessToken;
        Test.Org.ExpireAllTokens();

        await Session.GetAsync(TestOrg.Echo);

        Assert.Equal([(TestOrg.Echo, 401), (TestOrg.TokenPath, 200), (TestOrg.Echo, 200)], Test.Requests.Select(r => (r.Path, r.StatusCode)));
        Assert.NotEqual(old, Session.Token.AccessToken);
    }

    [Fact]
    public async Task A_POST_is_repeated_with_its_body_after_renewal_and_processed_once()
    {
        Test.Org.ExpireAllTokens();

        await Session.PostAsync("sobjects/Contact", """{"LastName":"Renewed"}""");

        Assert.Equal(["""{"LastName":"Renewed"}""", """{"LastName":"Renewed"}"""], Test.Requests.Where(r => r.Path != TestOrg.TokenPath).Select(r => r.Body));
        Assert.Equal(1, await CountAsync("Renewed"));
    }

    [Fact]
    public async Task Renewal_does_not_count_as_a_retry()
    {
        Test.Org.ExpireAllTokens();

        await Session.SendAsync(new SfRequest { Uri = TestOrg.Echo, Retry = new RetryPolicy { MaximumRetryCount = 0 } });

        Assert.Single(Test.SignIns);
    }

    [Fact]
    public async Task Sixteen_calls_share_one_renewal()
    {
        Test.Org.ExpireAllTokens();
        Test.Fail(TestOrg.TokenPath, FaultKind.Delay, delay: TimeSpan.FromMilliseconds(200));

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Session.GetAsync(TestOrg.Echo))));

        Assert.Single(Test.SignIns);
        Assert.Equal(16, Test.Requests.Count(r => r.Path == TestOrg.Echo && r.StatusCode == 200));
    }

    [Fact]
    public async Task A_cancelled_caller_does_not_end_the_renewal_for_the_others()
    {
        Test.Org.ExpireAllTokens();
        Test.Fail(TestOrg.TokenPath, FaultKind.Delay, delay: TimeSpan.FromMilliseconds(500));
        using var stop = new CancellationTokenSource();
        var stale = Session.Token;
        var impatient = Session.RenewAsync(stale, null, stop.Token);
        var patient = Session.RenewAsync(stale, null, TestOrg.Cancellation);
        await Until.TrueAsync(() => Test.SignIns.Count == 1);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.NotSame(stale, await patient);
        Assert.Single(Test.SignIns);
    }

    [Fact]
    public async Task After_all_callers_cancelled_the_next_one_starts_a_new_renewal()
    {
        Test.Fail(TestOrg.TokenPath, FaultKind.Hang);
        using var stop = new CancellationTokenSource();
        var stale = Session.Token;
        var hanging = Session.RenewAsync(stale, null, stop.Token);
        await Until.TrueAsync(() => Test.SignIns.Count == 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);

        Assert.NotSame(stale, await Session.RenewAsync(stale, null, TestOrg.Cancellation));
    }

    [Fact]
    public async Task The_request_for_the_newest_version_has_the_time_limit_of_the_call_that_needs_it()
    {
        using var session = await Test.ConnectAsync(TestOrg.Options() with { ApiVersion = null });
        Test.Fail("/services/data", FaultKind.Hang);
        var limits = new HttpTimeouts(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(200));

        await session.FailAsync(new SfRequest { Uri = "limits", Timeouts = limits }, SfErrorKind.Timeout);

        await session.GetAsync("limits");
    }

    [Fact]
    public async Task Missing_records_cause_at_most_one_request_for_the_versions()
    {
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await Session.FailAsync("sobjects/Contact/003000000000000AAA", SfErrorKind.NotFound);
        }

        Assert.Single(Test.Requests, r => r.Path == "/services/data");
    }

    [Theory]
    [InlineData("This session is not valid for use with the REST API")]
    [InlineData("Connected app is not attached to Agent")]
    public async Task A_session_of_the_wrong_kind_is_not_renewed(string message)
    {
        Test.Fail(TestOrg.Echo, 401, code: "INVALID_SESSION_ID", message: message);

        var error = await Session.FailAsync(TestOrg.Echo, SfErrorKind.SessionNotValidForApi);

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Single(Test.Requests);
    }

    [Fact]
    public async Task A_renewal_goes_to_a_trusted_instance_only()
    {
        Test.Org.ExpireAllTokens();
        Test.Org.Options.InstanceUrl = "https://evil.example";

        await Session.FailAsync(TestOrg.Echo, SfErrorKind.InstanceUrlUntrusted);

        Assert.Equal(Test.Server.HttpUrl, Session.Token.InstanceUrl);
    }

    [Fact]
    public async Task Renewing_an_outdated_token_returns_the_current_one()
    {
        var old = Session.Token;
        var renewed = await Session.RenewAsync(old, null, TestOrg.Cancellation);

        Assert.Same(renewed, await Session.RenewAsync(old, null, TestOrg.Cancellation));
        Assert.Single(Test.SignIns);
    }

    [Fact]
    public async Task Sixteen_first_calls_request_the_newest_API_version_once()
    {
        using var session = await Test.ConnectAsync(TestOrg.Options() with { ApiVersion = null });
        Test.Fail("/services/data$", FaultKind.Delay, delay: TimeSpan.FromMilliseconds(200));

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => session.GetAsync("limits"))));

        Assert.Single(Test.Requests, r => r.Path == "/services/data");
        Assert.Equal(16, Test.Requests.Count(r => r.Path == "/services/data/v68.0/limits"));
        Assert.Equal("68.0", session.ApiVersion);
    }

    [Fact]
    public async Task No_version_is_requested_if_none_is_needed()
    {
        using var session = await Test.ConnectAsync(TestOrg.Options() with { ApiVersion = null });

        await session.GetAsync(TestOrg.Echo);
        await session.SendAsync(new SfRequest { Uri = "limits", ApiVersion = "60.0" });

        Assert.DoesNotContain(Test.Requests, r => r.Path == "/services/data");
    }

    [Theory]
    [InlineData("<html><title>Welcome</title></html>", "Welcome")]
    [InlineData("[]", "[]")]
    [InlineData("""[{"label":"x"}]""", "label")]
    [InlineData("""[{"version":"latest"}]""", "latest")]
    [InlineData("""{"version":"68.0"}""", "68.0")]
    public async Task An_invalid_list_of_versions_is_an_error(string body, string quote)
    {
        using var session = await Test.ConnectAsync(TestOrg.Options() with { ApiVersion = null });
        Test.Answer("/services/data", 200, body);

        var error = await session.FailAsync("limits", SfErrorKind.ResponseInvalid);

        Assert.Contains(quote, error.Message, StringComparison.Ordinal);
        Assert.Contains("SetApiVersion", error.Advised(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_API_version_is_reported_with_those_of_the_org()
    {
        using var session = await Test.ConnectAsync(TestOrg.Options() with { ApiVersion = "99.0" });

        var error = await session.FailAsync("limits", SfErrorKind.ApiVersionNotFound);

        Assert.Contains("99.0", error.Message, StringComparison.Ordinal);
        Assert.Contains("31.0 to 68.0", error.Message, StringComparison.Ordinal);
        Assert.Contains("SetApiVersion 68.0", error.Advised(), StringComparison.Ordinal);
        Assert.Equal(404, error.StatusCode);
    }

    [Fact]
    public async Task If_the_list_of_versions_fails_the_404_is_reported()
    {
        Test.Fail("/services/data$", 500);

        await Session.FailAsync("sobjects/Nothing__c/describe", SfErrorKind.NotFound);
    }

    [Fact]
    public async Task The_limits_of_the_last_answer_are_kept()
    {
        Assert.Null(Session.Limit);
        Test.Org.ApiUsage = 17;
        Test.Org.Options.DailyApiLimit = 5000;

        await Session.GetAsync("limits");
        Assert.Equal(new LimitInfo(18, 5000), Session.Limit);

        await Session.GetAsync("/services/data");
        Assert.Equal("18/5000", Session.Limit?.ToString());
    }

    [Fact]
    public async Task Limits_are_read_from_error_responses_too()
    {
        Test.Org.Options.DailyApiLimit = 3;
        Test.Org.ApiUsage = 3;

        await Session.FailAsync("limits", SfErrorKind.RequestLimitExceeded);

        Assert.Equal(new LimitInfo(3, 3), Session.Limit);
    }

    [Fact]
    public async Task A_closed_session_says_so()
    {
        Session.Dispose();
        Session.Dispose();

        Assert.True(Session.IsClosed);
        Assert.Empty(Session.Current.AccessToken);
        Assert.Equal(SfErrorKind.NotConnected, Assert.Throws<SfException>(() => Session.Token).Kind);
        await Session.FailAsync(TestOrg.Echo, SfErrorKind.NotConnected);
        Assert.Equal(SfErrorKind.NotConnected, (await Assert.ThrowsAsync<SfException>(() => Session.RevokeAsync(null, TestOrg.Cancellation))).Kind);
        Assert.Empty(Test.Requests);
    }

    [Fact]
    public async Task A_session_that_is_closed_while_it_renews_gets_no_new_token()
    {
        Test.Fail(TestOrg.TokenPath, FaultKind.Delay, times: 0, delay: TimeSpan.FromMilliseconds(200));
        var renewal = Session.RenewAsync(Session.Token, null, TestOrg.Cancellation);
        await Until.TrueAsync(() => Test.SignIns.Count == 1);

        Session.Dispose();

        Assert.Equal(SfErrorKind.NotConnected, (await Assert.ThrowsAsync<SfException>(() => renewal)).Kind);
        Assert.Empty(Session.Current.AccessToken);
    }

    [Fact]
    public async Task Revoking_invalidates_the_token_at_the_server()
    {
        await Session.RevokeAsync(null, TestOrg.Cancellation);
        var request = Assert.Single(Test.Requests);
        Assert.Equal(("POST", "/services/oauth2/revoke"), (request.Method, request.Path));
        Assert.DoesNotContain(Session.Token.AccessToken, request.Path + request.QueryString, StringComparison.Ordinal);

        await Session.GetAsync(TestOrg.Echo);
        Assert.Single(Test.SignIns);
    }

    [Fact]
    public async Task Revoking_a_revoked_token_succeeds()
    {
        await Session.RevokeAsync(null, TestOrg.Cancellation);

        await Session.RevokeAsync(null, TestOrg.Cancellation);
    }

    [Fact]
    public async Task A_rejected_revocation_is_an_error_without_the_token()
    {
        Test.Answer("/services/oauth2/revoke", 400, $$"""{"error":"unsupported_token_type","error_description":"no such token {{Session.Token.AccessToken}}"}""");

        var error = await Assert.ThrowsAsync<SfLoginException>(() => Session.RevokeAsync(null, TestOrg.Cancellation));

        Assert.Equal("unsupported_token_type", error.Error);
        Assert.Contains("Session Management", error.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain(Session.Token.AccessToken, error + error.ErrorDescription + error.ServerText, StringComparison.Ordinal);
    }

    private async Task<int> CountAsync(string lastName) =>
        (await Session.SendAsync(new SfRequest { Uri = "query", Query = [new("q", $"SELECT Id FROM Contact WHERE LastName = '{lastName}'")] })).Json().GetProperty("totalSize").GetInt32();
}
