using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>Who a token belongs to, and its end.</summary>
internal sealed class IdentityEndpoints(Org org)
{
    private static readonly string[] RevokeMethods = [HttpMethods.Get, HttpMethods.Post];
    private static readonly string[] IdentityMethods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/services/oauth2/revoke", RevokeMethods, RevokeAsync);
        routes.MapMethods("/services/oauth2/userinfo", IdentityMethods, DescribeForOpenIdAsync);
        routes.MapMethods("/id/{orgId}/{userId}", IdentityMethods, DescribeAsync);
    }

    private async Task RevokeAsync(HttpContext context)
    {
        var token = context.Request.HasFormContentType
            ? (await context.Request.ReadFormAsync(context.RequestAborted))["token"].ToString()
            : context.Request.Query["token"].ToString();
        if (!org.Revoke(token))
        {
            throw new OAuthException("invalid_token", "invalid token");
        }
    }

    private async Task DescribeForOpenIdAsync(HttpContext context)
    {
        if (await FindSessionAsync(context) is not { } session)
        {
            return;
        }

        var user = session.User;
        await Json.WriteAsync(context, StatusCodes.Status200OK, new
        {
            sub = IdentityUrl(context, user),
            user_id = user.Id,
            organization_id = org.Id,
            preferred_username = user.Username,
            nickname = user.Username.Split('@')[0],
            name = user.Username,
            email = user.Username,
            email_verified = true,
            zoneinfo = "GMT",
            active = user.IsActive,
            user_type = "STANDARD",
            urls = Urls(context),
        });
    }

    private async Task DescribeAsync(HttpContext context)
    {
        if (await FindSessionAsync(context) is not { } session)
        {
            return;
        }

        var user = session.User;
        if (context.RouteValue("orgId") != org.Id || context.RouteValue("userId") != user.Id)
        {
            await RefuseAsync(context, "Wrong_Org");
            return;
        }

        await Json.WriteAsync(context, StatusCodes.Status200OK, new
        {
            id = IdentityUrl(context, user),
            asserted_user = true,
            user_id = user.Id,
            organization_id = org.Id,
            username = user.Username,
            nick_name = user.Username.Split('@')[0],
            display_name = user.Username,
            email = user.Username,
            active = user.IsActive,
            user_type = "STANDARD",
            language = "en_US",
            locale = "en_US",
            urls = Urls(context),
        });
    }

    /// <summary>The session of the request's token; null after refusing a request without a valid one.</summary>
    private async Task<IssuedToken?> FindSessionAsync(HttpContext context)
    {
        if (RestMiddleware.Bearer(context.Request) is not { } token)
        {
            await RefuseAsync(context, "Missing_OAuth_Token");
            return null;
        }

        var session = org.Tokens.Use(token, org.Now, org.SessionTimeout);
        if (session is null)
        {
            await RefuseAsync(context, "Bad_OAuth_Token");
        }

        return session;
    }

    // These two endpoints refuse with a bare word, not with JSON.
    private static Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/html;charset=UTF-8";
        return context.Response.WriteAsync(reason);
    }

    private string IdentityUrl(HttpContext context, OrgUser user) => $"{Host(context)}/id/{org.Id}/{user.Id}";

    private Dictionary<string, string> Urls(HttpContext context)
    {
        var instance = org.InstanceUrlOverride ?? Host(context);
        return new Dictionary<string, string>
        {
            ["rest"] = $"{instance}/services/data/v{{version}}/",
            ["sobjects"] = $"{instance}/services/data/v{{version}}/sobjects/",
            ["query"] = $"{instance}/services/data/v{{version}}/query/",
            ["custom_domain"] = instance,
        };
    }

    private static string Host(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}";
}
