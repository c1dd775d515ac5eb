using System.Net;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;

namespace SalesforceJwt.Core.Tests.OAuth;

/// <summary>Network errors between this machine and the login host: DNS, TLS, proxies, broken connections.</summary>
public sealed class SignInNetworkTests : IAsyncLifetime
{
    private static readonly SfSessionOptions NoCheck = TestOrg.Options() with { HttpSettings = new HttpSettings { NoProxy = true, SkipCertificateCheck = true } };

    private TestOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await TestOrg.StartShuffledAsync();

    public ValueTask DisposeAsync() => _org.DisposeAsync();

    [Fact]
    public async Task A_refused_connection_is_an_error()
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}");

        var error = await _org.FailToSignInAsync(_org.Flow(loginUrl: url));

        Assert.Equal(SfErrorKind.HostUnreachable, error.Kind);
        Assert.Contains(url.Authority, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy!);
    }

    [Fact]
    public async Task A_host_name_that_does_not_exist_is_an_immediate_error()
    {
        var observer = new TrafficRecorder();

        var error = await Assert.ThrowsAsync<SfException>(() => SfSession.SignInAsync(
            _org.Flow(loginUrl: new Uri("https://acme.my.salesforce.invalid")), TestOrg.Options(), observer, TestOrg.Cancellation));

        Assert.Equal(SfErrorKind.HostUnreachable, error.Kind);
        Assert.Contains("acme.my.salesforce.invalid", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy!);
        if (error.Message.Contains("cannot be found", StringComparison.Ordinal))
        {
            Assert.Empty(observer.Retries);
        }
    }

    [Fact]
    public async Task An_untrusted_certificate_is_an_error_and_not_retried()
    {
        var error = await _org.FailToSignInAsync(_org.Flow(loginUrl: _org.Server.HttpsUrl));

        Assert.Equal(SfErrorKind.TlsFailed, error.Kind);
        Assert.Contains(_org.Server.HttpsUrl.Authority, error.Message, StringComparison.Ordinal);
        Assert.Contains("SkipCertificateCheck", error.Advised(), StringComparison.Ordinal);
        Assert.Empty(_org.Requests);
    }

    [Fact]
    public async Task A_server_without_TLS_is_an_error()
    {
        var url = new UriBuilder(_org.Server.HttpUrl) { Scheme = "https" }.Uri;

        var error = await _org.FailToSignInAsync(_org.Flow(loginUrl: url), NoCheck);

        Assert.Equal(SfErrorKind.TlsFailed, error.Kind);
    }

    [Fact]
    public async Task A_test_server_is_reached_without_the_certificate_check()
    {
        using var session = await SfSession.SignInAsync(_org.Flow(loginUrl: _org.Server.HttpsUrl), NoCheck, null, TestOrg.Cancellation);

        Assert.Equal(_org.Server.HttpsUrl, session.Token.InstanceUrl);
    }

    [Fact]
    public async Task A_proxy_that_refuses_the_connection_is_reported_as_a_proxy_error()
    {
        var proxy = new Uri($"http://127.0.0.1:{FreePort()}");

        var error = await _org.FailToSignInAsync(options: TestOrg.Options() with { HttpSettings = new HttpSettings { Proxy = proxy } });

        Assert.Equal(SfErrorKind.ProxyFailed, error.Kind);
        Assert.Contains(proxy.Authority, error.Message, StringComparison.Ordinal);
        Assert.Contains("SetProxy", error.Advised(), StringComparison.Ordinal);
        Assert.Empty(_org.Requests);
    }

    [Fact]
    public async Task A_proxy_is_used_for_sign_in_and_calls()
    {
        await using var proxy = new ConnectProxy();
        var options = TestOrg.Options() with { HttpSettings = new HttpSettings { Proxy = proxy.Url, SkipCertificateCheck = true } };

        using var session = await SfSession.SignInAsync(_org.Flow(loginUrl: _org.Server.HttpsUrl), options, null, TestOrg.Cancellation);
        await session.GetAsync(TestOrg.Echo);

        Assert.All(proxy.Tunnels, tunnel => Assert.Equal(_org.Server.HttpsUrl.Authority, tunnel));
        Assert.NotEmpty(proxy.Tunnels);
    }

    [Fact]
    public async Task A_proxy_that_requires_a_password_is_an_error()
    {
        await using var proxy = new ConnectProxy("user:right");
        var http = new HttpSettings { Proxy = proxy.Url, SkipCertificateCheck = true };

        foreach (var credential in new NetworkCredential?[] { null, new("user", "wrong-one") })
        {
            var error = await _org.FailToSignInAsync(
                _org.Flow(loginUrl: _org.Server.HttpsUrl), TestOrg.Options() with { HttpSettings = http with { ProxyCredential = credential } });

            Assert.Equal(SfErrorKind.ProxyFailed, error.Kind);
            Assert.Contains("407", error.Message, StringComparison.Ordinal);
            Assert.Contains("SetProxy", error.Advised(), StringComparison.Ordinal);
            Assert.DoesNotContain("wrong-one", error + error.Remedy, StringComparison.Ordinal);
        }

        Assert.Empty(proxy.Tunnels);
        using var session = await SfSession.SignInAsync(
            _org.Flow(loginUrl: _org.Server.HttpsUrl),
            TestOrg.Options() with { HttpSettings = http with { ProxyCredential = new NetworkCredential("user", "right") } },
            null,
            TestOrg.Cancellation);
        Assert.Single(proxy.Tunnels);
    }

    [Fact]
    public async Task A_proxy_that_rejects_an_http_request_is_an_error()
    {
        // The org itself acts as the proxy: a request for an http URL is sent to it with its full URL.
        _org.Fail(TestOrg.TokenPath, 407);

        var error = await _org.FailToSignInAsync(
            _org.Flow(loginUrl: new Uri("http://127.0.0.1:9")), TestOrg.Options() with { HttpSettings = new HttpSettings { Proxy = _org.Server.HttpUrl } });

        Assert.Equal(SfErrorKind.ProxyFailed, error.Kind);
        Assert.Contains("407", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_in_the_proxys_URL_is_not_shown()
    {
        var proxy = new Uri($"http://user:topsecret@127.0.0.1:{FreePort()}");

        var error = await _org.FailToSignInAsync(options: TestOrg.Options() with { HttpSettings = new HttpSettings { Proxy = proxy } });

        Assert.DoesNotContain("topsecret", error + error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_within_the_answer_is_an_error()
    {
        _org.Org.Faults.Add(new LocalOrg.Fault { Path = TestOrg.TokenPath, Kind = LocalOrg.FaultKind.Truncate, Times = 0 });

        var error = await _org.FailToSignInAsync();

        Assert.Equal(SfErrorKind.ConnectionBroken, error.Kind);
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
