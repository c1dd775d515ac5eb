using System.Net.Http.Headers;
using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary><c>/services/oauth2/token</c>: the JWT bearer flow, with each refusal in Salesforce's own words.</summary>
internal sealed class TokenEndpoint(Org org, Audiences audiences)
{
    private const string FormContentType = "application/x-www-form-urlencoded";
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    public async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-cache, no-store";
        context.Response.Headers.Pragma = "no-cache";
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            throw new OAuthException("invalid_request", "must use HTTP POST");
        }

        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || type.MediaType != FormContentType)
        {
            throw new OAuthException("invalid_request", $"content type must be {FormContentType}");
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form["grant_type"] != JwtBearer)
        {
            throw new OAuthException("unsupported_grant_type", "grant type not supported");
        }

        var (app, user) = Verify(Assertion.Parse(form["assertion"].ToString()));
        var token = org.Tokens.Issue(org.Id, app, user, org.Now);
        var host = $"{context.Request.Scheme}://{context.Request.Host}";
        await Json.WriteAsync(context, StatusCodes.Status200OK, new
        {
            access_token = token.Value,
            scope = app.Scope,
            instance_url = org.InstanceUrlOverride ?? host,
            id = $"{host}/id/{org.Id}/{user.Id}",
            token_type = "Bearer",
        });
    }

    private (ConnectedApp App, OrgUser User) Verify(Assertion assertion)
    {
        if (!org.IsActive)
        {
            throw new OAuthException("inactive_org", "organization is inactive");
        }

        var app = org.FindApp(assertion.Issuer) ?? throw new OAuthException("invalid_client_id", "client identifier invalid");
        VerifyApp(app);
        if (!assertion.IsSignedBy(app.Certificate))
        {
            throw OAuthException.InvalidGrant("invalid assertion");
        }

        VerifyClaims(assertion);
        return (app, VerifyUser(app, assertion.Subject));
    }

    private static void VerifyApp(ConnectedApp app)
    {
        if (!app.IsInstalled)
        {
            throw app.Kind == AppKind.ExternalClientApp
                ? new OAuthException("app_not_found", "External client app is not installed in this org")
                : new OAuthException("invalid_client", "app must be installed into org");
        }

        if (!app.IsJwtBearerEnabled)
        {
            throw new OAuthException("unsupported_grant_type", "grant type not supported");
        }
    }

    private void VerifyClaims(Assertion assertion)
    {
        if (assertion.ExpiresAt <= org.Now)
        {
            // Salesforce's own, misleading words for an assertion that has expired.
            throw OAuthException.InvalidGrant("expired authorization code");
        }

        if (assertion.ExpiresAt > org.Now + org.MaxAssertionLifetime)
        {
            throw OAuthException.InvalidGrant("invalid assertion");
        }

        if (!assertion.Audiences.Any(audiences.Accepts))
        {
            throw OAuthException.InvalidGrant("audience is invalid");
        }
    }

    private OrgUser VerifyUser(ConnectedApp app, string username)
    {
        // Salesforce does not tell an unknown username from one that has not approved the app.
        var user = org.FindUser(username) ?? throw OAuthException.InvalidGrant("user hasn't approved this consumer");
        var refusal = user switch
        {
            { IsActive: false } => "inactive user",
            { IsFrozen: true } => "user is inactive",
            _ when !app.IsApproved(username) => app.Policy == AppPolicy.AdminApproved
                ? throw new OAuthException("invalid_app_access", "user is not admin approved to access this app")
                : "user hasn't approved this consumer",
            _ when user.IsIpRestricted || app.IsIpRestricted => "ip restricted",
            { RequiresHighAssurance: true } => "authentication failure",
            _ when !org.Logins.TryCount(username, org.Now, org.HourlyLoginLimit) => "login rate exceeded",
            _ => null,
        };
        return refusal is null ? user : throw OAuthException.InvalidGrant(refusal);
    }
}
