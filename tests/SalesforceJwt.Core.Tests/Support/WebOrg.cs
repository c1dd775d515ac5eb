using System.Net;
using System.Net.Sockets;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.LocalOrg;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>An org whose app people sign in to, with a user who has not approved it yet and a callback at a free port.</summary>
internal sealed class WebOrg : IAsyncDisposable
{
    public const string Secret = "5EC2E7.of-the-app";

    private WebOrg(TestOrg test) => Test = test;

    public TestOrg Test { get; }

    public Org Org => Test.Org;

    public ConnectedApp App { get; private init; } = null!;

    public Uri CallbackUrl { get; } = new($"http://localhost:{FreePort()}/OauthRedirect");

    public OAuthClient Client => new(Test.Server.HttpUrl, TestOrg.ClientId, App.ConsumerSecret);

    public static async Task<WebOrg> StartAsync()
    {
        var test = await TestOrg.StartShuffledAsync();
        test.Org.Apps.Unapprove(TestOrg.ClientId, TestOrg.Username);
        var app = test.Org.Apps.Register(TestOrg.ClientId, TestKeys.Certificate);
        var org = new WebOrg(test) { App = app };
        app.Scope = "api web refresh_token";
        app.RequirePkce = true;
        app.Flows |= OAuthFlows.Device | OAuthFlows.ClientCredentials;
        app.CallbackUrls.Add(org.CallbackUrl.OriginalString);
        return org;
    }

    /// <summary>A port without a listener.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Begins a sign-in, up to the point where the user must act.</summary>
    public async Task<WebAttempt> BeginAsync(
        Func<WebSignIn, WebSignIn>? with = null,
        bool isUserAgent = false,
        OAuthClient? client = null,
        SfSessionOptions? options = null,
        CancellationTokenSource? stop = null)
    {
        var shown = new TaskCompletionSource<(Uri Url, Uri Start)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var signIn = new WebSignIn { CallbackUrl = CallbackUrl, Show = (url, start) => shown.SetResult((url, start)) };
        signIn = with?.Invoke(signIn) ?? signIn;
        var session = Task.Run(
            () =>
            {
                ISignInFlow flow = isUserAgent ? new UserAgentFlow(client ?? Client, signIn) : new WebServerFlow(client ?? Client, signIn);
                return SfSession.SignInAsync(flow, options ?? TestOrg.Options(), null, stop?.Token ?? TestOrg.Cancellation);
            },
            TestOrg.Cancellation);
        await Task.WhenAny(shown.Task, session);
        return shown.Task.IsCompletedSuccessfully
            ? new WebAttempt(session, shown.Task.Result.Url, shown.Task.Result.Start)
            : new WebAttempt(session, null!, null!);
    }

    /// <summary>Signs in from beginning to end.</summary>
    public async Task<SfSession> SignInAsync(Func<WebSignIn, WebSignIn>? with = null, SfSessionOptions? options = null)
    {
        using var user = new Browser();
        var attempt = await BeginAsync(with, options: options);
        await user.AllowAsync(attempt.Url);
        return await attempt.Session;
    }

    public ValueTask DisposeAsync() => Test.DisposeAsync();
}
