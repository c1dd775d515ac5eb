using System.Security.Cryptography.X509Certificates;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;

namespace SalesforceJwt.Core.Sessions;

/// <summary>
/// A signed-in session: the user, the instance, the current token, and the flow that renews it. Safe to use from many threads at once.
/// </summary>
internal sealed class SfSession : IDisposable
{
    // A failed renewal is not tried again for this long with the same token: many callers at once, or a loop over many records, would use
    // up the user's sign-ins.
    private static readonly TimeSpan RenewalPause = TimeSpan.FromSeconds(5);

    private readonly ISignInFlow _flow;
    private readonly SfSessionOptions _options;
    private readonly SingleFlight<TokenResponse> _renewal = new();
    private volatile TokenResponse _token;
    private volatile LimitInfo? _limit;
    private volatile SfUser? _user;
    private volatile FailedRenewal? _failedRenewal;
    private volatile bool _disposed;

    private SfSession(ISignInFlow flow, SfSessionOptions options, HttpTransport transport, TokenResponse token)
    {
        _flow = flow;
        _options = options;
        Transport = transport;
        _token = token;
        Versions = new OrgVersions(this, options.ApiVersion);
        Usage = new UsageGuard(options);
        Rest = new SfRestClient(this);
    }

    /// <summary>The app; null if only a token is known.</summary>
    public OAuthClient? Client => _flow.Client;

    /// <summary>The user; null if the flow names none and <see cref="GetUserInfoAsync"/> was not called yet.</summary>
    public string? Username => _flow.Username ?? _user?.Username;

    /// <summary>The user's 18-character id; null if neither the sign-in nor <see cref="GetUserInfoAsync"/> has returned it.</summary>
    public string? UserId => _token.UserId ?? _user?.UserId;

    /// <summary>The org's 18-character id; null if neither the sign-in nor <see cref="GetUserInfoAsync"/> has returned it.</summary>
    public string? OrganizationId => _token.OrganizationId ?? _user?.OrganizationId;

    /// <summary>The refresh token; null if there is none, or the session is closed.</summary>
    public string? RefreshToken => _flow.RefreshToken is { Length: > 0 } token ? token : null;

    /// <summary>The login host.</summary>
    public Uri LoginUrl => _flow.LoginUrl;

    /// <summary>The <c>aud</c> of the assertions; null in flows without one.</summary>
    public string? Audience => _flow.Audience;

    /// <summary>The current token.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.NotConnected"/>: the session was closed, or is offline.</exception>
    public TokenResponse Token => _disposed ? throw Closed() : _flow is OfflineFlow offline ? throw offline.Error : _token;

    /// <summary>The current token, for display; its secret is empty once the session is closed.</summary>
    public TokenResponse Current => _token;

    /// <summary>The REST API version that calls use; null until the first call has asked for the org's newest.</summary>
    public string? ApiVersion => Versions.Current;

    /// <summary>API requests used and allowed in 24 hours, of the last answer; null before the first.</summary>
    public LimitInfo? Limit => _limit;

    /// <summary>Whether the session was closed.</summary>
    public bool IsClosed => _disposed;

    /// <summary>REST calls of this session.</summary>
    public SfRestClient Rest { get; }

    /// <summary>The org's API versions, and the one that calls use.</summary>
    public OrgVersions Versions { get; }

    internal HttpTransport Transport { get; }

    /// <summary>Watches the org's usage.</summary>
    internal UsageGuard Usage { get; }

    /// <summary>The certificate of the signing key; null if there is none, or none was found.</summary>
    internal X509Certificate2? Certificate => _flow.Certificate;

    /// <summary>The settings of this session; calls without settings of their own follow them.</summary>
    public SfSessionOptions Defaults => _options;

    /// <summary>Signs in, with one request if nothing fails.</summary>
    /// <param name="flow">The flow; the session disposes it, even if the sign-in fails.</param>
    /// <exception cref="SfException">The sign-in failed; the error says why and what to do.</exception>
    public static async Task<SfSession> SignInAsync(
        ISignInFlow flow, SfSessionOptions? options = null, IHttpObserver? observer = null, CancellationToken cancellationToken = default)
    {
        options ??= new SfSessionOptions();
        var transport = new HttpTransport(options.HttpSettings, options.CreateHandler, options.Time);
        try
        {
            var token = await flow.RequestTokenAsync(transport, options.SignIn, observer, cancellationToken).ConfigureAwait(false);
            return new SfSession(flow, options, transport, token);
        }
        catch
        {
            transport.Dispose();
            flow.Dispose();
            throw;
        }
    }

