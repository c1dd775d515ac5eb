using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth;

/// <summary>No sign-in: for a connection that unit tests of scripts pass to mocks. Nothing can be sent over it.</summary>
/// <param name="name">Name of the connection.</param>
/// <param name="username">The user that it shows.</param>
/// <param name="instanceUrl">The instance that it shows.</param>
internal sealed class OfflineFlow(string name, string username, Uri instanceUrl) : ISignInFlow
{
    // A made-up org and user, with the length and prefixes of real ids.
    private const string IdPath = "/id/00D000000000001AAA/005000000000001AAA";

    /// <inheritdoc/>
    public Uri LoginUrl => instanceUrl;

    /// <inheritdoc/>
    public OAuthClient? Client => null;

    /// <inheritdoc/>
    public string Username => username;

    /// <summary>The session's values; there is no token.</summary>
    public TokenResponse Values => new()
    {
        AccessToken = string.Empty,
        InstanceUrl = instanceUrl,
        IssuedAt = TimeProvider.System.GetUtcNow(),
        Id = new Uri(instanceUrl, IdPath).ToString(),
    };

    /// <summary>The error of each call.</summary>
    public SfException Error => new(
        SfErrorKind.NotConnected,
        $"The connection '{name}' is a fake one for unit tests: nothing can be sent over it.",
        "In the test, mock the command that was to use it. To run it for real, sign in to an org.");

    /// <inheritdoc/>
    public Task<TokenResponse> RequestTokenAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken) =>
        Task.FromException<TokenResponse>(Error);

    /// <inheritdoc/>
    public void Dispose()
    {
        // It holds no secret.
    }
}
