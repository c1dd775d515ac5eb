using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Versions, the resources of a version, and the org's limits.</summary>
internal sealed class ResourceEndpoints(Org org)
{
    private static readonly string[] Resources = ["composite", "jobs", "limits", "query", "queryAll", "sobjects", "tooling"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/services/data", context => Json.WriteAsync(context, StatusCodes.Status200OK, ApiVersion.All));
        routes.MapRead("/services/data/{version}", ListResourcesAsync);
        routes.MapRead("/services/data/{version}/limits", ListLimitsAsync);
    }

    private static Task ListResourcesAsync(HttpContext context)
    {
        var version = context.RouteValue("version");
        return Json.WriteAsync(
            context, StatusCodes.Status200OK, Resources.ToDictionary(name => name, name => $"/services/data/{version}/{name}"));
    }

    private Task ListLimitsAsync(HttpContext context) => Json.WriteAsync(context, StatusCodes.Status200OK, new Dictionary<string, object>
    {
        ["DailyApiRequests"] = Limit(org.DailyApiLimit, org.DailyApiLimit - org.ApiUsage),
        ["DailyBulkApiBatches"] = Limit(15000, 15000),
        ["DailyBulkV2QueryJobs"] = Limit(10000, 10000),
        ["DataStorageMB"] = Limit(5, 5),
        ["FileStorageMB"] = Limit(20, 20),
    });

    private static Dictionary<string, int> Limit(int max, int remaining) => new() { ["Max"] = max, ["Remaining"] = remaining };
}
