using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Web;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.Fuzz.Tests.Engine;
using SalesforceJwt.Fuzz.Tests.Mutation;
using SalesforceJwt.Fuzz.Tests.Support;

namespace SalesforceJwt.Fuzz.Tests.Targets;

/// <summary>
/// Requests that any program on this machine can send to the port where a sign-in waits for the browser. Whatever arrives, the browser
/// that comes after it must be served.
/// </summary>
internal static class CallbackTargets
{
    // A placeholder for the state parameter, which differs in each sign-in.
    private const string State = "STATE";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.2);

    private static readonly byte[] Granted = Answers.Json(Seeds.Json("token-of-callback"));

    public static IEnumerable<FuzzTarget> All =>
    [
        Of("callback.code", (client, signIn) => new WebServerFlow(client, signIn), "code=aPrx"),
        Of("callback.token", (client, signIn) => new UserAgentFlow(client, signIn),
            $"access_token={Uri.EscapeDataString(Org.Token)}&instance_url=https%3A%2F%2Facme.my.salesforce.com"),
    ];

    private static FuzzTarget Of(string name, Func<OAuthClient, WebSignIn, ISignInFlow> flow, string answer) => new(
        name,
        Seeds.Texts(
            $"GET /OauthRedirect?{answer}&state={State} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            $"GET /OauthRedirect?error=access_denied&error_description=end-user+denied&state={State} HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /OauthRedirect?code=x&state=other HTTP/1.1\r\nHost: localhost\r\n\r\n",
            $"POST /OauthRedirect HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n{answer}",
            "GET /favicon.ico HTTP/1.1\r\nHost: localhost\r\n\r\n"),
        ByteMutation.Mutate,
        async (input, stop) =>
        {
            var callback = new Uri($"http://localhost:{FreePort()}/OauthRedirect");
            Task sending = Task.CompletedTask;
            var signIn = new WebSignIn
            {
                CallbackUrl = callback,
                Show = (url, _) => sending = SendAsync(callback.Port, input, StateOf(url), answer),
            };
            using var handler = new ScriptedHandler(Granted);
            try
            {
                using var session = await SfSession.SignInAsync(flow(Org.Client, signIn), Org.Options(handler) with { Time = null },
                    Org.Watch, stop.Token);
            }
            finally
            {
                await sending;
            }
        })
    {
        Inputs = 40,
        Secrets = Org.Secrets,
    };

    private static string StateOf(Uri url) => HttpUtility.ParseQueryString(url.Query)["state"]!;

    /// <summary>Sends the input, and then the request of a browser.</summary>
    private static async Task SendAsync(int port, byte[] input, string state, string answer)
    {
        var text = Encoding.Latin1.GetString(input).Replace(State, state, StringComparison.Ordinal);
        await SendAsync(port, Encoding.Latin1.GetBytes(text));
        await SendAsync(port,
            Encoding.ASCII.GetBytes($"GET /OauthRedirect?{answer}&state={state} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"));
    }

    private static async Task SendAsync(int port, byte[] request)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            var stream = client.GetStream();
            await stream.WriteAsync(request);
            client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(Stream.Null).WaitAsync(Patience);
        }
        catch (Exception e) when (e is SocketException or IOException or TimeoutException)
        {
            // The first request was valid and ended the sign-in, or it was incomplete and the listener waits for more.
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
