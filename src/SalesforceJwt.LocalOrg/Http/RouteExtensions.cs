using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Http;

/// <summary>Extensions for routes.</summary>
internal static class RouteExtensions
{
    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps GET and HEAD; the server omits the body of a response to HEAD.</summary>
    public static void MapRead(this IEndpointRouteBuilder routes, string pattern, RequestDelegate handler) =>
        routes.MapMethods(pattern, ReadMethods, handler);

    /// <summary>The value of a required route parameter.</summary>
    public static string RouteValue(this HttpContext context, string name) => (string)context.Request.RouteValues[name]!;

    /// <summary>The API version of the route, such as 68.0.</summary>
    public static decimal ApiVersion(this HttpContext context) =>
        decimal.Parse(context.RouteValue("version").AsSpan(1), CultureInfo.InvariantCulture);

    /// <summary>Checks that the API version of the route has a resource.</summary>
    /// <exception cref="ApiException">It is older than the resource.</exception>
    public static void RequireVersion(this HttpContext context, decimal oldest)
    {
        if (context.ApiVersion() < oldest)
        {
            throw ApiException.NotFound();
        }
    }

    /// <summary>The last segment of the path, unescaped: in a route value an escaped slash stays escaped.</summary>
    public static string LastSegment(this HttpContext context)
    {
        var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0].TrimEnd('/');
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}
