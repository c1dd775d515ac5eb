using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth.Callback;

namespace SalesforceJwt.Core.OAuth;

/// <summary>
/// The web server flow: an authorization code with PKCE (RFC 6749 section 4.1, RFC 7636 with S256), exchanged at once. Carried through
/// to the token, it is also the user's approval of the app for the JWT bearer flow.
/// </summary>
/// <param name="client">The app; its secret only where the app demands one.</param>
/// <param name="signIn">Callback URL, scopes, and how the browser is opened.</param>
internal sealed class WebServerFlow(OAuthClient client, WebSignIn signIn) : BrowserFlow(client, signIn)
{
    private protected override GrantKind Grant => GrantKind.AuthorizationCode;

    private protected override bool TakesFragment => false;

    private protected override IEnumerable<(string Name, string Value)> Fields(string verifier) =>
    [
        ("response_type", "code"),
        ("code_challenge", Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))),
        ("code_challenge_method", "S256"),
    ];

    private protected override Task<TokenResponse> TakeAsync(
        CallbackAnswer answer, string verifier, HttpTransport transport, SignInOptions options, IHttpObserver? observer,
        CancellationToken cancellationToken)
    {
        var code = answer["code"] ?? throw Useless("a code");
        return TokenEndpoint.RequestAsync(
            transport,
            new TokenRequest
            {
                LoginUrl = LoginUrl,
                Attempt = Attempt,
                Form = () => Task.FromResult(Client.Form(
                    ("grant_type", "authorization_code"),
                    ("code", code),
                    ("redirect_uri", SignIn.CallbackUrl.OriginalString),
                    ("code_verifier", verifier))),

                // A code is good for one exchange.
                RetrySafety = RetrySafety.OnlyIfNotActed,
            },
            options,
            observer,
            cancellationToken);
    }
}
