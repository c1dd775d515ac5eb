using Microsoft.AspNetCore.Http.Features;

namespace SalesforceJwt.LocalOrg.Http;

/// <summary>Shorthand for routes.</summary>
internal static class RouteExtensions
{
    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps GET, and HEAD with it: the server leaves the body of a HEAD's answer out by itself.</summary>
    public static void MapRead(this IEndpointRouteBuilder routes, string pattern, RequestDelegate handler) =>
        routes.MapMethods(pattern, ReadMethods, handler);

    /// <summary>Value of a part of the route that is always there.</summary>
    public static string RouteValue(this HttpContext context, string name) => (string)context.Request.RouteValues[name]!;

    /// <summary>The last part of the path as the client meant it: in a route value an escaped slash stays escaped.</summary>
    public static string LastSegment(this HttpContext context)
    {
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0].TrimEnd('/');
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}
