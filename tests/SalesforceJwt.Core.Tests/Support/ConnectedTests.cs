using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>Tests with an org of their own and a session that is signed in to it.</summary>
/// <param name="maximumRetryCount">How often a request is repeated; null for the default of <see cref="TestOrg"/>.</param>
public abstract class ConnectedTests(int? maximumRetryCount = null) : IAsyncLifetime
{
    private protected TestOrg Test { get; private set; } = null!;

    private protected SfSession Session { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Test = await TestOrg.StartShuffledAsync();
        var options = TestOrg.Options();
        Session = await Test.ConnectAsync(
            maximumRetryCount is { } most ? options with { Retry = options.Retry with { MaximumRetryCount = most } } : options);
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Session.Dispose();
        return Test.DisposeAsync();
    }
}
