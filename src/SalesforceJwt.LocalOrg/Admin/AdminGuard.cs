using Microsoft.AspNetCore.Http.Features;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.OAuth;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>
/// Protects the administration API: other users of the machine can reach the port, and so can web pages in the owner's browser.
/// </summary>
internal sealed class AdminGuard(string key)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!AdminEndpoints.Handles(request.Path))
        {
            await next(context);
        }
        else if (!IsFromOwnPage(request))
        {
            await WriteErrorAsync(context, StatusCodes.Status403Forbidden, "Requests of other web pages are not allowed.");
        }
        else if (!HasKey(request) && !AdminEndpoints.IsOpen(request))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await WriteErrorAsync(
                context,
                StatusCodes.Status401Unauthorized,
                "The header Authorization must be 'Bearer KEY', with the adminKey of the ready file.");
        }
        else if (HasBody(context) && !request.HasJsonContentType())
        {
            await WriteErrorAsync(context, StatusCodes.Status415UnsupportedMediaType, "The content type must be application/json.");
        }
        else
        {
            await next(context);
        }
    }

    /// <summary>Responds with an error in the shape of the administration API: <c>{"error"}</c>.</summary>
    public static Task WriteErrorAsync(HttpContext context, int status, string message) =>
        Json.WriteAsync(context, status, new { error = message });

    /// <summary>Whether the request can have a body.</summary>
    public static bool HasBody(HttpContext context) => context.Features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody;

    /// <summary>Whether no other web page sent the request. Browsers name the page in these headers; other clients send neither.</summary>
    private static bool IsFromOwnPage(HttpRequest request)
    {
        var (origin, site) = (request.Headers.Origin, request.Headers["Sec-Fetch-Site"].ToString());
        return (origin.Count == 0 || string.Equals(origin, Hosts.Url(request), StringComparison.OrdinalIgnoreCase))
            && site is "" or "none" or "same-origin";
    }

    private bool HasKey(HttpRequest request) => RestMiddleware.Bearer(request) is { } given && SignInChecks.FixedTimeEquals(given, key);
}
