using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth;

/// <summary>No flow at all: an access token from elsewhere. It cannot be renewed.</summary>
internal sealed class AccessTokenFlow : ISignInFlow
{
    // An org's id alone has 15 characters, and each token begins with one.
    private const int ShortestToken = 15;

    private volatile string _accessToken;
    private volatile bool _used;

    /// <summary>Sets up the flow.</summary>
    /// <param name="instanceUrl">Where the org's API is.</param>
    /// <param name="accessToken">The access token or session id.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ValueMissing"/>: the text cannot be a token.</exception>
    public AccessTokenFlow(Uri instanceUrl, string accessToken)
    {
        LoginUrl = instanceUrl;
        _accessToken = SignInValue.Secret(accessToken, "access token");
        if (_accessToken.Length < ShortestToken)
        {
            throw new SfException(SfErrorKind.ValueMissing, "The access token is too short.",
                "An access token has about a hundred characters; copy it whole, on one line.");
        }
    }

    /// <summary>The instance, since nothing else is known.</summary>
    public Uri LoginUrl { get; }

    /// <summary>Null: the app is unknown.</summary>
    public OAuthClient? Client => null;

    /// <inheritdoc/>
    public Task<TokenResponse> RequestTokenAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        if (_used)
        {
            throw new SfException(
                SfErrorKind.SessionExpired,
                $"The access token for {LoginUrl.Authority} is no longer valid, and cannot be renewed: this connection was made with the "
                    + "token alone.",
                new Advice("Get a new token and connect with it, or sign in with a flow that renews its session, such as the JWT flow.",
                    NextStep.SignInWithJwt));
        }

        _used = true;
        return Task.FromResult(
            new TokenResponse { AccessToken = _accessToken, InstanceUrl = LoginUrl, IssuedAt = transport.Time.GetUtcNow() });
    }

    /// <inheritdoc/>
    public void Dispose() => _accessToken = string.Empty;
}
