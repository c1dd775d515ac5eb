using SalesforceJwt.Core.Limits;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.Limits;

/// <summary>An org's limits, as the limits resource reports them.</summary>
public sealed class LimitsReaderTests : IAsyncLifetime
{
    private const string Limits = "/services/data/v68.0/limits";

    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await TestOrg.StartShuffledAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task Limits_are_sorted_by_name_and_include_those_of_apps()
    {
        using var session = await _org.ConnectAsync();
        _org.Answer(Limits, 200, """{"B":{"Max":5000000000,"Remaining":1},"A":{"Max":4,"Remaining":-1,"App":{"Max":2,"Remaining":2}},"Odd":3,"Empty":{}}""");

        var limits = await LimitsReader.ReadAsync(session, cancellationToken: TestOrg.Cancellation);

        Assert.Equal([("A", 4L, -1L), ("B", 5_000_000_000L, 1L)], limits.Select(l => (l.Name, l.Max, l.Remaining)));
        Assert.Equal("App", Assert.Single(limits[0].Applications).Name);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("<html>")]
    public async Task Anything_else_is_an_error(string body)
    {
        using var session = await _org.ConnectAsync();
        _org.Answer(Limits, 200, body);

        var error = await Assert.ThrowsAsync<SfException>(() => LimitsReader.ReadAsync(session, cancellationToken: TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.ResponseInvalid, error.Kind);
    }

    [Fact]
    public async Task Limits_can_be_requested_after_the_session_has_reached_its_own_limit()
    {
        using var session = await _org.ConnectAsync(TestOrg.Options() with { UsageLimitPercent = 10 });
        _org.Org.ApiUsage = _org.Org.Options.DailyApiLimit / 2;
        await session.GetAsync(TestOrg.Echo);
        _org.Org.ApiUsage = 0;

        await LimitsReader.ReadAsync(session, cancellationToken: TestOrg.Cancellation);

        await session.GetAsync(TestOrg.Echo);
        Assert.Equal(3, _org.Requests.Count);
    }
}