    /// <summary>A session without an org, for unit tests: each call fails before anything is sent.</summary>
    public static SfSession CreateOffline(OfflineFlow flow)
    {
        var options = new SfSessionOptions();
        return new SfSession(flow, options, new HttpTransport(options.HttpSettings), flow.Values);
    }

    /// <summary>Gets a new token, once for all callers at the same time.</summary>
    /// <param name="stale">The token that was refused; if the session has another one already, that one is returned.</param>
    /// <exception cref="SfException">The sign-in failed.</exception>
    public Task<TokenResponse> RenewAsync(
        TokenResponse stale, IHttpObserver? observer = null, CancellationToken cancellationToken = default) =>
        RenewAsync(stale, afterRejection: false, observer, cancellationToken);

    /// <summary>
    /// Renews the session; after Salesforce rejected the token, the error of a renewal that failed within the last seconds is thrown again.
    /// </summary>
    internal Task<TokenResponse> RenewAsync(
        TokenResponse stale, bool afterRejection, IHttpObserver? observer, CancellationToken cancellationToken) =>
        _renewal.RunAsync(
            () => Token != stale ? Token : afterRejection && RecentFailure(stale) is { } failure ? throw failure : null,
            async abandoned =>
            {
                try
                {
                    var token = await _flow.RequestTokenAsync(Transport, _options.SignIn, observer, abandoned).ConfigureAwait(false);
                    _token = token;
                    return _disposed ? throw Forget() : token;
                }
                catch (SfException e)
                {
                    _failedRenewal = new FailedRenewal(stale, e, Transport.Time.GetTimestamp());
                    throw;
                }
            },
            cancellationToken);

    /// <summary>The API version of this session's calls: the chosen one, else the org's newest, asked for once.</summary>
    public ValueTask<string> GetApiVersionAsync(IHttpObserver? observer = null, CancellationToken cancellationToken = default) =>
        Versions.GetCurrentAsync(new SfRequest { Uri = string.Empty }, observer, cancellationToken);

    /// <summary>Takes note of the usage of API requests that an answer reports.</summary>
    internal void ObserveUsage(SfResponse response, IHttpObserver? observer)
    {
        if (LimitInfo.From(response) is { } limit)
        {
            _limit = limit;
            Usage.WarnOnce(limit, observer);
        }
    }

    /// <summary>Asks who the token belongs to, and keeps the answer.</summary>
    /// <exception cref="SfException">The call failed; the error says why and what to do.</exception>
    public async Task<SfUser> GetUserInfoAsync(IHttpObserver? observer = null, CancellationToken cancellationToken = default)
    {
        var user = await Rest.SendAsync(
            new SfRequest { Uri = "/services/oauth2/userinfo" },
            async (response, cancel) => Parse(await response.ReadAllAsync(cancel).ConfigureAwait(false)),
            observer,
            cancellationToken).ConfigureAwait(false);
        _user = user;
        return user;

        SfUser Parse(ReadOnlyMemory<byte> body)
        {
            try
            {
                return UserInfoJson.Parse(body) ?? throw Incomplete();
            }
            catch (System.Text.Json.JsonException)
            {
                throw Incomplete();
            }
        }

        SfException Incomplete() => new(
            SfErrorKind.ResponseInvalid,
            $"{Token.InstanceUrl.Host} did not say who the token belongs to.",
            "Check the instance URL, and that nothing between here and Salesforce answers in its place.");
    }

