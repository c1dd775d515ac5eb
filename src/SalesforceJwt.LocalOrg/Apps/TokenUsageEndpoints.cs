using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.OAuth;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg;

/// <summary>
/// The users and refresh tokens of external client apps in <c>/apps/oauth/usage</c> of the Connect REST API, which also revokes the tokens.
/// </summary>
internal sealed class TokenUsageEndpoints(Org org)
{
    private const string Usage = "/services/data/{version}/apps/oauth/usage";
    private const int OldestVersion = 59;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead(Usage + "/{app}/users", ShowUsersAsync);
        routes.MapRead(Usage + "/{app}/{user}/tokens", ShowTokensAsync);
        routes.MapDelete(Usage + "/{app}/{user}/tokens", context => Revoke(context, Tokens(context)));
        routes.MapDelete(Usage + "/{app}/tokens", context => Revoke(context, Tokens(context)));
        routes.MapDelete(Usage + "/tokens/{token}", RevokeOneAsync);
    }

    private Task ShowUsersAsync(HttpContext context)
    {
        var app = FindApp(context);
        return Json.WriteAsync(context, StatusCodes.Status200OK, new
        {
            users = Tokens(context).Select(token => token.User).Distinct().Select(user => new
            {
                appDeveloperName = AppRecords.DeveloperNameOf(app),
                appIdentifier = app.RecordId,
                userIdentifier = user.Id,
                username = user.Username,
            }),
            currentPageUrl = context.Request.Path.Value,
            nextPageUrl = (string?)null,
        });
    }

    private Task ShowTokensAsync(HttpContext context)
    {
        var app = FindApp(context);
        var ids = org.OauthTokens.Ids();
        return Json.WriteAsync(context, StatusCodes.Status200OK, new
        {
            tokens = Tokens(context).Select(token => new
            {
                accessTokenFormat = app.IssuesJwtTokens ? "JWT" : "Opaque",
                appDeveloperName = AppRecords.DeveloperNameOf(app),
                appIdentifier = app.RecordId,
                initialConnectionAt = token.IssuedAt,
                lastUsedAt = token.LastUsedAt,
                revocationUrl = $"{ApiRoot.Of(context)}/apps/oauth/usage/tokens/{ids.GetValueOrDefault(token, "")}",
                useCount = token.UseCount,
                userIdentifier = token.User.Id,
                username = token.User.Username,
            }),
            currentPageUrl = context.Request.Path.Value,
            nextPageUrl = (string?)null,
        });
    }

    private Task RevokeOneAsync(HttpContext context)
    {
        context.RequireVersion(OldestVersion);
        return Revoke(context, [org.OauthTokens.Find(context.RouteValue("token")) ?? throw ApiException.NotFound()]);
    }

    private Task Revoke(HttpContext context, IEnumerable<RefreshToken> tokens)
    {
        foreach (var token in tokens.ToList())
        {
            org.Revocation.Revoke(token);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    /// <summary>The refresh tokens of the app, and of the user if the path names one.</summary>
    private IEnumerable<RefreshToken> Tokens(HttpContext context)
    {
        var app = FindApp(context);
        var user = context.Request.RouteValues.ContainsKey("user")
            ? org.Users.FindById(context.RouteValue("user")) ?? throw ApiException.NotFound()
            : null;
        return org.RefreshTokens.All.Where(token => token.App == app && (user is null || token.User == user));
    }

    private ConnectedApp FindApp(HttpContext context)
    {
        context.RequireVersion(OldestVersion);
        var id = SalesforceId.Key(context.RouteValue("app"));
        return org.Apps.All.FirstOrDefault(app => app.Kind == AppKind.ExternalClientApp && SalesforceId.Key(app.RecordId) == id)
            ?? throw ApiException.NotFound();
    }
}
