using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth;

/// <summary>A flow in which a user signs in once. Later tokens come from the refresh token, if one was granted.</summary>
internal abstract class InteractiveFlow : ISignInFlow
{
    private volatile RefreshTokenFlow? _renewal;
    private volatile bool _signedIn;

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
    public async Task<TokenResponse> RequestTokenAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        if (_renewal is { } renewal)
        {
            return await renewal.RequestTokenAsync(transport, options, observer, cancellationToken).ConfigureAwait(false);
        }

        if (_signedIn)
        {
            // A script that runs for hours must not wait for a user at a browser.
            throw new SfException(
                SfErrorKind.SessionExpired,
                "The session ended, and it cannot be renewed: the sign-in got no refresh token.",
                "Sign in again, with a scope that holds refresh_token, and with refresh_token among the app's own scopes.");
        }

        var token = await SignInAsync(transport, options, observer, cancellationToken).ConfigureAwait(false);
        _renewal = token.RefreshToken is null ? null : new RefreshTokenFlow(Client, token.RefreshToken);
        _signedIn = true;
        return token;
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
