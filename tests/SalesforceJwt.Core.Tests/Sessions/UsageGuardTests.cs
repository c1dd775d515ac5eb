using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Sessions;

/// <summary>A session warns and stops at the set percentages of the org's usage, which each answer reports.</summary>
public sealed class UsageGuardTests : IAsyncLifetime
{
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync()
    {
        _org = await TestOrg.StartShuffledAsync();
        _org.Org.Options.DailyApiLimit = 1000;
    }

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task A_session_warns_once_when_the_usage_has_reached_the_percentage()
    {
        using var session = await _org.ConnectAsync(TestOrg.Options() with { UsageWarningPercent = 80 });
        var observer = new TrafficRecorder();
        _org.Org.ApiUsage = 798;

        await session.GetAsync(TestOrg.Echo, observer);
        Assert.Empty(observer.Warnings);
        await session.GetAsync(TestOrg.Echo, observer);
        await session.GetAsync(TestOrg.Echo, observer);

        Assert.Contains("800 of its 1,000 API requests of the last 24 hours (80 %)", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warning_without_an_observer_goes_to_the_next_observer()
    {
        using var session = await _org.ConnectAsync(TestOrg.Options() with { UsageWarningPercent = 50 });
        var observer = new TrafficRecorder();
        _org.Org.ApiUsage = 600;

        await session.GetAsync(TestOrg.Echo);
        await session.GetAsync(TestOrg.Echo, observer);

        Assert.Single(observer.Warnings);
    }

    [Fact]
    public async Task The_usage_in_an_error_response_counts_too()
    {
        using var session = await _org.ConnectAsync(TestOrg.Options() with { UsageWarningPercent = 50 });
        var observer = new TrafficRecorder();
        _org.Org.ApiUsage = 600;

        await Assert.ThrowsAnyAsync<SfException>(() => session.GetAsync("sobjects/Contact/003000000000000AAA", observer));

        Assert.Single(observer.Warnings);
    }

    [Fact]
    public async Task The_call_after_the_limit_is_not_sent()
    {
        using var session = await _org.ConnectAsync(TestOrg.Options() with { UsageLimitPercent = 90 });
        _org.Org.ApiUsage = 899;
        await session.GetAsync(TestOrg.Echo);

        var error = await session.FailAsync(TestOrg.Echo, SfErrorKind.RequestLimitGuard);

        Assert.Single(_org.Requests);
        Assert.Contains("900 of its 1,000", error.Message, StringComparison.Ordinal);
        Assert.Contains("stops at 90 %", error.Message, StringComparison.Ordinal);
        Assert.Equal(NextStep.SetUsageLimit, error.Advice!.Step);
    }

    [Fact]
    public async Task Without_percentages_a_session_neither_warns_nor_stops()
    {
        using var session = await _org.ConnectAsync();
        var observer = new TrafficRecorder();
        _org.Org.ApiUsage = 998;

        await session.GetAsync(TestOrg.Echo, observer);
        await session.GetAsync(TestOrg.Echo, observer);

        Assert.Empty(observer.Warnings);
        Assert.Equal(2, _org.Requests.Count);
    }
}
