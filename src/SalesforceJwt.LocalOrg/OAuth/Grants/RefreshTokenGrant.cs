namespace SalesforceJwt.LocalOrg.OAuth.Grants;

/// <summary>The refresh token flow (RFC 6749, section 6): a new access token and, with rotation, a new refresh token.</summary>
internal sealed class RefreshTokenGrant(Org org, SignInChecks checks, TokenIssuer issuer) : IGrant
{
    private const string Ended = "expired access/refresh token";

    public bool Handles(OAuthRequest request) => request["grant_type"] == "refresh_token";

    public object Respond(OAuthRequest request)
    {
        var app = checks.FindApp(request.ClientId, request.Http);
        SignInChecks.VerifyFlow(app, OAuthFlows.RefreshToken);
        SignInChecks.VerifySecret(app, request, app.RequireSecretForRefreshToken);
        var value = request["refresh_token"];
        var token = org.RefreshTokens.Find(value);
        if (token?.App != app)
        {
            throw OAuthException.InvalidGrant(Ended);
        }

        if (org.Now >= token.ExpiresAt)
        {
            throw OAuthException.InvalidGrant("token validity expired");
        }

        SignInChecks.VerifyState(token.User);
        SignInChecks.VerifyPolicy(app, token.User);
        if (app.IpRelaxation != IpRelaxation.EnforceRelaxRefresh)
        {
            SignInChecks.VerifyAddress(app, token.User);
        }

        checks.CountLogin(token.User);
        var renewed = app.RotateRefreshTokens ? org.RefreshTokens.Rotate(value) ?? throw OAuthException.InvalidGrant(Ended) : null;
        return issuer.Issue(request.Http, app, token.User, token.Scope, token) with { RefreshToken = renewed };
    }
}
