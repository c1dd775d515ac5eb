using SalesforceJwt.LocalOrg.Audit;
using SalesforceJwt.LocalOrg.OAuth.Exchange;

namespace SalesforceJwt.LocalOrg.OAuth.Grants;

/// <summary>The token exchange flow (RFC 8693): a handler of the org maps a token of another issuer to a user.</summary>
internal sealed class TokenExchangeGrant(Org org, SignInChecks checks, TokenIssuer issuer) : IGrant
{
    private const int LongestToken = 10_000;

    public bool Handles(OAuthRequest request) => request["grant_type"] == "urn:ietf:params:oauth:grant-type:token-exchange";

    public object Respond(OAuthRequest request)
    {
        var app = checks.FindApp(request.ClientId, request.Http);
        SignInChecks.VerifyFlow(app, OAuthFlows.TokenExchange);
        SignInChecks.VerifySecret(app, request, app.RequireSecretForTokenExchange);
        var token = Required(request, "subject_token");
        if (token.Length > LongestToken)
        {
            throw Invalid($"subject_token is longer than {LongestToken} characters");
        }

        var type = SubjectTokenTypes.Parse(Required(request, "subject_token_type")) ?? throw Invalid("unsupported subject_token_type");
        var handler = org.TokenHandlers.FindFor(app, request["token_handler"]) ?? throw Invalid("token handler not found");
        var user = SubjectTokenValidator.FindUser(handler, token, type, org.Now) is { } username ? org.Users.Find(username) : null;
        if (user is null)
        {
            throw Invalid(handler.ErrorMessage ?? "token handler validation failed");
        }

        Verify(app, user);
        var scope = request["scope"] is { Length: > 0 } asked ? asked : app.Scope;
        if (!Scopes.Cover(app.Scope, scope))
        {
            throw new OAuthException("invalid_scope", "the requested scope is not allowed");
        }

        checks.CountLogin(user);
        return issuer.Issue(request.Http, app, user, scope);
    }

    private void Verify(ConnectedApp app, OrgUser user)
    {
        SignInChecks.VerifyState(user);
        SignInChecks.VerifyPolicy(app, user);
        if (org.Options.TokenExchangeNeedsApproval && !app.IsApprovedBy(user))
        {
            throw OAuthException.InvalidGrant("user hasn't approved this consumer").For(user, LoginStatus.NotApproved);
        }

        SignInChecks.VerifyAddress(app, user);
        SignInChecks.VerifyAssurance(app, user);
    }

    private static string Required(OAuthRequest request, string field) =>
        request[field] is { Length: > 0 } value ? value : throw Invalid($"missing required parameter: {field}");

    private static OAuthException Invalid(string description) => new("invalid_request", description);
}
