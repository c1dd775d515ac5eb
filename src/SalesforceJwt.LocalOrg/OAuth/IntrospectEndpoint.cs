using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary><c>/services/oauth2/introspect</c> (RFC 7662): describes an app's own tokens, without extending sessions.</summary>
internal sealed class IntrospectEndpoint(Org org, Hosts hosts, SignInChecks checks)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/services/oauth2/introspect", HandleAsync);

    private async Task HandleAsync(HttpContext context)
    {
        var request = await OAuthRequest.ReadAsync(context);
        var app = FindClient(request);
        var state = Describe(context.Request, app, request["token"]);
        await (state is null
            ? Json.WriteAsync(context, StatusCodes.Status200OK, new { active = false })
            : Json.WriteAsync(context, StatusCodes.Status200OK, state));
    }

    private ConnectedApp FindClient(OAuthRequest request)
    {
        try
        {
            var app = checks.FindApp(request.ClientId, request.Http);
            SignInChecks.VerifySecret(app, request, isRequired: true);
            return request.ClientSecret is null ? throw OAuthException.InvalidClient() : app;
        }
        catch (OAuthException error) when (error.Error is "invalid_client" or "invalid_client_id")
        {
            throw OAuthException.InvalidClient(StatusCodes.Status401Unauthorized);
        }
    }

    private TokenState? Describe(HttpRequest request, ConnectedApp app, string token)
    {
        if (org.Tokens.Find(token) is { } access && access.App == app)
        {
            return new TokenState(
                access.Scope,
                app,
                access.User,
                hosts.IdentityUrl(request, access.User),
                "access_token",
                access.IssuedAt,
                access.LastUsedAt + org.Options.SessionTimeout);
        }

        if (org.RefreshTokens.Find(token) is { User.IsActive: true } refresh && refresh.App == app && !(org.Now >= refresh.ExpiresAt))
        {
            return new TokenState(
                refresh.Scope,
                app,
                refresh.User,
                hosts.IdentityUrl(request, refresh.User),
                "refresh_token",
                refresh.IssuedAt,
                refresh.ExpiresAt);
        }

        return null;
    }
}
