using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth.TokenCache;

namespace SalesforceJwt.Core.OAuth;

/// <summary>
/// The client credentials flow (RFC 6749 section 4.4): the app signs in with its own secret, as the user that an admin has set on it.
/// Salesforce offers it at the org's My Domain only (Salesforce Help: "OAuth 2.0 Client Credentials Flow for Server-to-Server
/// Integration").
/// </summary>
internal sealed class ClientCredentialsFlow : ISignInFlow
{
    /// <summary>Sets up the flow.</summary>
    /// <param name="client">The app, with its secret, at the org's My Domain.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.LoginMyDomainRequired"/> or <see cref="SfErrorKind.ValueMissing"/>.</exception>
    public ClientCredentialsFlow(OAuthClient client)
    {
        if (!client.IsAtMyDomain)
        {
            throw new SfException(
                SfErrorKind.LoginMyDomainRequired,
                $"The client credentials flow does not work at {client.LoginUrl.Host}: the org has to be named by its My Domain.",
                new Advice(
                    "Sign in at https://NAME.my.salesforce.com, or https://NAME--SANDBOX.sandbox.my.salesforce.com for a sandbox "
                        + "(Setup > My Domain shows it).",
                    NextStep.SetLoginUrl));
        }

        Client = client.ClientSecret is not null ? client : throw new SfException(
            SfErrorKind.ValueMissing,
            "The client credentials flow needs the app's consumer secret.",
            "Copy it from the app's OAuth settings in Setup (Consumer Key and Secret).");
    }

    /// <inheritdoc/>
    public OAuthClient Client { get; }

    /// <inheritdoc/>
    public Uri LoginUrl => Client.LoginUrl;

    /// <inheritdoc/>
    public TokenCacheSubject CacheSubject => TokenCacheSubject.Of(GrantKind.ClientCredentials, Client);

    /// <inheritdoc/>
    public Task<byte[]?> CreateSealSecretAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken) =>
        TokenSeal.CreateSecretAsync(Client.ClientSecret!, text);

    /// <inheritdoc/>
    public Task<TokenResponse> RequestTokenAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken) =>
        TokenEndpoint.RequestAsync(
            transport,
            new TokenRequest
            {
                LoginUrl = LoginUrl,
                Attempt = () => new LoginAttempt { Grant = GrantKind.ClientCredentials, LoginUrl = LoginUrl, ClientId = Client.ClientId },
                Form = () => Task.FromResult(Client.Form(("grant_type", "client_credentials"))),
            },
            options,
            observer,
            cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
