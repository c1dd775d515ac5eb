using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Certificates;
using SalesforceJwt.Core.Jwt;
using SalesforceJwt.Core.Rest;

namespace SalesforceJwt.Core.OAuth;

/// <summary>The OAuth 2.0 JWT bearer flow (RFC 7523 section 2.1): an assertion signed with the app's key is exchanged for a token.</summary>
public sealed class JwtBearerFlow : ISignInFlow
{
    private const string GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private readonly SfPrivateKey _key;
    private readonly Lazy<X509Certificate2?>? _found;
    private readonly JwtAssertion _assertion;

    /// <summary>Sets up the flow.</summary>
    /// <param name="clientId">The app's consumer key.</param>
    /// <param name="username">The user to sign in as.</param>
    /// <param name="key">The private key; the flow disposes it.</param>
    /// <param name="loginUrl">The login host.</param>
    /// <param name="audience">The <c>aud</c>; null for the login host.</param>
    /// <param name="certificate">Finds the certificate that should belong to the key, to name it in errors; null where none is at hand.
    /// The flow disposes what it finds.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ClientIdInvalid"/> or <see cref="SfErrorKind.UsernameInvalid"/>.</exception>
    public JwtBearerFlow(string clientId, string username, SfPrivateKey key, Uri loginUrl, string? audience = null, Lazy<X509Certificate2?>? certificate = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(loginUrl);
        _key = key;
        _found = certificate;
        LoginUrl = loginUrl;
        _assertion = new JwtAssertion(
            RequireOneWord(clientId, SfErrorKind.ClientIdInvalid, "client id (consumer key)", "Copy the consumer key from the app's OAuth settings in Setup."),
            RequireOneWord(username, SfErrorKind.UsernameInvalid, "username", "Give the Salesforce username, which looks like an e-mail address: ci@example.com."),
            string.IsNullOrWhiteSpace(audience) ? OAuth.LoginUrl.ToAudience(loginUrl) : audience.Trim());
    }

    /// <inheritdoc/>
    public Uri LoginUrl { get; }

    /// <inheritdoc/>
    public string ClientId => _assertion.ClientId;

    /// <inheritdoc/>
    public string Username => _assertion.Username;

    /// <inheritdoc/>
    public string Audience => _assertion.Audience;

    /// <summary>The certificate of the signing key; null where it is not at hand.</summary>
    public X509Certificate2? Certificate
    {
        get
        {
            try
            {
                return _key.Certificate ?? (_found?.Value is { } found && _key.Matches(found) ? found : null);
            }
            catch (ObjectDisposedException)
            {
                // The sign-in has failed meanwhile, and its error is the one that counts.
                return null;
            }
        }
    }

    /// <inheritdoc/>
    public Task<TokenResponse> RequestTokenAsync(HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(transport);
        return TokenEndpoint.RequestAsync(
            transport,
            LoginUrl,
            Describe,
            () => Task.Run(() => new KeyValuePair<string, string>[]
            {
                new("grant_type", GrantType),
                new("assertion", _assertion.Sign(_key, transport.Time.GetUtcNow())),
            }),
            options,
            observer,
            cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_found is { IsValueCreated: true })
        {
            _found.Value?.Dispose();
        }

        _key.Dispose();
    }

    private LoginAttempt Describe()
    {
        var certificate = Certificate;
        return new LoginAttempt
        {
            LoginUrl = LoginUrl,
            ClientId = ClientId,
            Username = Username,
            Audience = Audience,
            Certificate = certificate,
            PublicKeyFingerprint = Convert.ToHexString(SHA256.HashData(_key.Rsa.ExportSubjectPublicKeyInfo())),
            Suspicion = certificate is null && _found?.Value is { } other
                ? $"The certificate beside the key (SHA-1 {other.Thumbprint}) belongs to another key; if that one was uploaded, this is the cause."
                : null,
        };
    }

    private static string RequireOneWord(string value, SfErrorKind kind, string what, string remedy)
    {
        var trimmed = value?.Trim();
        return string.IsNullOrEmpty(trimmed) ? throw new SfException(kind, $"The {what} is empty.", remedy)
            : trimmed.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) ? throw new SfException(kind, $"The {what} holds white space in the middle.", remedy)
            : trimmed;
    }
}
