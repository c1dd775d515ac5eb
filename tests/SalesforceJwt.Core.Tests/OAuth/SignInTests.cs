using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.OAuth;

/// <summary>Successful sign-ins, and what is rejected before anything is sent.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await TestOrg.StartShuffledAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task It_takes_exactly_one_request()
    {
        using var session = await _org.SignInAsync();

        var request = Assert.Single(_org.Requests);
        Assert.Equal(("POST", TestOrg.TokenPath), (request.Method, request.Path));
        Assert.Equal("application/x-www-form-urlencoded", request.Headers["Content-Type"]);
        Assert.StartsWith("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=", request.Body, StringComparison.Ordinal);
        Assert.False(request.Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task The_session_has_the_values_of_the_token_response()
    {
        var time = new SkippingTime();
        using var session = await _org.SignInAsync(TestOrg.Options() with { Time = time, ApiVersion = null });

        Assert.Equal(_org.Server.HttpUrl, session.Token.InstanceUrl);
        Assert.Equal(_org.Org.Id, session.Token.OrganizationId);
        Assert.Equal(18, session.Token.UserId?.Length);
        Assert.StartsWith("005", session.Token.UserId, StringComparison.Ordinal);
        Assert.EndsWith($"/id/{session.Token.OrganizationId}/{session.Token.UserId}", session.Token.Id, StringComparison.Ordinal);
        Assert.Equal("web api", session.Token.Scope);
        Assert.Equal("Bearer", session.Token.TokenType);
        Assert.Equal(time.GetUtcNow(), session.Token.IssuedAt, TimeSpan.FromMinutes(1));
        Assert.Equal((TestOrg.ClientId, TestOrg.Username), (session.Client?.ClientId, session.Username));
        Assert.Equal(_org.Server.HttpUrl, session.LoginUrl);
        Assert.Null(session.ApiVersion);
        Assert.False(session.IsClosed);
    }

    [Fact]
    public async Task The_token_works()
    {
        using var session = await _org.SignInAsync();

        Assert.Equal("GET", (await session.GetAsync(TestOrg.Echo)).Json().GetProperty("method").GetString());
    }

    [Fact]
    public async Task The_audience_is_the_login_host_unless_another_is_given()
    {
        using (var session = await _org.SignInAsync())
        {
            Assert.Equal(LoginUrl.ToAudience(_org.Server.HttpUrl), session.Audience);
        }

        _org.Org.Options.AcceptedAudiences.Add("https://login.salesforce.com");
        using var other = await SfSession.SignInAsync(_org.Flow(" https://login.salesforce.com "), TestOrg.Options(), null, TestOrg.Cancellation);
        Assert.Equal("https://login.salesforce.com", other.Audience);
    }

    [Fact]
    public async Task White_space_around_client_id_and_username_is_removed()
    {
        using var session = await SfSession.SignInAsync(
            _org.Flow(clientId: $" {TestOrg.ClientId}\r\n", username: $"\t{TestOrg.Username} "), TestOrg.Options(), null, TestOrg.Cancellation);

        Assert.Equal((TestOrg.ClientId, TestOrg.Username), (session.Client?.ClientId, session.Username));
    }

    [Theory]
    [InlineData("", TestOrg.Username, SfErrorKind.ClientIdInvalid)]
    [InlineData(" ", TestOrg.Username, SfErrorKind.ClientIdInvalid)]
    [InlineData("3MVG9 cut", TestOrg.Username, SfErrorKind.ClientIdInvalid)]
    [InlineData("3MVG9\ncut", TestOrg.Username, SfErrorKind.ClientIdInvalid)]
    [InlineData(TestOrg.ClientId, "", SfErrorKind.UsernameInvalid)]
    [InlineData(TestOrg.ClientId, "Karl Marx", SfErrorKind.UsernameInvalid)]
    public void Invalid_client_ids_and_usernames_are_rejected_before_anything_is_sent(string clientId, string username, SfErrorKind kind)
    {
        var error = Assert.Throws<SfException>(() => _org.Flow(clientId: clientId, username: username));

        Assert.Equal(kind, error.Kind);
        Assert.NotEmpty(error.Remedy!);
        Assert.Empty(_org.Requests);
    }

    [Fact]
    public async Task The_observer_receives_the_exchange_without_secrets()
    {
        var observer = new TrafficRecorder { WantsHeaders = true };
        using var session = await _org.SignInAsync(observer: observer);
        await session.GetAsync(TestOrg.Echo + "?secret=1", observer);

        Assert.Collection(
            observer.Exchanges,
            signIn => Assert.Equal(("POST", new Uri(_org.Server.HttpUrl, TestOrg.TokenPath).ToString(), 200), (signIn.Method, signIn.Url, signIn.StatusCode)),
            call =>
            {
                Assert.Equal(("GET", new Uri(_org.Server.HttpUrl, TestOrg.Echo).ToString(), 200), (call.Method, call.Url, call.StatusCode));
                Assert.Contains("> Authorization: ***\n", call.Headers, StringComparison.Ordinal);
                Assert.Contains("< Content-Type: application/json", call.Headers, StringComparison.Ordinal);
                Assert.True(call.Bytes > 100);
            });
        Assert.DoesNotContain(session.Token.AccessToken, string.Concat(observer.Exchanges), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_on_a_foreign_host_is_rejected_unless_it_is_allowed()
    {
        _org.Org.Options.InstanceUrl = "https://gateway.example.com/some/path";

        var error = await _org.FailToSignInAsync();
        Assert.Equal(SfErrorKind.InstanceUrlUntrusted, error.Kind);
        Assert.Contains("https://gateway.example.com", error.Message, StringComparison.Ordinal);
        Assert.Contains("AllowInstanceHost gateway.example.com", error.Advised(), StringComparison.Ordinal);

        using var session = await _org.SignInAsync(TestOrg.Options() with { SignIn = new SignInOptions { AllowedInstanceHosts = ["Gateway.Example.com"] } });
        Assert.Equal("https://gateway.example.com/", session.Token.InstanceUrl.ToString());
    }

    [Theory]
    [InlineData("http://acme.my.salesforce.com")]
    [InlineData("http://gateway.example.com")]
    public async Task An_instance_without_https_is_rejected_even_if_its_host_is_trusted(string instance)
    {
        _org.Org.Options.InstanceUrl = instance;

        var error = await _org.FailToSignInAsync(options: TestOrg.Options() with { SignIn = new SignInOptions { AllowedInstanceHosts = ["gateway.example.com"] } });

        Assert.Equal(SfErrorKind.InstanceUrlUntrusted, error.Kind);
        Assert.Contains("not https", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("/services")]
    [InlineData("urn:x")]
    [InlineData("mailto:ci@example.com")]
    [InlineData("https://")]
    [InlineData("file:///tmp/x")]
    public async Task An_invalid_instance_URL_is_rejected(string instance)
    {
        _org.Org.Options.InstanceUrl = instance;

        var error = await _org.FailToSignInAsync();

        Assert.True(error.Kind is SfErrorKind.ResponseInvalid or SfErrorKind.InstanceUrlUntrusted, error.ToString());
    }

    [Fact]
    public async Task A_session_over_HTTPS_uses_HTTP_2()
    {
        using var session = await SfSession.SignInAsync(
            _org.Flow(loginUrl: _org.Server.HttpsUrl),
            TestOrg.Options() with { HttpSettings = new HttpSettings { NoProxy = true, SkipCertificateCheck = true } },
            null,
            TestOrg.Cancellation);
        await session.GetAsync(TestOrg.Echo);

        Assert.All(_org.Requests, request => Assert.Equal("HTTP/2", request.Protocol));
        Assert.Equal(2, _org.Requests.Count);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(502)]
    [InlineData(504)]
    [InlineData(429)]
    public async Task A_temporary_error_is_retried_with_a_new_assertion(int status)
    {
        _org.Fail(TestOrg.TokenPath, status);

        using var session = await _org.SignInAsync();

        Assert.Equal(2, _org.SignIns.Count);
        Assert.NotEqual(_org.SignIns[0].Body, _org.SignIns[1].Body);
    }

    [Fact]
    public async Task Retry_After_of_the_token_endpoint_is_honoured()
    {
        var time = new SkippingTime();
        _org.Fail(TestOrg.TokenPath, 503, retryAfter: "17");

        using var session = await _org.SignInAsync(TestOrg.Options() with { Time = time });

        Assert.Equal(TimeSpan.FromSeconds(17), Assert.Single(time.Delays));
    }

    [Fact]
    public async Task The_flow_and_its_key_are_disposed_if_the_sign_in_fails()
    {
        var key = TestKeys.Read();
        var flow = new JwtBearerFlow("unknown", TestOrg.Username, key, _org.Server.HttpUrl);

        await _org.FailToSignInAsync(flow);

        Assert.Throws<ObjectDisposedException>(() => key.Rsa.ExportParameters(false));
    }

    [Fact]
    public async Task The_flow_names_the_certificate_only_if_it_matches_the_key()
    {
        using var other = TestKeys.CertificateOf(TestKeys.OtherRsa);
        using var own = TestKeys.CertificateOf(TestKeys.Rsa);
        using var withOther = new JwtBearerFlow("x", "y", TestKeys.Read(), _org.Server.HttpUrl, certificate: new(other));
        using var withOwn = new JwtBearerFlow("x", "y", TestKeys.Read(), _org.Server.HttpUrl, certificate: new(own));
        using var alone = new JwtBearerFlow("x", "y", TestKeys.Read(), _org.Server.HttpUrl);
        using var pfx = new JwtBearerFlow("x", "y", PrivateKeyReader.FromBytes(TestKeys.Pfx(null)), _org.Server.HttpUrl);

        Assert.Null(withOther.Certificate);
        Assert.Equal(own.Thumbprint, withOwn.Certificate?.Thumbprint);
        Assert.Null(alone.Certificate);
        Assert.Equal(TestKeys.Certificate.Thumbprint, pfx.Certificate?.Thumbprint);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_sign_in_can_be_cancelled_while_the_server_hangs()
    {
        _org.Fail(TestOrg.TokenPath, FaultKind.Hang);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestOrg.Cancellation);
        var signIn = SfSession.SignInAsync(_org.Flow(), TestOrg.Options(), null, stop.Token);
        await Until.TrueAsync(() => _org.SignIns.Count == 1);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => signIn.WaitAsync(TimeSpan.FromSeconds(10), TestOrg.Cancellation));
    }

    [Fact]
    public async Task A_sign_in_ends_at_its_time_limit()
    {
        _org.Fail(TestOrg.TokenPath, FaultKind.Hang);
        var options = TestOrg.Options() with
        {
            SignIn = new SignInOptions { Retry = TestOrg.Quick, Timeouts = new HttpTimeouts(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30)) },
        };

        var error = await _org.FailToSignInAsync(options: options);

        Assert.Equal(SfErrorKind.Timeout, error.Kind);
        Assert.Contains("0.2 seconds", error.Message, StringComparison.Ordinal);
        Assert.Single(_org.SignIns);
    }
}
