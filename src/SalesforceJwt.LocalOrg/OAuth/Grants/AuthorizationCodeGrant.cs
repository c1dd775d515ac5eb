namespace SalesforceJwt.LocalOrg.OAuth.Grants;

/// <summary>The web server flow's second step (RFC 6749, section 4.1.3): exchanges a code for tokens.</summary>
internal sealed class AuthorizationCodeGrant(Org org, SignInChecks checks, TokenIssuer issuer) : IGrant
{
    private const string Expired = "expired authorization code";

    public bool Handles(OAuthRequest request) => request["grant_type"] == "authorization_code";

    public object Respond(OAuthRequest request)
    {
        var app = checks.FindApp(request.ClientId, request.Http);
        SignInChecks.VerifyFlow(app, OAuthFlows.WebServer);
        SignInChecks.VerifySecret(app, request, app.RequireSecretForWebServerFlow);
        var code = org.Codes.Find(request["code"]) ?? throw OAuthException.InvalidGrant("invalid authorization code");
        if (code.App != app)
        {
            throw OAuthException.InvalidGrant("authentication failure");
        }

        if (org.Now - code.IssuedAt >= org.Options.AuthorizationCodeLifetime)
        {
            throw OAuthException.InvalidGrant(Expired);
        }

        if (request["redirect_uri"] != code.RedirectUri)
        {
            throw new OAuthException("redirect_uri_mismatch", "redirect_uri must match configuration");
        }

        if (!code.MatchesVerifier(request["code_verifier"]))
        {
            throw OAuthException.InvalidGrant("invalid code verifier");
        }

        SignInChecks.VerifyState(code.User);
        SignInChecks.VerifyPolicy(app, code.User);
        SignInChecks.VerifyAddress(app, code.User);
        checks.CountLogin(code.User);
        if (!code.TryUse())
        {
            throw OAuthException.InvalidGrant(Expired);
        }

        return issuer.IssueToApproved(request.Http, app, code.User, code.Scope);
    }
}
