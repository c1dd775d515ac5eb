using Microsoft.AspNetCore.WebUtilities;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>A request to <c>/services/oauth2/authorize</c> with known app and callback URL, so that errors can be sent there.</summary>
internal sealed class AuthorizationRequest
{
    private const string Token = "token";
    private readonly IQueryCollection _query;

    private AuthorizationRequest(IQueryCollection query, ConnectedApp app, string redirectUri)
    {
        _query = query;
        App = app;
        RedirectUri = redirectUri;
    }

    public ConnectedApp App { get; }

    public string RedirectUri { get; }

    /// <summary>Whether it requests a token (user-agent flow) rather than a code.</summary>
    public bool IsForToken => Value("response_type") == Token;

    /// <summary>The scopes requested; all of the app's if there are none.</summary>
    public string Scope => Value("scope") is { Length: > 0 } asked ? asked : App.Scope;

    public string? CodeChallenge => _query.ContainsKey("code_challenge") ? Value("code_challenge") : null;

    public string LoginHint => Value("login_hint");

    /// <summary>Whether a refresh token may be sent to the callback: not over the network without encryption.</summary>
    public bool CanTakeRefreshToken =>
        Uri.TryCreate(RedirectUri, UriKind.Absolute, out var url) && (url.Scheme != Uri.UriSchemeHttp || url.IsLoopback);

    /// <exception cref="OAuthException">The app or its callback is wrong: nothing may be sent there.</exception>
    public static AuthorizationRequest Read(HttpRequest request, SignInChecks checks)
    {
        var app = checks.FindApp(request.Query["client_id"].ToString(), request);
        var redirectUri = request.Query["redirect_uri"].ToString();
        if (redirectUri.Length == 0)
        {
            throw new OAuthException("redirect_uri_missing", "redirect_uri not provided");
        }

        return app.CallbackUrls.Contains(redirectUri)
            ? new AuthorizationRequest(request.Query, app, redirectUri)
            : throw new OAuthException("redirect_uri_mismatch", "redirect_uri must match configuration");
    }

    /// <exception cref="OAuthException">The flow, a scope or the challenge is invalid.</exception>
    public void Verify()
    {
        var flow = Value("response_type") switch
        {
            "code" => OAuthFlows.WebServer,
            Token => OAuthFlows.UserAgent,
            _ => OAuthFlows.None,
        };
        if (flow == OAuthFlows.None || !App.Flows.HasFlag(flow))
        {
            throw new OAuthException("unsupported_response_type", "response type not supported");
        }

        if (!Scopes.Cover(App.Scope, Scope))
        {
            throw new OAuthException("invalid_scope", "the requested scope is not allowed");
        }

        VerifyChallenge();
    }

    public bool HasPrompt(string prompt) => Value("prompt").Split(' ').Contains(prompt);

    /// <summary>The callback URL with the response parameters: in the query for a code, in the fragment for a token.</summary>
    public string Callback(params IEnumerable<KeyValuePair<string, string?>> answer)
    {
        var parameters = answer.Where(one => one.Value is not null).ToList();
        if (_query.ContainsKey("state"))
        {
            parameters.Add(new("state", Value("state")));
        }

        return IsForToken
            ? $"{RedirectUri}#{QueryHelpers.AddQueryString("", parameters).TrimStart('?')}"
            : QueryHelpers.AddQueryString(RedirectUri, parameters);
    }

    private string Value(string name) => _query[name].ToString();

    // In RFC 7636 a challenge without a method is plain; Salesforce supports S256 only and needs no method.
    private void VerifyChallenge()
    {
        if (CodeChallenge is null)
        {
            if (App.RequirePkce && !IsForToken)
            {
                throw new OAuthException("invalid_request", "missing required code challenge");
            }

            return;
        }

        if (_query.ContainsKey("code_challenge_method") && Value("code_challenge_method") != "S256")
        {
            throw new OAuthException("invalid_request", "code challenge method not supported");
        }

        var isSha256 = CodeChallenge.Length == 43
            && CodeChallenge.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
        if (!isSha256)
        {
            throw new OAuthException("invalid_request", "invalid code challenge");
        }
    }
}
