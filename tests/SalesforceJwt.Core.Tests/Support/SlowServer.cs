using SalesforceJwt.Core.OAuth;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>A token endpoint that responds when the test calls <see cref="Answer"/>.</summary>
internal sealed class SlowServer : IAsyncDisposable
{
    private readonly ManualResetEventSlim _mayAnswer = new();
    private RawServer _server = null!;

    public OAuthClient Client => new(_server.Url, TestOrg.ClientId);

    public static async Task<SlowServer> StartAsync()
    {
        var slow = new SlowServer();
        slow._server = await RawServer.StartAsync(request =>
        {
            slow._mayAnswer.Wait(TimeSpan.FromSeconds(20));
            return RawServer.Token(request);
        });
        return slow;
    }

    public Task RequestedAsync() => Until.TrueAsync(() => !_server.Requests.IsEmpty);

    public void Answer() => _mayAnswer.Set();

    public async ValueTask DisposeAsync()
    {
        Answer();
        await _server.DisposeAsync();
        _mayAnswer.Dispose();
    }
}
