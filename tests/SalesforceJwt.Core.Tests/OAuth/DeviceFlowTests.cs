using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;
using static SalesforceJwt.Core.Tests.Support.TextAssert;

namespace SalesforceJwt.Core.Tests.OAuth;

/// <summary>The device flow, with a clock that skips the waits both here and in the org.</summary>
public sealed class DeviceFlowTests : IAsyncLifetime
{
    private readonly Browser _user = new();
    private readonly List<DeviceCode> _shown = [];
    private WebOrg _org = null!;
    private SkippingTime _time = null!;
    private int _waits;

    public async ValueTask InitializeAsync()
    {
        _org = await WebOrg.StartAsync();
        _time = new SkippingTime(Wait);
    }

    public ValueTask DisposeAsync()
    {
        _user.Dispose();
        return _org.DisposeAsync();
    }

    /// <summary>What the user does during the nth wait.</summary>
    private Dictionary<int, Func<Task>> During { get; } = [];

    [Fact]
    public async Task It_polls_until_the_user_allows_it()
    {
        During[3] = () => AnswerAsync("oaapprove");

        using var session = await SignInAsync();

        await session.GetAsync(TestOrg.Echo);
        var code = Assert.Single(_shown);
        Assert.Equal(8, code.UserCode.Length);
        Assert.Equal($"{_org.Test.Server.HttpUrl}setup/connect", code.VerificationUrl.AbsoluteUri);
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromSeconds(5), 3), _time.Delays);
        Assert.Equal([200, 400, 400, 200], _org.Test.SignIns.Select(r => r.StatusCode));
        Assert.NotNull(session.RefreshToken);
    }

    [Fact]
    public async Task It_renews_with_the_refresh_token_and_without_the_user()
    {
        During[1] = () => AnswerAsync("oaapprove");
        using var session = await SignInAsync();
        _org.Org.Requests.Clear();
        _org.Org.ExpireAllTokens();

        await session.GetAsync(TestOrg.Echo);

        ContainsAll(Assert.Single(_org.Test.SignIns).Body, "grant_type=refresh_token");
        Assert.Single(_shown);
    }

    [Fact]
    public async Task After_slow_down_the_interval_is_five_seconds_longer()
    {
        During[1] = () => FailNext("slow_down");
        During[2] = () => FailNext("slow_down");
        During[4] = () => AnswerAsync("oaapprove");

        using var session = await SignInAsync();

        Assert.Equal([5, 10, 15, 15], _time.Delays.Select(d => d.TotalSeconds));
    }

    [Fact]
    public async Task The_servers_interval_is_used()
    {
        _org.Org.Options.DevicePollSeconds = 9;
        During[2] = () => AnswerAsync("oaapprove");

        using var session = await SignInAsync();

        Assert.Equal([9, 9], _time.Delays.Select(d => d.TotalSeconds));
    }

    [Fact]
    public async Task A_user_who_denies_ends_the_sign_in()
    {
        During[2] = () => AnswerAsync("oadeny");

        var error = await FailAsync(SfErrorKind.LoginDenied);

        ContainsAll(error.Message, "end-user denied authorization");
    }

    [Fact]
    public async Task An_expired_code_is_an_error()
    {
        _org.Org.Options.DeviceCodeLifetime = TimeSpan.FromSeconds(12);

        var error = await FailAsync(SfErrorKind.LoginCodeInvalid);

        ContainsAll(error.Message, "expired device code", "10 minutes");
        ContainsAll(error.Remedy, "Sign in again");
        Assert.Equal(3, _time.Delays.Count);
    }

    [Theory]
    [InlineData(30, 6)]
    [InlineData(28, 6)]
    [InlineData(2, 1)]
    public async Task The_timeout_error_contains_the_user_code(int seconds, int polls)
    {
        var error = await FailAsync(SfErrorKind.Timeout, TimeSpan.FromSeconds(seconds));

        ContainsAll(error.Message, _shown[0].UserCode, "/setup/connect", $"within {seconds} seconds");
        ContainsAll(error.Advised(), "SetTimeout");
        Assert.Equal(polls, _time.Delays.Count);
    }

    [Fact]
    public async Task A_server_error_does_not_end_the_polling()
    {
        During[1] = () =>
        {
            _org.Test.Fail(TestOrg.TokenPath, 503);
            return AnswerAsync("oaapprove");
        };

        using var session = await SignInAsync();

        await session.GetAsync(TestOrg.Echo);
    }

    [Fact]
    public async Task The_error_for_an_app_without_the_flow_says_where_to_enable_it()
    {
        _org.App.Flows &= ~OAuthFlows.Device;

        var error = await FailAsync(SfErrorKind.LoginFlowNotEnabled);

        ContainsAll(error.Remedy, "Enable Device Flow", "Enable for Device Flow");
        Assert.Empty(_shown);
    }

    [Fact]
    public async Task A_scope_that_the_app_does_not_have_is_an_error()
    {
        var error = await FailAsync(SfErrorKind.LoginScopeInvalid, scope: "full");

        ContainsAll(error.Advised(), "SetScope");
    }

    [Theory]
    [InlineData("\"interval\":\"7\"", 5)]
    [InlineData("\"interval\":null", 5)]
    [InlineData("\"interval\":0", 1)]
    [InlineData("\"interval\":99999999999", 60)]
    [InlineData("\"other\":1", 5)]
    public async Task Any_interval_gives_a_reasonable_wait(string field, int seconds)
    {
        _org.Test.Answer(TestOrg.TokenPath, 200, $$"""{"device_code":"a-device","user_code":"u","verification_uri":"https://login.salesforce.com/setup/connect",{{field}}}""");

        await FailAsync(SfErrorKind.LoginCodeInvalid);

        Assert.Equal(seconds, Assert.Single(_time.Delays).TotalSeconds);
    }

    [Theory]
    [InlineData("""{"user_code":"u","verification_uri":"https://x"}""")]
    [InlineData("""{"device_code":"SECRET-D","user_code":"u"}""")]
    [InlineData("""{"device_code":"SECRET-D","user_code":"u","verification_uri":"javascript:alert(1)"}""")]
    [InlineData("[]")]
    public async Task An_answer_without_codes_is_an_error_and_not_shown(string body)
    {
        _org.Test.Answer(TestOrg.TokenPath, 200, body);

        var error = await FailAsync(SfErrorKind.ResponseInvalid);

        HidesSecrets(error, "SECRET-D");
        Assert.Empty(_shown);
    }

    [Fact]
    public async Task A_device_code_that_the_server_echoes_is_in_no_error()
    {
        var sent = string.Empty;
        await using var server = await RawServer.StartAsync(request =>
        {
            sent = request;
            return request.Contains("device_code", StringComparison.Ordinal)
                ? RawServer.Answer(200, "application/json", """{"device_code":"the+secret/code==","user_code":"U","verification_uri":"https://x"}""")
                : RawServer.Answer(400, "application/json", $$"""{"error":"invalid_grant","error_description":"{{request.Split("\r\n\r\n")[1]}} the+secret/code=="}""");
        });

        var error = await FailAsync(SfErrorKind.LoginFailed, client: new OAuthClient(server.Url, TestOrg.ClientId));

        ContainsAll(sent, "the%2Bsecret%2Fcode%3D%3D");
        HidesSecrets(error, "the+secret", "the%2Bsecret");
    }

    [Fact]
    public async Task Cancelling_ends_the_wait()
    {
        using var stop = new CancellationTokenSource();
        During[2] = () => stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SfSession.SignInAsync(Flow(), Options(), null, stop.Token));
        Assert.Equal(2, _org.Test.SignIns.Count);
    }

    private DeviceFlow Flow(TimeSpan? timeout = null, string scope = "api refresh_token", OAuthClient? client = null) =>
        new(client ?? _org.Client, scope, timeout ?? TimeSpan.FromMinutes(5), _shown.Add);

    private SfSessionOptions Options() => TestOrg.Options() with { Time = _time };

    private Task<SfSession> SignInAsync() => SfSession.SignInAsync(Flow(), Options(), null, TestOrg.Cancellation);

    private async Task<SfException> FailAsync(SfErrorKind kind, TimeSpan? timeout = null, string scope = "api refresh_token", OAuthClient? client = null)
    {
        var error = await Assert.ThrowsAnyAsync<SfException>(() => SfSession.SignInAsync(Flow(timeout, scope, client), Options(), null, TestOrg.Cancellation));
        Assert.True(kind == error.Kind, $"{error.Kind}: {error.Message}");
        return error;
    }

    /// <summary>Moves the org's clock too, and lets the user act.</summary>
    private void Wait(TimeSpan delay)
    {
        _org.Org.Options.ClockOffset += delay;
        if (During.TryGetValue(++_waits, out var act))
        {
            act().GetAwaiter().GetResult();
        }
    }

    private async Task AnswerAsync(string button)
    {
        await _user.LogInAsync(_shown[0].VerificationUrl);
        await _user.PressAsync("connect", ("user_code", _shown[0].UserCode.ToLowerInvariant()));
        await _user.PressAsync(button);
    }

    private Task FailNext(string error)
    {
        _org.Test.Fail(TestOrg.TokenPath, 400, code: error, message: error);
        return Task.CompletedTask;
    }
}
