using SalesforceJwt.LocalOrg.Audit;

namespace SalesforceJwt.LocalOrg.OAuth.Grants;

/// <summary>The username-password flow (RFC 6749, section 4.3), which new orgs block and external client apps do not support.</summary>
internal sealed class PasswordGrant(Org org, SignInChecks checks, TokenIssuer issuer) : IGrant
{
    public bool Handles(OAuthRequest request) => request["grant_type"] == "password";

    public object Respond(OAuthRequest request)
    {
        var app = checks.FindApp(request.ClientId, request.Http);
        SignInChecks.VerifySecret(app, request, isRequired: true);
        var isAllowed = org.Options.AllowsUsernamePasswordFlow
            && app.Kind == AppKind.ConnectedApp
            && app.Flows.HasFlag(OAuthFlows.UsernamePassword);
        var user = org.Users.Find(request["username"]);
        if (!isAllowed
            || user is not { Password: { } password, IsPasswordLocked: false }
            || !SignInChecks.FixedTimeEquals(request["password"], password + user.SecurityToken))
        {
            throw OAuthException.InvalidGrant("authentication failure").For(
                user, user?.IsPasswordLocked == true ? LoginStatus.PasswordLockout : LoginStatus.InvalidPassword);
        }

        SignInChecks.VerifyState(user);
        SignInChecks.VerifyPolicy(app, user);
        SignInChecks.VerifyAddress(app, user);
        SignInChecks.VerifyAssurance(app, user);
        checks.CountLogin(user);
        return issuer.Issue(request.Http, app, user, app.Scope);
    }
}
