using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>A running org with an app and an approved user, and the ways to sign in to it and to call it.</summary>
internal sealed class TestOrg : IAsyncDisposable
{
    public const string ClientId = "3MVG9.core-tests";
    public const string Username = "ci@example.com";
    public const string TokenPath = "/services/oauth2/token";
    public const string Echo = "/services/apexrest/echo";

    // Readers of answers must rely neither on the order of members nor on their number. The Pester tests use Salesforce's order.
    private const int MemberOrder = 1;

    private TestOrg(LocalOrgServer server) => Server = server;

    /// <summary>Retries that cost no time.</summary>
    public static RetryPolicy Quick { get; } = new() { Interval = TimeSpan.FromMilliseconds(1) };

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public LocalOrgServer Server { get; }

    public Org Org => Server.Org;

    public IReadOnlyList<LoggedRequest> Requests => Org.Requests.All;

    public IReadOnlyList<LoggedRequest> SignIns => [.. Requests.Where(r => r.Path == TokenPath)];

    public static async Task<TestOrg> StartAsync()
    {
        var server = await LocalOrgServer.StartAsync(new LocalOrgOptions { Records = 5, MemberOrder = MemberOrder }, Cancellation);
        server.Org.Apps.Register(ClientId, TestKeys.Certificate);
        server.Org.Users.Add(Username);
        server.Org.Apps.Approve(ClientId, Username);
        return new TestOrg(server);
    }

    public JwtBearerFlow Flow(string? audience = null, string clientId = ClientId, string username = Username, Uri? loginUrl = null) =>
        new(clientId, username, TestKeys.Read(), loginUrl ?? Server.HttpUrl, audience);

    public Task<SfSession> SignInAsync(SfSessionOptions? options = null, IHttpObserver? observer = null) =>
        SfSession.SignInAsync(Flow(), options ?? Options(), observer, Cancellation);

    /// <summary>Signs in, and forgets the sign-in's request.</summary>
    public async Task<SfSession> ConnectAsync(SfSessionOptions? options = null)
    {
        var session = await SignInAsync(options);
        Org.Requests.Clear();
        return session;
    }

    public static SfSessionOptions Options() => new()
    {
        ApiVersion = "68.0",
        Retry = Quick,
        SignIn = new SignInOptions { Retry = Quick },
        NameAdvice = new NameAdvice(),
        HttpSettings = new HttpSettings { NoProxy = true },
    };

    /// <summary>Signs in where that must fail.</summary>
    public async Task<SfException> FailToSignInAsync(JwtBearerFlow? flow = null, SfSessionOptions? options = null) =>
        await Assert.ThrowsAnyAsync<SfException>(() => SfSession.SignInAsync(flow ?? Flow(), options ?? Options(), null, Cancellation));

    /// <summary>Lets the next requests below a path fail.</summary>
    public void Fail(string path, int status, int times = 1, string? code = null, string? message = null, string? retryAfter = null) =>
        Org.Faults.Add(new Fault
        {
            Path = path,
            Status = status,
            Times = times,
            ErrorCode = code,
            Message = message,
            Headers = retryAfter is null ? [] : new Dictionary<string, string> { ["Retry-After"] = retryAfter },
        });

    public void Fail(string path, FaultKind kind, int times = 1, TimeSpan delay = default) =>
        Org.Faults.Add(new Fault { Path = path, Kind = kind, Times = times, Delay = delay });

    /// <summary>Lets the next request below a path be answered with a body of the test's choice.</summary>
    public void Answer(string path, int status, string body, string contentType = "application/json", params (string Name, string Value)[] headers) =>
        Org.Faults.Add(new Fault
        {
            Path = path,
            Status = status,
            Body = body,
            ContentType = contentType,
            Headers = headers.ToDictionary(h => h.Name, h => h.Value),
        });

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
