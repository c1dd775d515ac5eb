namespace SalesforceJwt.LocalOrg.OAuth.Grants;

/// <summary>The JWT bearer flow (RFC 7523): exchanges an assertion for an access token, never a refresh token.</summary>
internal sealed class JwtBearerGrant(Org org, Audiences audiences, SignInChecks checks, TokenIssuer issuer) : IGrant
{
    private const string NotApproved = "user hasn't approved this consumer";

    public bool Handles(OAuthRequest request) => request["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer";

    public object Respond(OAuthRequest request)
    {
        var assertion = Assertion.Parse(request["assertion"]);
        var app = checks.FindApp(assertion.Issuer, request.Http);
        SignInChecks.VerifyFlow(app, OAuthFlows.JwtBearer);
        if (!assertion.IsSignedBy(app.Certificate))
        {
            throw OAuthException.InvalidGrant("invalid assertion");
        }

        VerifyClaims(assertion);
        var user = FindUser(app, assertion.Subject);
        return issuer.IssueWithoutSignature(request.Http, app, user);
    }

    private void VerifyClaims(Assertion assertion)
    {
        if (assertion.ExpiresAt <= org.Now)
        {
            // Salesforce's misleading message for an expired assertion.
            throw OAuthException.InvalidGrant("expired authorization code");
        }

        if (assertion.ExpiresAt > org.Now + org.Options.MaxAssertionLifetime)
        {
            throw OAuthException.InvalidGrant("invalid assertion");
        }

        if (!assertion.Audiences.Any(audiences.Accepts))
        {
            throw OAuthException.InvalidGrant("audience is invalid");
        }
    }

    private OrgUser FindUser(ConnectedApp app, string username)
    {
        // Salesforce's error for an unknown username is that of a user who has not approved the app.
        var user = org.Users.Find(username) ?? throw OAuthException.InvalidGrant(NotApproved);
        SignInChecks.VerifyState(user);
        SignInChecks.VerifyPolicy(app, user);
        if (!app.IsApprovedBy(user) || LacksScope(app))
        {
            throw OAuthException.InvalidGrant(NotApproved);
        }

        SignInChecks.VerifyAddress(app, user);
        SignInChecks.VerifyAssurance(app, user);
        checks.CountLogin(user);
        return user;
    }

    private bool LacksScope(ConnectedApp app) =>
        org.Options.Metadata.JwtNeedsRefreshTokenScope && app.Policy == AppPolicy.AdminApproved && !Scopes.IsOffline(app.Scope);
}
