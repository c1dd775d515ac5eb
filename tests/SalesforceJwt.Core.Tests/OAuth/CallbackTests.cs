using System.Net;
using System.Net.Sockets;
using System.Text;
using SalesforceJwt.Core.Tests.Support;
using static SalesforceJwt.Core.Tests.Support.TextAssert;

namespace SalesforceJwt.Core.Tests.OAuth;

/// <summary>The listener that waits for the browser: what it accepts, what it rejects, and when it ends.</summary>
public sealed class CallbackTests : IAsyncLifetime
{
    private readonly Browser _user = new();
    private WebOrg _org = null!;

    public async ValueTask InitializeAsync() => _org = await WebOrg.StartAsync();

    public ValueTask DisposeAsync()
    {
        _user.Dispose();
        return _org.DisposeAsync();
    }

    [Theory]
    [InlineData("GET", "?state=wrong&code=stolen", 400, "state differs")]
    [InlineData("GET", "?code=stolen", 400, "state differs")]
    [InlineData("GET", "?error=access_denied", 400, "state differs")]
    [InlineData("GET", "", 400, "state differs")]
    [InlineData("GET", "/more?state={0}&code=x", 404, "Nothing is here")]
    [InlineData("GET", "/../favicon.ico", 404, "Nothing is here")]
    [InlineData("POST", "?state={0}&code=x", 405, "answer only")]
    [InlineData("PUT", "?state={0}&code=x", 405, "answer only")]
    [InlineData("HEAD", "?state={0}&code=x", 405, "")]
    public async Task A_request_that_is_not_the_callback_is_rejected_and_the_sign_in_keeps_waiting(string method, string rest, int status, string expected)
    {
        var attempt = await _org.BeginAsync();

        var url = _org.CallbackUrl.OriginalString + rest.Replace("{0}", attempt.Query("state"), StringComparison.Ordinal);
        await _user.SendAsync(new HttpRequestMessage(new HttpMethod(method), url) { Content = method is "POST" or "PUT" ? new StringContent("a=b") : null });

        Assert.Equal(status, _user.Status);
        ContainsAll(_user.Page, expected);
        Assert.False(attempt.Session.IsCompleted);
        await _user.AllowAsync(attempt.Url);
        using var session = await attempt.Session;
        await session.GetAsync(TestOrg.Echo);
    }

    [Fact]
    public async Task The_browser_is_started_with_a_URL_without_secrets_that_redirects()
    {
        var attempt = await _org.BeginAsync();

        Assert.Equal(_org.CallbackUrl.Authority, attempt.Start.Authority);
        Assert.DoesNotContain(attempt.Query("state")!, attempt.Start.AbsoluteUri, StringComparison.Ordinal);
        Assert.DoesNotContain(attempt.Query("code_challenge")!, attempt.Start.AbsoluteUri, StringComparison.Ordinal);
        Assert.True(attempt.Start.AbsolutePath.Length > 40);
        await _user.SendAsync(new HttpRequestMessage(HttpMethod.Head, attempt.Start));
        Assert.Equal(405, _user.Status);
        await _user.AllowAsync(attempt.Start);
        using var session = await attempt.Session;
        await session.GetAsync(TestOrg.Echo);
    }

    [Fact]
    public async Task Opening_the_start_URL_twice_ends_the_sign_in()
    {
        var attempt = await _org.BeginAsync();
        await _user.OpenAsync(attempt.Start);
        using var another = new Browser();

        await another.OpenAsync(attempt.Start);

        Assert.Equal(400, another.Status);
        ContainsAll(another.Page, "opened twice");
        var error = await attempt.FailAsync(SfErrorKind.CallbackUnavailable);
        ContainsAll(error.Message, "opened twice");
        ContainsAll(error.Advised(), "OpenBrowserYourself");
    }

    [Fact]
    public async Task The_first_callback_counts()
    {
        await using var server = await SlowServer.StartAsync();
        var attempt = await _org.BeginAsync(client: server.Client);
        var first = _user.OpenAsync(attempt.Callback("code=first"));
        await server.RequestedAsync();

        using var another = new Browser();
        await another.OpenAsync(attempt.Callback("code=other"));

        Assert.Equal(409, another.Status);
        ContainsAll(another.Page, "answered already");
        server.Answer();
        using var session = await attempt.Session;
        await first;
        ContainsAll(_user.Page, "Signed in");
    }

