using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Http;

/// <summary>Which reads are repeated, how often, and after which delay.</summary>
public sealed class RetryTests : ConnectedTests
{
    public static TheoryData<int, string?, string?> Passing => new()
    {
        { 429, null, null },
        { 502, null, null },
        { 503, null, null },
        { 504, null, null },
        { 400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record" },
        { 409, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record" },
        { 403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded." },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_temporary_error_is_retried(int status, string? code, string? message)
    {
        Test.Fail(TestOrg.Echo, status, times: 3, code: code, message: message);
        var observer = new TrafficRecorder();

        await Session.GetAsync(TestOrg.Echo, observer);

        Assert.Equal([status, status, status, 200], Test.Requests.Select(r => r.StatusCode));
        Assert.Equal(3, observer.Retries.Count);
        Assert.All(observer.Retries, retry => Assert.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), retry.Reason, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task After_the_maximum_of_retries_the_error_is_reported(int status, string? code, string? message)
    {
        Test.Fail(TestOrg.Echo, status, times: 0, code: code, message: message);

        var error = await Assert.ThrowsAsync<SfRestException>(() => Session.SendAsync(
            new SfRequest { Uri = TestOrg.Echo, Retry = TestOrg.Quick with { MaximumRetryCount = 2 } }));

        Assert.Equal(status, error.StatusCode);
        Assert.Equal(3, Test.Requests.Count);
    }

    [Theory]
    [InlineData(400, "MALFORMED_QUERY", "unexpected token")]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")]
    [InlineData(403, "INSUFFICIENT_ACCESS", "no")]
    [InlineData(404, "NOT_FOUND", "no")]
    [InlineData(409, "ENTITY_IS_LOCKED", "approval")]
    [InlineData(500, "UNKNOWN_EXCEPTION", "boom")]
    [InlineData(501, "X", "boom")]
    public async Task Any_other_error_is_not_retried(int status, string code, string message)
    {
        Test.Fail(TestOrg.Echo, status, code: code, message: message);

        await Assert.ThrowsAsync<SfRestException>(() => Session.GetAsync(TestOrg.Echo));

        Assert.Single(Test.Requests);
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Truncate)]
    public async Task A_connection_that_breaks_is_retried_for_a_GET(FaultKind kind)
    {
        Test.Fail(TestOrg.Echo, kind, times: 2);

        Assert.Equal("GET", (await Session.GetAsync(TestOrg.Echo)).Json().GetProperty("method").GetString());
        Assert.Equal(3, Test.Requests.Count);
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Truncate)]
    public async Task A_connection_that_always_breaks_is_an_error(FaultKind kind)
    {
        Test.Fail(TestOrg.Echo, kind, times: 0);

        var error = await Session.FailAsync(TestOrg.Echo, SfErrorKind.ConnectionBroken);

        Assert.Contains(Test.Server.HttpUrl.Authority, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Idempotent_methods_are_repeated_after_a_bad_gateway(string method)
    {
        Test.Fail(TestOrg.Echo, 502);

        await Session.SendAsync(new SfRequest { Uri = TestOrg.Echo, Method = new HttpMethod(method) });

        Assert.Equal([502, 200], Test.Requests.Select(r => r.StatusCode));
    }

    [Fact]
    public async Task Retry_After_in_seconds_is_obeyed()
    {
        var time = new SkippingTime();
        using var session = await Test.ConnectAsync(TestOrg.Options() with { Time = time });
        Test.Fail(TestOrg.Echo, 503, retryAfter: "40");
        Test.Fail(TestOrg.Echo, 429, retryAfter: "3");

        await session.GetAsync(TestOrg.Echo);

        Assert.Equal([TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(3)], time.Delays);
    }

    [Fact]
    public async Task Retry_After_as_a_date_is_obeyed()
    {
        var time = new SkippingTime();
        using var session = await Test.ConnectAsync(TestOrg.Options() with { Time = time });
        Test.Fail(TestOrg.Echo, 503, retryAfter: time.GetUtcNow().AddSeconds(60).ToString("R"));

        await session.GetAsync(TestOrg.Echo);

        Assert.Equal(60, Assert.Single(time.Delays).TotalSeconds, 10.0);
    }

    [Theory]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData("0")]
    public async Task A_Retry_After_in_the_past_causes_no_wait(string retryAfter)
    {
        var time = new SkippingTime();
        using var session = await Test.ConnectAsync(TestOrg.Options() with { Time = time });
        Test.Fail(TestOrg.Echo, 503, retryAfter: retryAfter);

        await session.GetAsync(TestOrg.Echo);

        Assert.Empty(time.Delays);
        Assert.Equal(2, Test.Requests.Count);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    public async Task An_invalid_Retry_After_is_ignored(string retryAfter)
    {
        Test.Fail(TestOrg.Echo, 503, retryAfter: retryAfter);

        await Session.GetAsync(TestOrg.Echo);

        Assert.Equal(2, Test.Requests.Count);
    }

    [Fact]
    public async Task A_Retry_After_beyond_the_total_ends_the_retries()
    {
        var time = new SkippingTime();
        using var session = await Test.ConnectAsync(TestOrg.Options() with { Time = time });
        Test.Fail(TestOrg.Echo, 503, retryAfter: "3600");

        await session.FailAsync(TestOrg.Echo, SfErrorKind.ServerFault);

        Assert.Empty(time.Delays);
        Assert.Single(Test.Requests);
    }

    [Fact]
    public async Task All_delays_together_stay_below_the_total()
    {
        var time = new SkippingTime();
        using var session = await Test.ConnectAsync(TestOrg.Options() with
        {
            Time = time,
            Retry = new RetryPolicy { MaximumRetryCount = 100, MaximumTotalDelay = TimeSpan.FromSeconds(90) },
        });
        Test.Fail(TestOrg.Echo, 503, times: 0, retryAfter: "20");

        await session.FailAsync(TestOrg.Echo, SfErrorKind.ServerFault);

        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(20), 4), time.Delays);
        Assert.Equal(5, Test.Requests.Count);
    }

    [Fact]
    public async Task The_call_can_be_cancelled_while_it_waits()
    {
        Test.Fail(TestOrg.Echo, 503, retryAfter: "60");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestOrg.Cancellation);
        var observer = new TrafficRecorder();
        var call = Session.Rest.SendAsync(new SfRequest { Uri = TestOrg.Echo }, (r, c) => r.ReadTextAsync(c), observer, stop.Token);
        await Until.TrueAsync(() => !observer.Retries.IsEmpty);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TimeSpan.FromSeconds(10), TestOrg.Cancellation));
    }

