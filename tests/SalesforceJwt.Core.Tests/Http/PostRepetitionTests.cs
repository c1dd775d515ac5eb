using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Core.Tests.Support;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Http;

/// <summary>A request that is not idempotent is repeated only if the server certainly did not process it.</summary>
public sealed class PostRepetitionTests : ConnectedTests
{
    private const string Contacts = "/services/data/v68.0/sobjects/Contact";
    private const string Contact = """{"LastName":"Once"}""";

    [Theory]
    [InlineData(429, null, null, null)]
    [InlineData(429, null, null, "0")]
    [InlineData(503, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.", "0")]
    [InlineData(503, "SERVER_UNAVAILABLE", "Server Too Busy", null)]
    [InlineData(400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access", null)]
    [InlineData(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.", null)]
    [InlineData(401, "INVALID_SESSION_ID", "Session expired or invalid", null)]
    public async Task A_POST_is_repeated_if_the_server_says_that_it_did_not_act(int status, string? code, string? message, string? retryAfter)
    {
        Test.Fail(Contacts, status, code: code, message: message, retryAfter: retryAfter);

        await Session.PostAsync(Contacts, Contact);

        Assert.Equal([status, 201], Posts.Select(p => p.StatusCode));
        Assert.All(Posts, post => Assert.Equal(Contact, post.Body));
        Assert.Equal(1, await CountAsync());
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(500)]
    public async Task A_POST_is_not_repeated_after_a_gateway_error_that_may_hide_a_success(int status)
    {
        Test.Org.Faults.Add(new Fault { Method = "POST", Path = Contacts, Status = status, AfterActing = true, Times = 0 });

        await FailAsync(Contact, SfErrorKind.ServerFault);

        Assert.Single(Posts);
        Assert.Equal(1, await CountAsync());
    }

    [Theory]
    [InlineData(503, null, null, "0")]
    [InlineData(503, null, null, "Sun, 06 Nov 1994 08:49:37 GMT")]
    [InlineData(503, "<html><title>Service Unavailable</title></html>", "text/html", "0")]
    [InlineData(429, "<html><title>Too many requests</title></html>", "text/html", "0")]
    [InlineData(429, "", "text/plain", "1")]
    [InlineData(429, """{"message":"API rate limit exceeded"}""", "application/json", "0")]
    [InlineData(502, "Bad Gateway", "text/plain", "0")]
    [InlineData(504, """{"error":{"code":504}}""", "application/json", "0")]
    [InlineData(
        503,
        """[{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"Concurrent"},{"errorCode":"X","message":"y"}]""",
        "application/json",
        "0")]
    [InlineData(503, """{"results":[{"result":[{"errorCode":"UNABLE_TO_LOCK_ROW","message":"y"}]}]}""", "application/json", "0")]
    public async Task Retry_After_does_not_prove_that_the_server_did_not_act(
        int status, string? body, string? contentType, string retryAfter)
    {
        Test.Org.Faults.Add(new Fault
        {
            Method = "POST",
            Path = Contacts,
            Status = status,
            Body = body,
            ContentType = contentType,
            AfterActing = true,
            Times = 0,
            Headers = new() { ["Retry-After"] = retryAfter },
        });

        var error = await FailAsync(Contact, status == 429 ? SfErrorKind.ConcurrentLimitExceeded : body?.Contains(
            "errorCode", StringComparison.Ordinal) == true ? null : SfErrorKind.ServerFault);

        Assert.Equal(status, error.StatusCode);
        Assert.Contains("before you send it again", error.Remedy, StringComparison.Ordinal);
        Assert.Single(Posts);
        Assert.Equal(1, await CountAsync());
    }

    [Theory]
    [InlineData("<html><title>Blocked</title></html>")]
    [InlineData("")]
    [InlineData("{\"id\":")]
    public async Task A_garbled_answer_leaves_the_outcome_unknown(string body)
    {
        Test.Answer(Contacts, 201, body);
        var request = Post(Contacts, Contact);

        var error = await Assert.ThrowsAsync<SfRestException>(() => Session.Rest.SendAsync<int>(
            request, (_, _) => throw new SfException(SfErrorKind.ResponseInvalid, "Garbled."), null, TestOrg.Cancellation));

        Assert.Equal((SfErrorKind.OutcomeUnknown, SfErrorKind.ResponseInvalid), (error.Kind, ((SfException)error.InnerException!).Kind));
        Assert.Single(Posts);
    }

    [Theory]
    [InlineData("GET", SfErrorKind.ServerFault)]
    [InlineData("HEAD", SfErrorKind.ServerFault)]
    [InlineData("PUT", SfErrorKind.OutcomeUnknown)]
    [InlineData("DELETE", SfErrorKind.OutcomeUnknown)]
    public async Task The_outcome_of_a_repeatable_request_is_unknown_only_if_it_changes_something_and_got_no_answer(
        string method, SfErrorKind kind)
    {
        Test.Fail(TestOrg.Echo, 503, times: 0, retryAfter: "0");

        await Session.FailAsync(new SfRequest { Uri = TestOrg.Echo, Method = new HttpMethod(method) }, kind);

        Assert.Equal(1 + TestOrg.Quick.MaximumRetryCount, Test.Requests.Count);
    }

    [Fact]
    public async Task A_deletion_that_finds_nothing_after_a_lost_answer_has_an_unknown_outcome()
    {
        var id = (await Session.PostAsync(Contacts, Contact)).Json().GetProperty("id").GetString();
        Test.Fail("/services/data/v68.0/sobjects/Contact/" + id, FaultKind.ResetAfterActing);
        var deletion = new SfRequest { Uri = "sobjects/Contact/" + id, Method = HttpMethod.Delete };

        var error = await Session.FailAsync(deletion, SfErrorKind.OutcomeUnknown);

        Assert.Equal(404, error.StatusCode);
        Assert.Equal(SfErrorKind.NotFound, (await Session.FailAsync(deletion, SfErrorKind.NotFound)).Kind);
    }

    [Theory]
    [InlineData(FaultKind.Reset, Contact)]
    [InlineData(FaultKind.Reset, null)]
    [InlineData(FaultKind.ResetAfterActing, Contact)]
    [InlineData(FaultKind.ResetAfterActing, null)]
    [InlineData(FaultKind.Truncate, Contact)]
    public async Task A_POST_is_not_repeated_after_a_broken_connection(FaultKind kind, string? body)
    {
        Test.Fail(Contacts, kind, times: 0);

        await FailAsync(body, SfErrorKind.ConnectionBroken);

        Assert.Single(Posts);
    }

    [Theory]
    [InlineData(Contact)]
    [InlineData(null)]
    public async Task A_POST_is_not_repeated_after_a_reused_connection_broke(string? body)
    {
        await using var relay = new TcpRelay(Test.Server.HttpUrl);
        using var session = await SfSession.SignInAsync(
            Test.Flow(LoginUrlOf(Test), loginUrl: relay.Url), TestOrg.Options(), null, TestOrg.Cancellation);
        await session.GetAsync(TestOrg.Echo);
        Test.Fail(TestOrg.Echo, FaultKind.ResetAfterActing, times: 0);
        Test.Org.Requests.Clear();

        await session.FailAsync(Post(TestOrg.Echo, body), SfErrorKind.OutcomeUnknown);

        Assert.Equal(1, relay.Connections);
        Assert.Single(Test.Requests);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    public async Task A_POST_without_body_is_sent_once_if_the_server_closes_a_reused_connection(string method)
    {
        // SocketsHttpHandler itself repeats a request without a body up to three times if a reused connection ends before the answer.
        var answers = 0;
        await using var server = await RawServer.StartAsync(request => Interlocked.Increment(ref answers) switch
        {
            1 => RawServer.Token(request),
            2 => RawServer.Answer(200, "application/json", "{}"),
            _ => null,
        });
        using var session = await SfSession.SignInAsync(Test.Flow(loginUrl: server.Url), TestOrg.Options(), null, TestOrg.Cancellation);
        await session.GetAsync(TestOrg.Echo);

        await session.FailAsync(new SfRequest { Uri = TestOrg.Echo, Method = new HttpMethod(method) }, SfErrorKind.OutcomeUnknown);

        Assert.Single(server.Requests, r => r.StartsWith(method + " /services/apexrest", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_POST_is_not_repeated_after_a_time_out()
    {
        Test.Fail(Contacts, FaultKind.Hang, times: 0);

        await Session.FailAsync(
            Post(Contacts, Contact) with { Timeouts = new HttpTimeouts(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(30)) },
            SfErrorKind.OutcomeUnknown);

        Assert.Single(Posts);
    }

    [Fact]
    public async Task A_POST_is_repeated_if_no_connection_was_made()
    {
        var connects = 0;
        var options = TestOrg.Options() with
        {
            CreateHandler = _ => new SocketsHttpHandler
            {
                UseProxy = false,
                ConnectCallback = async (context, cancel) =>
                {
                    // The second connection is refused, as by a port without a listener.
                    var port = Interlocked.Increment(ref connects) == 2 ? FreePort() : context.DnsEndPoint.Port;
                    var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
                    await socket.ConnectAsync(context.DnsEndPoint.Host, port, cancel);
                    return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
                },
                PooledConnectionLifetime = TimeSpan.Zero,
            },
        };
        using var session = await Test.ConnectAsync(options);

        await session.PostAsync(Contacts, Contact);

        Assert.Equal(3, connects);
        Assert.Single(Posts);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task A_body_that_cannot_be_sent_twice_is_never_repeated()
    {
        Test.Fail(Contacts, 429, times: 0);

        await Session.FailAsync(Post(Contacts, Contact) with { RetrySafety = RetrySafety.Never }, SfErrorKind.ConcurrentLimitExceeded);

        Assert.Single(Posts);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    public async Task A_POST_without_body_arrives_with_length_zero(string method)
    {
        await Session.SendAsync(new SfRequest { Uri = TestOrg.Echo, Method = new HttpMethod(method) });

        var request = Assert.Single(Test.Requests);
        Assert.Equal("0", request.Headers["Content-Length"]);
        Assert.False(request.Headers.ContainsKey("Content-Type"));
    }

    [Fact]
    public async Task PATCH_is_treated_like_POST()
    {
        Test.Fail(TestOrg.Echo, 502, times: 0);

        await Session.FailAsync(Post(TestOrg.Echo, Contact) with { Method = HttpMethod.Patch }, SfErrorKind.OutcomeUnknown);

        Assert.Single(Test.Requests);
    }

    private IReadOnlyList<LoggedRequest> Posts => [.. Test.Requests.Where(r => r.Method == "POST" && r.Path == Contacts)];

    private static string LoginUrlOf(TestOrg org) => LoginUrl.ToAudience(org.Server.HttpUrl);

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static SfRequest Post(string uri, string? body) => new()
    {
        Method = HttpMethod.Post,
        Uri = uri,
        Content = body is null ? null : RequestBody.FromBytes(System.Text.Encoding.UTF8.GetBytes(body), RequestBody.Json),
    };

    /// <summary>Sends a request whose outcome must be unknown, with a cause of this kind.</summary>
    private async Task<SfException> FailAsync(string? body, SfErrorKind? cause)
    {
        var error = await Session.FailAsync(Post(Contacts, body), SfErrorKind.OutcomeUnknown);
        if (cause is not null)
        {
            Assert.Equal(cause, Assert.IsAssignableFrom<SfException>(error.InnerException).Kind);
        }

        return error;
    }

    private async Task<int> CountAsync()
    {
        Test.Org.Faults.Clear();
        var answer = await Session.SendAsync(new SfRequest { Uri = "query", Query = [new("q", "SELECT Id FROM Contact WHERE LastName = 'Once'")] });
        return answer.Json().GetProperty("totalSize").GetInt32();
    }
}
