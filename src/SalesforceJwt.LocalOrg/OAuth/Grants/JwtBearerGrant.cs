using SalesforceJwt.LocalOrg.Audit;

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
        var named = org.Users.Find(assertion.Subject);
        if (!assertion.IsSignedBy(app.Certificate))
        {
            throw OAuthException.InvalidGrant("invalid assertion").For(named, LoginStatus.SignatureInvalid);
        }

        VerifyClaims(assertion, named);

        // Salesforce's error for an unknown username is that of a user who has not approved the app.
        var user = named ?? throw OAuthException.InvalidGrant(NotApproved);
        VerifyUser(app, user);
        return issuer.IssueWithoutSignature(request.Http, app, user);
    }

    private void VerifyClaims(Assertion assertion, OrgUser? user)
    {
        if (assertion.ExpiresAt <= org.Now)
        {
            // Salesforce's misleading message for an expired assertion.
            throw OAuthException.InvalidGrant("expired authorization code").For(user, LoginStatus.AssertionExpired);
        }

        if (assertion.ExpiresAt > org.Now + org.Options.MaxAssertionLifetime)
        {
            throw OAuthException.InvalidGrant("invalid assertion").For(user, LoginStatus.SignatureInvalid);
        }

        if (!assertion.Audiences.Any(audiences.Accepts))
        {
            throw OAuthException.InvalidGrant("audience is invalid").For(user, LoginStatus.AudienceInvalid);
        }
    }

    private void VerifyUser(ConnectedApp app, OrgUser user)
    {
        SignInChecks.VerifyState(user);
        SignInChecks.VerifyPolicy(app, user);
        if (!app.IsApprovedBy(user) || LacksScope(app))
        {
            throw OAuthException.InvalidGrant(NotApproved).For(user, LoginStatus.NotApproved);
        }

        SignInChecks.VerifyAddress(app, user);
        SignInChecks.VerifyAssurance(app, user);
        checks.CountLogin(user);
    }

    private bool LacksScope(ConnectedApp app) =>
        org.Options.Metadata.JwtNeedsRefreshTokenScope && app.Policy == AppPolicy.AdminApproved && !Scopes.IsOffline(app.Scope);
}
