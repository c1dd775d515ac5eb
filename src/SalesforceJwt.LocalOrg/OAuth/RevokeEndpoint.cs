namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary><c>/services/oauth2/revoke</c> (RFC 7009): revokes an access token or a refresh token.</summary>
internal sealed class RevokeEndpoint(Org org)
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post];

    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/services/oauth2/revoke", Methods, HandleAsync);

    private async Task HandleAsync(HttpContext context)
    {
        var token = context.Request.HasFormContentType
            ? (await context.Request.ReadFormAsync(context.RequestAborted))["token"].ToString()
            : context.Request.Query["token"].ToString();

        // Unlike the RFC, an unknown token is an error.
        if (!org.Revocation.Revoke(token) && !org.OauthTokens.Revoke(token))
        {
            throw new OAuthException("invalid_token", "invalid token");
        }
    }
}
