using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth.Jwt;
using SalesforceJwt.Core.OAuth.TokenCache;

namespace SalesforceJwt.Core.OAuth;

/// <summary>
/// The OAuth 2.0 JWT bearer flow (RFC 7523 section 2.1): an assertion signed with the app's key is exchanged for a token.
/// </summary>
internal sealed class JwtBearerFlow : ISignInFlow
{
    /// <summary>The grant type of an assertion (RFC 7523 section 2.1).</summary>
    internal const string GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private readonly SigningKey _key;
    private volatile JwtAssertion _assertion;
    private volatile string? _otherAudience;

    /// <summary>Sets up the flow.</summary>
    /// <param name="clientId">The app's consumer key.</param>
    /// <param name="username">The user to sign in as.</param>
    /// <param name="signer">The private key, or what signs with one; the flow disposes it.</param>
    /// <param name="loginUrl">The login host.</param>
    /// <param name="audience">The <c>aud</c>; null for the login host, with one fallback where that is a My Domain.</param>
    /// <param name="certificate">Finds the certificate that should belong to the key, to name it in errors; null if there is none.
    /// The flow disposes what it finds.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ClientIdInvalid"/> or <see cref="SfErrorKind.UsernameInvalid"/>.</exception>
    public JwtBearerFlow(string clientId, string username, IJwtSigner signer, Uri loginUrl, string? audience = null,
        Lazy<X509Certificate2?>? certificate = null)
    {
        _key = new SigningKey(signer, certificate);
        Client = new OAuthClient(loginUrl, clientId);
        var chosen = !string.IsNullOrWhiteSpace(audience);
        _assertion = new JwtAssertion(
            Client.ClientId, SignInValue.Username(username), chosen ? SignInValue.Audience(audience) : OAuth.LoginUrl.ToAudience(loginUrl));

        // Some orgs accept only the host that serves all orgs as the audience of their My Domain.
        _otherAudience = chosen || !Client.IsAtMyDomain ? null : OAuth.LoginUrl.ToAudience(OAuth.LoginUrl.ForAllOrgs(loginUrl));
    }

    /// <inheritdoc/>
    public OAuthClient Client { get; }

    /// <inheritdoc/>
    public Uri LoginUrl => Client.LoginUrl;

    /// <inheritdoc/>
    public string Username => _assertion.Subject!;

    /// <inheritdoc/>
    public string Audience => _assertion.Audience;

    /// <inheritdoc/>
    public X509Certificate2? Certificate
    {
        get
        {
            try
            {
                return _key.Signer.Certificate ?? (_key.Certificate?.Value is { } found && _key.Signer.Matches(found) ? found : null);
            }
            catch (ObjectDisposedException)
            {
                // The sign-in has failed in the meantime, and its error is the one to report.
                return null;
            }
        }
    }

    /// <inheritdoc/>
    public TokenCacheSubject CacheSubject => TokenCacheSubject.Of(GrantKind.JwtBearer, Client, username: Username);

    /// <inheritdoc/>
    public async Task<byte[]?> CreateSealSecretAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken) =>
        await _key.Signer.SignAsync(text, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<TokenResponse> RequestTokenAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        try
        {
            return await RequestTokenAsync(_assertion, refusedAudience: null, transport, options, observer, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (SfLoginException e) when (e.Kind == SfErrorKind.LoginAudienceInvalid && _otherAudience is not null)
        {
            // Once only, and remembered: each attempt counts against the user's hourly limit.
            var other = _assertion with { Audience = _otherAudience };
            var token = await RequestTokenAsync(other, _assertion.Audience, transport, options, observer, cancellationToken)
                .ConfigureAwait(false);
            _assertion = other;
            _otherAudience = null;
            return token;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private Task<TokenResponse> RequestTokenAsync(
        JwtAssertion assertion, string? refusedAudience, HttpTransport transport, SignInOptions options, IHttpObserver? observer,
        CancellationToken cancellationToken)
    {
        var signing = Task.FromResult(string.Empty);
        return TokenEndpoint.RequestAsync(
            transport,
            new TokenRequest
            {
                LoginUrl = LoginUrl,
                Attempt = () => Describe(assertion, refusedAudience),

                // A key in memory signs while the connection is made; a signer elsewhere is waited for.
                Prepare = cancel =>
                {
                    signing = Task.Run(() => assertion.SignAsync(_key.Signer, transport.Time.GetUtcNow(), cancel), cancel);
                    return _key.Signer.IsInMemory ? Task.CompletedTask : signing;
                },
                Form = async () => [new("grant_type", GrantType), new("assertion", await signing.ConfigureAwait(false))],
            },
            options,
            observer,
            cancellationToken);
    }

    private LoginAttempt Describe(JwtAssertion assertion, string? refusedAudience)
    {
        var certificate = Certificate;
        return new LoginAttempt
        {
            Grant = GrantKind.JwtBearer,
            LoginUrl = LoginUrl,
            ClientId = assertion.Issuer,
            Username = assertion.Subject,
            Audience = assertion.Audience,
            RefusedAudience = refusedAudience,
            Certificate = certificate,
            PublicKeyFingerprint = _key.Signer.GetFingerprint(),
            Suspicion = certificate is null && _key.Certificate?.Value is { } other
                ? $"The certificate beside the key (SHA-1 {other.Thumbprint}) belongs to another key; if that one was uploaded, "
                    + "this is the cause."
                : null,
        };
    }
}
