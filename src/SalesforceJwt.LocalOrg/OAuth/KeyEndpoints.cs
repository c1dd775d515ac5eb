using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg.OAuth;

/// <summary>
/// What clients need to verify the org's tokens: its keys, and its OpenID configuration, which names them. Open to everybody.
/// </summary>
internal sealed class KeyEndpoints(Org org)
{
    private static readonly string[] ResponseTypes = ["code", "token"];
    private static readonly string[] SubjectTypes = ["public"];
    private static readonly string[] Algorithms = ["RS256"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/id/keys", context => Json.WriteAsync(context, StatusCodes.Status200OK, new { keys = org.SigningKeys.Published }));
        routes.MapGet("/.well-known/openid-configuration", DescribeAsync);
    }

    private static Task DescribeAsync(HttpContext context)
    {
        var host = Hosts.Url(context.Request);
        return Json.WriteAsync(context, StatusCodes.Status200OK, new
        {
            issuer = host,
            authorization_endpoint = $"{host}/services/oauth2/authorize",
            token_endpoint = $"{host}/services/oauth2/token",
            revocation_endpoint = $"{host}/services/oauth2/revoke",
            userinfo_endpoint = $"{host}/services/oauth2/userinfo",
            jwks_uri = $"{host}/id/keys",
            introspection_endpoint = $"{host}/services/oauth2/introspect",
            response_types_supported = ResponseTypes,
            subject_types_supported = SubjectTypes,
            id_token_signing_alg_values_supported = Algorithms,
        });
    }
}
