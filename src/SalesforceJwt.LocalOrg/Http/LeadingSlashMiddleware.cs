namespace SalesforceJwt.LocalOrg.Http;

/// <summary>
/// Treats several slashes at the start of a path as one, as Salesforce does: <c>sf org login access-token</c> keeps the instance URL with a
/// trailing slash and then requests <c>//services/data</c>; examples in Salesforce's documentation have it too.
/// </summary>
internal static class LeadingSlashMiddleware
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.Value is ['/', '/', ..] path)
        {
            context.Request.Path = $"/{path.TrimStart('/')}";
        }

        return next(context);
    }
}
