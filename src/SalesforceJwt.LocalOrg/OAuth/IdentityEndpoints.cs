using System.Globalization;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>Describes the user of a token: <c>/services/oauth2/userinfo</c> and the identity URL.</summary>
internal sealed class IdentityEndpoints(Org org, Hosts hosts)
{
    private static readonly string[] IdentityMethods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/services/oauth2/userinfo", IdentityMethods, DescribeForOpenIdAsync);
        routes.MapMethods("/id/{orgId}/{userId}", IdentityMethods, DescribeAsync);
    }

    /// <summary>The errors of these endpoints are a single word, not JSON.</summary>
    public static Task WriteErrorAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/html;charset=UTF-8";
        return context.Response.WriteAsync(reason);
    }

    private async Task DescribeForOpenIdAsync(HttpContext context)
    {
        if (await FindSessionAsync(context) is not { } session)
        {
            return;
        }

        var user = session.User;
        var instance = hosts.InstanceUrl(context.Request);
        await Json.WriteAsync(context, StatusCodes.Status200OK, new
        {
            sub = hosts.IdentityUrl(context.Request, user),
            user_id = user.Id,
            organization_id = org.Id,
            preferred_username = user.Username,
            nickname = user.Username.Split('@')[0],
            name = user.Name,
            email = user.Username,
            email_verified = true,
            family_name = user.Name,
            zoneinfo = "GMT",
            photos = new { picture = $"{instance}/profilephoto/005/F", thumbnail = $"{instance}/profilephoto/005/T" },
            profile = $"{instance}/{user.Id}",
            picture = $"{instance}/profilephoto/005/F",
            address = new { },
            is_salesforce_integration_user = false,
            urls = Urls(context, user),
            active = user.IsActive,
            user_type = "STANDARD",
            language = "en_US",
            locale = "en_US",
            utcOffset = 0,
            updated_at = user.UpdatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            is_app_installed = true,
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
            await WriteErrorAsync(context, "Wrong_Org");
            return;
        }

        await Json.WriteAsync(context, StatusCodes.Status200OK, new
        {
            id = hosts.IdentityUrl(context.Request, user),
            asserted_user = true,
            user_id = user.Id,
            organization_id = org.Id,
            username = user.Username,
            nick_name = user.Username.Split('@')[0],
            display_name = user.Name,
            email = user.Username,
            active = user.IsActive,
            user_type = "STANDARD",
            language = "en_US",
            locale = "en_US",
            urls = Urls(context, user),
        });
    }

    /// <summary>The session of the request's token; null after an error response if there is none.</summary>
    private async Task<IssuedToken?> FindSessionAsync(HttpContext context)
    {
        if (RestMiddleware.Bearer(context.Request) is not { } token)
        {
            await WriteErrorAsync(context, "Missing_OAuth_Token");
            return null;
        }

        var session = org.Tokens.Use(token);
        if (session is null)
        {
            await WriteErrorAsync(context, "Bad_OAuth_Token");
        }

        return session;
    }

    private Dictionary<string, string> Urls(HttpContext context, OrgUser user)
    {
        var instance = hosts.InstanceUrl(context.Request);
        var data = $"{instance}/services/data/v{{version}}";
        var soap = $"{instance}/services/Soap";
        return new Dictionary<string, string>
        {
            ["enterprise"] = $"{soap}/c/{{version}}/{org.Id}",
            ["metadata"] = $"{soap}/m/{{version}}/{org.Id}",
            ["partner"] = $"{soap}/u/{{version}}/{org.Id}",
            ["rest"] = $"{data}/",
            ["sobjects"] = $"{data}/sobjects/",
            ["search"] = $"{data}/search/",
            ["query"] = $"{data}/query/",
            ["recent"] = $"{data}/recent/",
            ["tooling_soap"] = $"{soap}/T/{{version}}/{org.Id}",
            ["tooling_rest"] = $"{data}/tooling/",
            ["profile"] = $"{instance}/{user.Id}",
            ["feeds"] = $"{data}/chatter/feeds",
            ["groups"] = $"{data}/chatter/groups",
            ["users"] = $"{data}/chatter/users",
            ["feed_items"] = $"{data}/chatter/feed-items",
            ["feed_elements"] = $"{data}/chatter/feed-elements",
            ["custom_domain"] = instance,
        };
    }
}
