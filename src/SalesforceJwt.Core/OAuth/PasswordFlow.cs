using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth.TokenCache;

namespace SalesforceJwt.Core.OAuth;

/// <summary>
/// The username-password flow (RFC 6749 section 4.3). Many orgs block it (Setup > OAuth and OpenID Connect Settings), new ones from the
/// start, and OAuth 2.1 drops it: it is here for what cannot be changed yet.
/// </summary>
internal sealed class PasswordFlow : ISignInFlow
{
    private volatile string _password;

    /// <summary>Sets up the flow.</summary>
    /// <param name="client">The app.</param>
    /// <param name="username">The user.</param>
    /// <param name="password">The password, with the user's security token behind it where the org demands one.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.UsernameInvalid"/> or <see cref="SfErrorKind.ValueMissing"/>.</exception>
    public PasswordFlow(OAuthClient client, string username, string password)
    {
        Client = client;
        Username = SignInValue.Username(username);
        _password = string.IsNullOrEmpty(password)
            ? throw new SfException(SfErrorKind.ValueMissing, "The password is empty.", "Give the user's password.")
            : password;
    }

    /// <inheritdoc/>
    public OAuthClient Client { get; }

    /// <inheritdoc/>
    public Uri LoginUrl => Client.LoginUrl;

    /// <inheritdoc/>
    public string Username { get; }

    /// <inheritdoc/>
    public TokenCacheSubject CacheSubject => TokenCacheSubject.Of(GrantKind.Password, Client, username: Username);

    /// <inheritdoc/>
    public Task<byte[]?> CreateSealSecretAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken) =>
        TokenSeal.CreateSecretAsync(_password, text);

    /// <inheritdoc/>
    public Task<TokenResponse> RequestTokenAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken) =>
        TokenEndpoint.RequestAsync(
            transport,
            new TokenRequest
            {
                LoginUrl = LoginUrl,
                Attempt = () =>
                    new LoginAttempt { Grant = GrantKind.Password, LoginUrl = LoginUrl, ClientId = Client.ClientId, Username = Username },
                Form = () => Task.FromResult(Client.Form(("grant_type", "password"), ("username", Username), ("password", _password))),
            },
            options,
            observer,
            cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _password = string.Empty;
}
