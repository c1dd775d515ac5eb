using System.Globalization;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Describes the org's objects, with <c>Last-Modified</c>.</summary>
internal sealed class DescribeEndpoints(Org org)
{
    private const int MaxBatchSize = 200;

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var root in new[] { "/services/data/{version}/sobjects", "/services/data/{version}/tooling/sobjects" })
        {
            routes.MapRead(root, context => DescribeAsync(context, DescribeAll));
            routes.MapRead(root + "/{type}/describe", context => DescribeAsync(context, DescribeOne));
        }

        routes.MapRead("/services/data/{version}/sobjects/{type}", DescribeBrieflyAsync);
    }

    private object DescribeAll(HttpContext context) => new
    {
        encoding = "UTF-8",
        maxBatchSize = MaxBatchSize,
        sobjects = org.Schema.All
            .Where(type => IsIn(context, type))
            .Select(type => ObjectDescription.Summary(type, ApiRoot.Of(context))),
    };

    private Dictionary<string, object?> DescribeOne(HttpContext context) =>
        ObjectDescription.Full(FindType(context), ApiRoot.Of(context), org.Schema);

    private Task DescribeBrieflyAsync(HttpContext context)
    {
        var type = FindType(context);
        return Json.WriteAsync(context, StatusCodes.Status200OK, new
        {
            objectDescribe = ObjectDescription.Summary(type, ApiRoot.Of(context)),
            recentItems = ResourceEndpoints.RecentItems(
                context, org.Recent.Of(RestMiddleware.Session(context).User.Id).Where(record => record.Type == type)),
        });
    }

    /// <summary>Responds with a description, or with 304 if it has not changed since <c>If-Modified-Since</c>.</summary>
    private Task DescribeAsync(HttpContext context, Func<HttpContext, object> describe)
    {
        // First, so that an unknown object fails with and without a date.
        var description = describe(context);
        var response = context.Response;
        response.Headers.LastModified = org.SchemaChangedAt.ToString("R", CultureInfo.InvariantCulture);
        if (context.Request.GetTypedHeaders().IfModifiedSince is { } known && known >= org.SchemaChangedAt)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        if (context.Request.GetTypedHeaders().IfUnmodifiedSince is { } before && before < org.SchemaChangedAt)
        {
            response.StatusCode = StatusCodes.Status412PreconditionFailed;
            return Task.CompletedTask;
        }

        return Json.WriteAsync(context, StatusCodes.Status200OK, description);
    }

    private SObjectType FindType(HttpContext context) =>
        org.Schema.Find(context.RouteValue("type")) is { } type && IsIn(context, type) ? type : throw ApiException.NotFound();

    private static bool IsIn(HttpContext context, SObjectType type) =>
        (ApiRoot.IsTooling(context) ? type.IsTooling : !type.IsToolingOnly)
        && SetupPermissions.CanQuery(RestMiddleware.Session(context).User, type);
}
