using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>A <see cref="RawServer"/> with a session, for responses that no org sends.</summary>
internal sealed class RawOrg : IAsyncDisposable
{
    public const string Token = "00D000000000001!raw.token.of.tests";

    private RawOrg(RawServer server, SfSession session)
    {
        Server = server;
        Session = session;
    }

    public RawServer Server { get; }

    public SfSession Session { get; }

    /// <summary>Starts a server with the same response to every request.</summary>
    public static Task<RawOrg> StartAsync(byte[]? answer, SfSessionOptions? options = null) => StartAsync(_ => answer, options);

    public static async Task<RawOrg> StartAsync(Func<string, byte[]?> answer, SfSessionOptions? options = null)
    {
        var server = await RawServer.StartAsync(answer);
        var flow = new AccessTokenFlow(server.Url, Token);
        return new(server, await SfSession.SignInAsync(flow, options ?? TestOrg.Options(), null, TestOrg.Cancellation));
    }

    public ValueTask DisposeAsync()
    {
        Session.Dispose();
        return Server.DisposeAsync();
    }
}
