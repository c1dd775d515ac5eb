using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.OAuth.Grants;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary><c>/services/oauth2/token</c>: passes each request to its grant.</summary>
internal sealed class TokenEndpoint(Org org, params IReadOnlyList<IGrant> grants)
{
    public async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-cache, no-store";
        context.Response.Headers.Pragma = "no-cache";
        var request = await OAuthRequest.ReadAsync(context);
        var grant = grants.FirstOrDefault(grant => grant.Handles(request))
            ?? throw new OAuthException("unsupported_grant_type", "grant type not supported");
        object response;
        try
        {
            response = grant.Respond(request);
        }
        catch (OAuthException failure)
        {
            org.LoginLog.AddFailure(context.Request, failure);
            throw;
        }

        await Json.WriteAsync(context, StatusCodes.Status200OK, response);
    }
}
