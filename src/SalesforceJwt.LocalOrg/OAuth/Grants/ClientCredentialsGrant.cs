namespace SalesforceJwt.LocalOrg.OAuth.Grants;

/// <summary>The client credentials flow (RFC 6749, section 4.4): signs in the app's run-as user, on the My Domain only.</summary>
internal sealed class ClientCredentialsGrant(Org org, Hosts hosts, SignInChecks checks, TokenIssuer issuer) : IGrant
{
    public bool Handles(OAuthRequest request) => request["grant_type"] == "client_credentials";

    public object Respond(OAuthRequest request)
    {
        // First, since a login host does not know the org's apps.
        if (hosts.IsLoginHost(request.Http))
        {
            throw OAuthException.InvalidGrant("request not supported on this domain");
        }

        var app = checks.FindApp(request.ClientId, request.Http);
        if (request.ClientSecret is null || app.ConsumerSecret is null)
        {
            throw OAuthException.InvalidClient();
        }

        SignInChecks.VerifySecret(app, request, isRequired: true);
        if (!app.Flows.HasFlag(OAuthFlows.ClientCredentials))
        {
            throw OAuthException.InvalidGrant("client credentials flow not enabled");
        }

        var user = app.RunAsUsername is { } username ? org.Users.Find(username) : null;
        if (user is null)
        {
            throw OAuthException.InvalidGrant("no client credentials user enabled");
        }

        // The app's "Permitted Users" policy does not apply to the run-as user.
        SignInChecks.VerifyState(user);
        SignInChecks.VerifyAddress(app, user);
        SignInChecks.VerifyAssurance(app, user);
        checks.CountLogin(user);
        return issuer.Issue(request.Http, app, user, app.Scope);
    }
}
