using SalesforceJwt.LocalOrg.OAuth.Grants;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>Creates and maps the OAuth endpoints.</summary>
internal static class OAuthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Org org, Audiences audiences)
    {
        var hosts = new Hosts(org);
        var checks = new SignInChecks(org, hosts);
        var issuer = new TokenIssuer(org, hosts);
        var token = new TokenEndpoint(
            org,
            new JwtBearerGrant(org, audiences, checks, issuer),
            new AuthorizationCodeGrant(org, checks, issuer),
            new RefreshTokenGrant(org, checks, issuer),
            new ClientCredentialsGrant(org, hosts, checks, issuer),
            new PasswordGrant(org, checks, issuer),
            new DeviceCodeRequest(org, checks),
            new DeviceGrant(org, checks, issuer),
            new TokenExchangeGrant(org, checks, issuer));

        routes.Map("/services/oauth2/token", token.HandleAsync);
        new LoginEndpoint(org).Map(routes);
        new AuthorizeEndpoint(org, checks, issuer).Map(routes);
        new ConnectEndpoint(org).Map(routes);
        new RevokeEndpoint(org).Map(routes);
        new IntrospectEndpoint(org, hosts, checks).Map(routes);
        new IdentityEndpoints(org, hosts).Map(routes);
        new SingleAccessEndpoint(org, hosts).Map(routes);
        new KeyEndpoints(org).Map(routes);
    }
}
