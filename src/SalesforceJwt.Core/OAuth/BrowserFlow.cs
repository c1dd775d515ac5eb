using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth.Callback;
using SalesforceJwt.Core.OAuth.TokenCache;

namespace SalesforceJwt.Core.OAuth;

/// <summary>A flow through the browser, which redirects back to this machine (RFC 8252: "OAuth 2.0 for Native Apps").</summary>
internal abstract class BrowserFlow : InteractiveFlow
{
    private protected BrowserFlow(OAuthClient client, WebSignIn signIn)
        : base(client)
    {
        LoopbackListener.RequireLoopback(signIn.CallbackUrl);
        SignIn = signIn with
        {
            LoginHint = signIn.LoginHint is null ? null : SignInValue.Username(signIn.LoginHint),
            Scope = SignInValue.Scope(signIn.Scope),
        };
    }

    private protected WebSignIn SignIn { get; }

    private protected abstract GrantKind Grant { get; }

    /// <inheritdoc/>
    public override TokenCacheSubject CacheSubject =>
        TokenCacheSubject.Of(Grant, Client, username: SignIn.LoginHint, scope: SignIn.Scope);

    /// <inheritdoc/>
    private protected sealed override async Task<TokenResponse> SignInAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        var state = RandomText();
        var verifier = RandomText();
        using var listener = new LoopbackListener(SignIn.CallbackUrl, state, TakesFragment);
        var authorizeUrl = AuthorizeUrl(state, verifier);
        SignIn.Show(authorizeUrl, listener.StartAt(authorizeUrl, RandomText()));
        var answer = await listener.WaitAsync(SignIn.Timeout, transport.Time, cancellationToken).ConfigureAwait(false);
        try
        {
            if (answer["error"] is { } error)
            {
                throw TokenErrors.Refused(error, answer["error_description"], Attempt());
            }

            var token = await TakeAsync(answer, verifier, transport, options, observer, cancellationToken).ConfigureAwait(false);
            await listener.CloseAsync(CallbackPage.Success(LoginUrl.Host)).ConfigureAwait(false);
            return token;
        }
        catch (SfException e)
        {
            await listener.CloseAsync(CallbackPage.Failure(e.Message, e.Remedy)).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Whether the answer comes in the URL's fragment, which only a script in the browser can read.</summary>
    private protected abstract bool TakesFragment { get; }

    /// <summary>The fields of the authorization request that only this flow has.</summary>
    private protected abstract IEnumerable<(string Name, string Value)> Fields(string verifier);

    /// <summary>Makes a token of the answer.</summary>
    private protected abstract Task<TokenResponse> TakeAsync(
        CallbackAnswer answer, string verifier, HttpTransport transport, SignInOptions options, IHttpObserver? observer,
        CancellationToken cancellationToken);

    private protected LoginAttempt Attempt() => new()
    {
        Grant = Grant,
        LoginUrl = LoginUrl,
        ClientId = Client.ClientId,
        Username = SignIn.LoginHint,
        CallbackUrl = SignIn.CallbackUrl,
    };

    /// <summary>The error for a callback without a usable result.</summary>
    private protected SfException Useless(string lack) => new SfLoginException(
        SfErrorKind.ResponseInvalid,
        $"{LoginUrl.Host} sent the browser back with neither {lack} nor an error.",
        $"Sign in again; if it happens again, check that {LoginUrl} is a Salesforce login host, and that no proxy answers in its place.")
    { LoginUrl = LoginUrl };

    // 256 bits, as RFC 7636 section 4.1 recommends for a verifier; 43 characters.
    private static string RandomText() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    private Uri AuthorizeUrl(string state, string verifier)
    {
        (string Name, string? Value)[] fields =
        [
            .. Fields(verifier).Select(f => (f.Name, (string?)f.Value)),
            ("client_id", Client.ClientId),
            ("redirect_uri", SignIn.CallbackUrl.OriginalString),
            ("scope", SignIn.Scope),
            ("state", state),
            ("login_hint", SignIn.LoginHint),
            ("prompt", SignIn.Prompt),
        ];
        var query = fields.Where(f => !string.IsNullOrEmpty(f.Value)).Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value!)}");
        return new Uri(LoginUrl, "/services/oauth2/authorize?" + string.Join('&', query));
    }
}