    /// <summary>
    /// Finds out who has signed in, where that is unknown. A token that a user's sign-in has left in the token cache is tried in any case:
    /// now the user can be asked to sign in again, later not.
    /// </summary>
    /// <exception cref="SfException">The token does not work; other faults leave the user unknown.</exception>
    public async Task IdentifyAsync(IHttpObserver? observer = null, CancellationToken cancellationToken = default)
    {
        var username = Username;
        var mayHaveEnded = _token.IsCached && _flow.AsksUser;
        if (username is null || mayHaveEnded)
        {
            try
            {
                username = (await GetUserInfoAsync(observer, cancellationToken).ConfigureAwait(false)).Username;
            }
            catch (SfException e) when (e.Kind == SfErrorKind.PermissionDenied || !(mayHaveEnded || _flow is AccessTokenFlow))
            {
                // The connection works without the name.
                observer?.OnNote($"The user's name is not known: {e.Message}");
            }
        }

        await _flow.ConfirmAsync(username, Transport.Time, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks the authorization server about a token (RFC 7662).</summary>
    /// <param name="client">The app to which it was issued, with its secret.</param>
    /// <param name="token">The token; null for the session's own.</param>
    /// <exception cref="SfException">The server refused; the error says why and what to do.</exception>
    public Task<SfTokenInfo> IntrospectAsync(
        OAuthClient client, string? token = null, IHttpObserver? observer = null, CancellationToken cancellationToken = default) =>
        TokenEndpoint.RequestAsync(
            Transport,
            new TokenRequest
            {
                LoginUrl = Token.InstanceUrl,
                Path = "/services/oauth2/introspect",
                Attempt = () => new LoginAttempt { Grant = GrantKind.None, LoginUrl = Token.InstanceUrl, ClientId = client.ClientId },
                Form = () => Task.FromResult(client.Form(("token", token ?? Token.AccessToken))),
            },
            (json, _) => TokenInfoJson.Parse(json),
            _options.SignIn,
            observer,
            cancellationToken);

    /// <summary>The session as an auth URL of the sf CLI.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.RefreshTokenMissing"/> or <see cref="SfErrorKind.AuthUrlInvalid"/>.</exception>
    public SfAuthUrl ToAuthUrl() => Client is { } client && RefreshToken is { } refresh
        ? SfAuthUrl.Create(new OAuthClient(Token.InstanceUrl, client.ClientId, client.ClientSecret), refresh)
        : throw new SfException(
            SfErrorKind.RefreshTokenMissing,
            $"The connection of {Username ?? "this user"} to {LoginUrl.Authority} has no refresh token, and an auth URL is made of one.",
            new Advice("Sign in through a browser or with a device code, with refresh_token among the scopes.", NextStep.GetRefreshToken));

    /// <summary>Revokes the token at Salesforce, for everybody who has it.</summary>
    public Task RevokeAsync(IHttpObserver? observer = null, CancellationToken cancellationToken = default) =>
        RevokeAsync(Token.AccessToken, observer, cancellationToken);

    /// <summary>Revokes the refresh token and its access tokens at Salesforce, for everybody who has them.</summary>
    public Task RevokeRefreshTokenAsync(IHttpObserver? observer = null, CancellationToken cancellationToken = default) =>
        RefreshToken is { } token ? RevokeAsync(token, observer, cancellationToken) : Task.CompletedTask;

    /// <summary>Revokes another token of the org.</summary>
    /// <param name="token">The token, or what revokes it.</param>
    /// <returns>False if it has ended already.</returns>
    public async Task<bool> RevokeOtherAsync(string token, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        try
        {
            await TokenEndpoint.RevokeAsync(Transport, Token.InstanceUrl, token, _options.SignIn, observer, cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
        catch (SfLoginException e) when (e.Error == "invalid_token")
        {
            return false;
        }
    }

    private async Task RevokeAsync(string token, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        await RevokeOtherAsync(token, observer, cancellationToken).ConfigureAwait(false);
        _flow.Forget();
    }

    /// <summary>
    /// Closes the session on this machine: forgets key and tokens, closes connections. The token stays valid at Salesforce until it
    /// expires.
    /// </summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            Forget();
            _flow.Dispose();
            Transport.Dispose();
        }
    }

    private SfException? RecentFailure(TokenResponse stale) =>
        _failedRenewal is { } failed && failed.Stale == stale && Transport.Time.GetElapsedTime(failed.At) < RenewalPause
            ? failed.Error
            : null;

    private SfException Forget()
    {
        _token = _token with { AccessToken = string.Empty, RefreshToken = null };
        return Closed();
    }

    private SfException Closed() => new(
        SfErrorKind.NotConnected,
        $"The connection of {Username ?? "an unknown user"} to {LoginUrl.Authority} was disconnected.",
        "Connect again.");

    /// <summary>A renewal that failed, and when.</summary>
    private sealed record FailedRenewal(TokenResponse Stale, SfException Error, long At);
}