    [Fact]
    public async Task Without_error_check_the_error_response_is_returned_after_the_retries()
    {
        Test.Fail(TestOrg.Echo, 503, times: 0, message: "still down");
        var statuses = new List<int>();

        var body = await Session.Rest.SendAsync(
            new SfRequest { Uri = TestOrg.Echo, SkipErrorCheck = true },
            (response, cancel) =>
            {
                statuses.Add((int)response.StatusCode);
                return response.ReadTextAsync(cancel);
            },
            null,
            TestOrg.Cancellation);

        Assert.Contains("still down", body, StringComparison.Ordinal);
        Assert.Equal([503], statuses);
        Assert.Equal(1 + TestOrg.Quick.MaximumRetryCount, Test.Requests.Count);
    }

    [Fact]
    public async Task Without_error_check_an_expired_session_is_still_renewed()
    {
        Test.Org.ExpireAllTokens();

        var body = await Session.SendAsync(new SfRequest { Uri = TestOrg.Echo, SkipErrorCheck = true });

        Assert.Equal("GET", body.Json().GetProperty("method").GetString());
    }

    [Theory]
    [InlineData(FaultKind.Reset)]
    [InlineData(FaultKind.Truncate)]
    public async Task A_broken_sign_in_is_repeated_since_a_second_token_does_no_harm(FaultKind kind)
    {
        Test.Fail(TestOrg.TokenPath, kind);

        using var session = await Test.SignInAsync();

        Assert.Equal(2, Test.SignIns.Count);
    }

    [Fact]
    public void The_backoff_grows_with_full_jitter_up_to_its_ceiling()
    {
        var policy = new RetryPolicy { MaximumRetryCount = 50, BaseDelay = TimeSpan.FromSeconds(1), MaximumDelay = TimeSpan.FromSeconds(8), MaximumTotalDelay = TimeSpan.FromDays(1) };

        var longest = Enumerable.Range(1, 6).Select(attempt => Enumerable.Range(0, 300).Max(_ => policy.NextDelay(attempt, TimeSpan.Zero, null)!.Value.TotalSeconds)).ToList();
        var shortest = Enumerable.Range(0, 300).Min(_ => policy.NextDelay(6, TimeSpan.Zero, null)!.Value.TotalSeconds);

        Assert.All(longest.Zip([1.0, 2, 4, 8, 8, 8]), pair => Assert.InRange(pair.First, pair.Second * 0.8, pair.Second));
        Assert.InRange(shortest, 0, 1.6);
    }

    [Fact]
    public void A_policy_counts_repetitions_and_adds_up_delays()
    {
        var policy = new RetryPolicy { MaximumRetryCount = 2, Interval = TimeSpan.FromSeconds(5), MaximumTotalDelay = TimeSpan.FromSeconds(10) };

        Assert.Equal(TimeSpan.FromSeconds(5), policy.NextDelay(1, TimeSpan.Zero, null));
        Assert.Equal(TimeSpan.FromSeconds(5), policy.NextDelay(2, TimeSpan.FromSeconds(5), null));
        Assert.Null(policy.NextDelay(3, TimeSpan.Zero, null));
        Assert.Null(policy.NextDelay(1, TimeSpan.FromSeconds(6), null));
        Assert.Equal(TimeSpan.FromSeconds(9), policy.NextDelay(1, TimeSpan.Zero, TimeSpan.FromSeconds(9)));
        Assert.Null(new RetryPolicy { MaximumRetryCount = 0 }.NextDelay(1, TimeSpan.Zero, null));
    }
}
