using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth.TokenCache;

namespace SalesforceJwt.Core.OAuth;

/// <summary>The refresh token flow (RFC 6749 section 6): a token that a person's sign-in has left behind gets new access tokens.</summary>
internal sealed class RefreshTokenFlow : ISignInFlow
{
    private volatile string _refreshToken;

    // Other processes are given this one as well; where the app rotates refresh tokens, the token cache has the current one.
    private string _given;

    /// <summary>Sets up the flow.</summary>
    /// <param name="client">The app to which the token was given.</param>
    /// <param name="refreshToken">The refresh token.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ValueMissing"/>: it cannot be one.</exception>
    public RefreshTokenFlow(OAuthClient client, string refreshToken)
    {
        Client = client;
        _refreshToken = _given = SignInValue.Secret(refreshToken, "refresh token");
    }

    /// <inheritdoc/>
    public Uri LoginUrl => Client.LoginUrl;

    /// <inheritdoc/>
    public OAuthClient Client { get; }

    /// <inheritdoc/>
    public string RefreshToken => _refreshToken;

    /// <inheritdoc/>
    public TokenCacheSubject CacheSubject => TokenCacheSubject.Of(GrantKind.RefreshToken, Client, credential: _given);

    /// <inheritdoc/>
    public Task<byte[]?> CreateSealSecretAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken) =>
        TokenSeal.CreateSecretAsync(_given, text);

    /// <inheritdoc/>
    public async Task<TokenResponse> RequestTokenAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        var token = await TokenEndpoint.RequestAsync(
            transport,
            new TokenRequest
            {
                LoginUrl = LoginUrl,
                Attempt = () => new LoginAttempt { Grant = GrantKind.RefreshToken, LoginUrl = LoginUrl, ClientId = Client.ClientId },
                Form = () => Task.FromResult(Client.Form(("grant_type", "refresh_token"), ("refresh_token", _refreshToken))),
            },
            options,
            observer,
            cancellationToken).ConfigureAwait(false);

        // Where the app rotates refresh tokens, the old one ended with this answer.
        Resume(token);
        return token;
    }

    /// <inheritdoc/>
    public void Resume(TokenResponse token)
    {
        // A disposed flow keeps none.
        if (_refreshToken.Length > 0 && token.RefreshToken is { } current)
        {
            _refreshToken = current;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _refreshToken = _given = string.Empty;
}
