namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>The path that the resources of one API and version begin with.</summary>
internal static class ApiRoot
{
    /// <summary>Such as <c>/services/data/v68.0</c>, or <c>/services/data/v68.0/tooling</c> for the Tooling API.</summary>
    public static string Of(HttpContext context)
    {
        var root = $"/services/data/{context.Request.RouteValues["version"]}";
        return IsTooling(context) ? root + "/tooling" : root;
    }

    /// <summary>Whether the request is one of the Tooling API.</summary>
    public static bool IsTooling(HttpContext context) =>
        context.Request.Path.Value!.Split('/') is [_, _, _, _, "tooling", ..];
}
