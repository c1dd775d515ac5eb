using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth.Callback;

namespace SalesforceJwt.Core.OAuth;

/// <summary>
/// The user-agent flow (RFC 6749 section 4.2, "implicit"): the token comes straight in the callback's fragment. OAuth 2.1 drops it; it
/// is for apps that allow nothing else.
/// </summary>
/// <param name="client">The app.</param>
/// <param name="signIn">Callback URL, scopes, and how the browser is opened.</param>
internal sealed class UserAgentFlow(OAuthClient client, WebSignIn signIn) : BrowserFlow(client, signIn)
{
    private protected override GrantKind Grant => GrantKind.Implicit;

    private protected override bool TakesFragment => true;

    private protected override IEnumerable<(string Name, string Value)> Fields(string verifier) => [("response_type", "token")];

    private protected override Task<TokenResponse> TakeAsync(
        CallbackAnswer answer, string verifier, HttpTransport transport, SignInOptions options, IHttpObserver? observer,
        CancellationToken cancellationToken) =>
        TokenResponse.From(name => answer[name], LoginUrl, options.AllowedInstanceHosts, transport.Time.GetUtcNow()) is { } token
            ? Task.FromResult(token)
            : throw Useless("a whole token response");
}