    [Fact]
    public async Task The_pages_load_nothing_are_not_cached_and_remove_their_query_from_the_address_bar()
    {
        var attempt = await _org.BeginAsync();
        await _user.AllowAsync(attempt.Url);
        using var session = await attempt.Session;

        var headers = _user.Response!.Headers;
        Assert.Equal("no-store", headers.CacheControl!.ToString());
        ContainsAll(Assert.Single(headers.GetValues("Content-Security-Policy")), "default-src 'none'", "frame-ancestors 'none'", "form-action 'none'");
        Assert.Equal("no-referrer", Assert.Single(headers.GetValues("Referrer-Policy")));
        Assert.Equal("nosniff", Assert.Single(headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("text/html; charset=utf-8", _user.Response.Content.Headers.ContentType!.ToString());
        ContainsAll(_user.Page, "history.replaceState");
        Assert.All(
            [session.Token.AccessToken, session.RefreshToken!, attempt.Query("state")!, System.Web.HttpUtility.ParseQueryString(_user.Address.Query)["code"]!],
            secret => Assert.DoesNotContain(secret, _user.Page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Text_of_the_server_is_escaped_on_the_page()
    {
        var attempt = await _org.BeginAsync();
        await _user.OpenAsync(attempt.Callback("error=access_denied&error_description=" + Uri.EscapeDataString("</p><script>alert('x')</script><img src=x onerror=\"y()\">")));

        await attempt.FailAsync(SfErrorKind.LoginDenied);
        Assert.DoesNotContain("<script>alert", _user.Page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", _user.Page, StringComparison.OrdinalIgnoreCase);
        ContainsAll(_user.Page, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
    }

    [Fact]
    public async Task A_port_that_another_sign_in_uses_is_named()
    {
        var attempt = await _org.BeginAsync();

        var error = await (await _org.BeginAsync()).FailAsync(SfErrorKind.CallbackUnavailable);

        ContainsAll(error.Message, $"Port {_org.CallbackUrl.Port}");
        ContainsAll(error.Advised(), "SetCallbackUrl", "callback URL");
        await _user.AllowAsync(attempt.Url);
        using var session = await attempt.Session;
    }

    [Fact]
    public async Task A_port_that_another_program_uses_is_an_error()
    {
        using var other = new TcpListener(IPAddress.Loopback, _org.CallbackUrl.Port);
        other.Start();

        await (await _org.BeginAsync()).FailAsync(SfErrorKind.CallbackUnavailable);
    }

    [Theory]
    [InlineData("https://localhost:1717/x")]
    [InlineData("http://example.com:1717/x")]
    [InlineData("http://localhost:1717/x?a=b")]
    [InlineData("http://localhost:1717/x#a")]
    [InlineData("http://user@localhost:1717/x")]
    [InlineData("http://localhost:0/x")]
    [InlineData("localhost:1717/x")]
    [InlineData("/OauthRedirect")]
    [InlineData("file:///x")]
    public async Task A_callback_URL_that_cannot_be_served_is_rejected(string url)
    {
        var attempt = await _org.BeginAsync(s => s with { CallbackUrl = new Uri(url, UriKind.RelativeOrAbsolute) });

        var error = await attempt.FailAsync(SfErrorKind.CallbackUrlInvalid);
        ContainsAll(error.Message, url);
        ContainsAll(error.Remedy, "http://localhost:1717/OauthRedirect");
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/callback")]
    [InlineData("http://localhost:{0}")]
    [InlineData("http://localhost:{0}/a%20b/c/")]
    [InlineData("http://LOCALHOST:{0}/Case")]
    public async Task Any_loopback_URL_of_the_app_works(string format)
    {
        var url = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, WebOrg.FreePort());
        _org.App.CallbackUrls.Add(url);

        using var session = await _org.SignInAsync(s => s with { CallbackUrl = new Uri(url) });

        await session.GetAsync(TestOrg.Echo);
    }

    [Fact]
    public async Task The_timeout_error_mentions_rejected_callbacks()
    {
        var time = new StoppedTime();
        var attempt = await _org.BeginAsync(s => s with { Timeout = TimeSpan.FromSeconds(90) }, options: TestOrg.Options() with { Time = time });
        await _user.OpenAsync(new Uri(_org.CallbackUrl, "?state=old&code=x"));
        await time.EndWaitsAsync();

        var error = await attempt.FailAsync(SfErrorKind.Timeout);
        ContainsAll(error.Message, "within 90 seconds", "Responses with another state were rejected (1)", "older window");
        ContainsAll(error.Advised(), "SetTimeout", "redirect_uri_mismatch", _org.CallbackUrl.OriginalString);
    }

    [Fact]
    public async Task Without_rejected_callbacks_the_timeout_error_mentions_none()
    {
        var time = new StoppedTime();
        var attempt = await _org.BeginAsync(options: TestOrg.Options() with { Time = time });
        await time.EndWaitsAsync();

        var error = await attempt.FailAsync(SfErrorKind.Timeout);
        Assert.DoesNotContain("another state", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callback_URL_that_the_app_does_not_have_is_rejected_by_the_org()
    {
        _org.App.CallbackUrls.Clear();
        var time = new StoppedTime();
        var attempt = await _org.BeginAsync(options: TestOrg.Options() with { Time = time });

        await _user.OpenAsync(attempt.Url);

        ContainsAll(_user.Page, "redirect_uri_mismatch");
        Assert.False(attempt.Session.IsCompleted);
        await time.EndWaitsAsync();
        ContainsAll((await attempt.FailAsync(SfErrorKind.Timeout)).Remedy, "redirect_uri_mismatch");
    }

    [Fact]
    public async Task Cancelling_ends_the_sign_in_and_frees_the_port()
    {
        using var stop = new CancellationTokenSource();
        var attempt = await _org.BeginAsync(stop: stop);
        using var silent = await ConnectAsync(_org.CallbackUrl);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt.Session);
        using var session = await _org.SignInAsync();
        using var again = await _org.SignInAsync();
    }

    [Fact]
    public async Task A_client_that_connects_and_sends_nothing_does_not_block_the_sign_in()
    {
        var attempt = await _org.BeginAsync();
        using var silent = await ConnectAsync(_org.CallbackUrl);
        using var half = await ConnectAsync(_org.CallbackUrl);
        await half.SendAsync(Encoding.ASCII.GetBytes($"POST /OauthRedirect HTTP/1.1\r\nHost: {_org.CallbackUrl.Authority}\r\nContent-Length: 100\r\n\r\nstate="), TestOrg.Cancellation);

        await _user.AllowAsync(attempt.Url);

        using var session = await attempt.Session;
        ContainsAll(_user.Page, "Signed in");
    }

    [Fact]
    public async Task A_browser_closed_before_the_page_arrives_does_not_fail_the_sign_in()
    {
        await using var server = await SlowServer.StartAsync();
        var attempt = await _org.BeginAsync(client: server.Client);
        var opening = _user.OpenAsync(attempt.Callback("code=first"));
        await server.RequestedAsync();
        _user.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => opening);

        server.Answer();

        using var session = await attempt.Session;
        Assert.Equal("00D000000000001!raw.token", session.Token.AccessToken);
    }

    [Fact]
    public async Task A_request_with_another_Host_header_is_rejected()
    {
        var attempt = await _org.BeginAsync();

        await _user.SendAsync(new HttpRequestMessage(HttpMethod.Get, attempt.Callback("code=x")) { Headers = { Host = $"rebound.example:{_org.CallbackUrl.Port}" } });

        Assert.True(_user.Status is 400 or 404, $"{_user.Status}");
        Assert.False(attempt.Session.IsCompleted);
        await _user.AllowAsync(attempt.Url);
        using var session = await attempt.Session;
    }

    private static async Task<Socket> ConnectAsync(Uri url)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(url.Host, url.Port, TestOrg.Cancellation);
        return socket;
    }
}
