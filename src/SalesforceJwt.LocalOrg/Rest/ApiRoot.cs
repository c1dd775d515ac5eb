namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>The root path of an API and version.</summary>
internal static class ApiRoot
{
    /// <summary>Such as <c>/services/data/v68.0</c>, or <c>/services/data/v68.0/tooling</c> for the Tooling API.</summary>
    public static string Of(HttpContext context)
    {
        var root = $"/services/data/{context.Request.RouteValues["version"]}";
        return IsTooling(context) ? root + "/tooling" : root;
    }

    /// <summary>Whether the request is for the Tooling API.</summary>
    public static bool IsTooling(HttpContext context) =>
        context.Request.Path.Value!.Split('/') is [_, _, _, _, "tooling", ..];
}
