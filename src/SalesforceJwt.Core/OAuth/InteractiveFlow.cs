using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth.TokenCache;

namespace SalesforceJwt.Core.OAuth;

/// <summary>
/// A flow in which a user signs in once. Later tokens come from the refresh token, if one was granted. Tokens of an earlier process may
/// have ended; then the user is asked once more, but only until the connection is established.
/// </summary>
internal abstract class InteractiveFlow : ISignInFlow
{
    private volatile RefreshTokenFlow? _renewal;
    private volatile bool _isEstablished;

    private protected InteractiveFlow(OAuthClient client)
    {
        Client = client;
    }

    /// <inheritdoc/>
    public OAuthClient Client { get; }

    /// <inheritdoc/>
    public Uri LoginUrl => Client.LoginUrl;

    /// <inheritdoc/>
    public string? RefreshToken => _renewal?.RefreshToken;

    /// <inheritdoc/>
    public bool AsksUser => true;

    /// <inheritdoc/>
    public abstract TokenCacheSubject CacheSubject { get; }

    /// <inheritdoc/>
    public async Task<TokenResponse> RequestTokenAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        if (_renewal is { } renewal)
        {
            try
            {
                return await renewal.RequestTokenAsync(transport, options, observer, cancellationToken).ConfigureAwait(false);
            }
            catch (SfLoginException e) when (!_isEstablished && e.Error is "invalid_grant")
            {
                observer?.OnNote("The refresh token in the token cache was refused; the user is asked to sign in.");
            }
        }
        else if (_isEstablished)
        {
            // A script that runs for hours must not wait for a user at a browser.
            throw new SfException(
                SfErrorKind.SessionExpired,
                "The session ended, and it cannot be renewed: the sign-in got no refresh token.",
                "Sign in again, with a scope that holds refresh_token, and with refresh_token among the app's own scopes.");
        }

        var token = await SignInAsync(transport, options, observer, cancellationToken).ConfigureAwait(false);
        _renewal = token.RefreshToken is null ? null : new RefreshTokenFlow(Client, token.RefreshToken);
        _isEstablished = true;
        return token;
    }

    /// <inheritdoc/>
    public void Resume(TokenResponse token)
    {
        if (_renewal is { } renewal)
        {
            renewal.Resume(token);
        }
        else if (token.RefreshToken is { } refresh)
        {
            _renewal = new RefreshTokenFlow(Client, refresh);
        }
    }

    /// <inheritdoc/>
    public Task ConfirmAsync(string? username, TimeProvider time, CancellationToken cancellationToken)
    {
        _isEstablished = true;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _renewal?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets the user sign in.</summary>
    private protected abstract Task<TokenResponse> SignInAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken);
}
