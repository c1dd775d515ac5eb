using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth.Exchange;
using SalesforceJwt.Core.OAuth.TokenCache;

namespace SalesforceJwt.Core.OAuth;

/// <summary>
/// The token exchange flow (RFC 8693): a token of another issuer, such as the one that a CI system gives to its jobs, is exchanged for a
/// token of the org. An Apex handler of the org verifies it and finds the user (Salesforce Help: "OAuth 2.0 Token Exchange Flow").
/// </summary>
internal sealed class TokenExchangeFlow : ISignInFlow
{
    private const string GrantType = "urn:ietf:params:oauth:grant-type:token-exchange";

    private readonly ISubjectTokenSource _source;
    private readonly string _subjectTokenType;
    private readonly string? _handler;
    private readonly string? _scope;

    /// <summary>Sets up the flow.</summary>
    /// <param name="client">The app.</param>
    /// <param name="source">Gets the token to exchange, for each sign-in; the flow disposes it.</param>
    /// <param name="subjectTokenType">The type of that token: a name or a URN.</param>
    /// <param name="handler">The org's handler; null for the app's default.</param>
    /// <param name="scope">Scopes, separated by spaces; null or empty for all of the app.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.SubjectTokenInvalid"/>, <see cref="SfErrorKind.LoginScopeInvalid"/> or <see cref="SfErrorKind.NameInvalid"/>.
    /// </exception>
    public TokenExchangeFlow(
        OAuthClient client, ISubjectTokenSource source, string subjectTokenType, string? handler = null, string? scope = null)
    {
        Client = client;
        _source = source;
        _subjectTokenType = SubjectTokenType.Parse(subjectTokenType);
        _handler = SignInValue.TokenHandler(handler);
        _scope = SignInValue.Scope(scope);
    }

    /// <inheritdoc/>
    public OAuthClient Client { get; }

    /// <inheritdoc/>
    public Uri LoginUrl => Client.LoginUrl;

    /// <inheritdoc/>
    public TokenCacheSubject CacheSubject => TokenCacheSubject.Of(
        GrantKind.TokenExchange, Client, credential: $"{_source.Credential}\n{_subjectTokenType}\n{_handler}", scope: _scope);

    /// <inheritdoc/>
    public Task<byte[]?> CreateSealSecretAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken) =>
        TokenSeal.CreateSecretAsync(_source.Credential, text);

    /// <inheritdoc/>
    public Task<TokenResponse> RequestTokenAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        var token = string.Empty;
        return TokenEndpoint.RequestAsync(
            transport,
            new TokenRequest
            {
                LoginUrl = LoginUrl,
                Attempt = () => Describe(token, transport.Time.GetUtcNow()),
                Prepare = async cancel => token = SubjectToken.Check(
                    await _source.GetAsync(transport, options, observer, cancel).ConfigureAwait(false)),
                Form = () => Task.FromResult(Form(token)),
            },
            options,
            observer,
            cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private KeyValuePair<string, string>[] Form(string token)
    {
        var form = new List<(string Name, string Value)>
        {
            ("grant_type", GrantType),
            ("subject_token", token),
            ("subject_token_type", _subjectTokenType),
        };
        if (_handler is not null)
        {
            form.Add(("token_handler", _handler));
        }

        if (!string.IsNullOrEmpty(_scope))
        {
            form.Add(("scope", _scope));
        }

        return Client.Form([.. form]);
    }

    private LoginAttempt Describe(string token, DateTimeOffset now) => new()
    {
        Grant = GrantKind.TokenExchange,
        LoginUrl = LoginUrl,
        ClientId = Client.ClientId,
        TokenHandler = _handler,
        SubjectToken = Exchange.SubjectToken.Describe(token, now),
    };
}
