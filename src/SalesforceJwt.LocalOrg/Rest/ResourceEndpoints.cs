using System.Globalization;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>API versions, the resources of a version, limits, record counts and recently viewed records.</summary>
internal sealed class ResourceEndpoints(Org org)
{
    private static readonly string[] Resources =
        ["composite", "jobs", "limits", "parameterizedSearch", "query", "queryAll", "recent", "search", "sobjects", "tooling"];

    // The limits of a Developer Edition. Only API calls are counted here; the others stay unused.
    private static readonly (string Name, int Max)[] FixedLimits =
    [
        ("AnalyticsExternalDataSizeMB", 40_960),
        ("ConcurrentAsyncGetReportInstances", 200),
        ("ConcurrentSyncReportRuns", 20),
        ("DailyAsyncApexExecutions", 250_000),
        ("DailyAsyncApexTests", 500),
        ("DailyBulkApiBatches", 15_000),
        ("DailyBulkV2QueryFileStorageMB", 976_562),
        ("DailyBulkV2QueryJobs", 10_000),
        ("DailyDeliveredPlatformEvents", 10_000),
        ("DailyDurableGenericStreamingApiEvents", 10_000),
        ("DailyDurableStreamingApiEvents", 10_000),
        ("DailyFunctionsApiCallLimit", 50_000),
        ("DailyGenericStreamingApiEvents", 10_000),
        ("DailyStandardVolumePlatformEvents", 10_000),
        ("DailyStreamingApiEvents", 10_000),
        ("DailyWorkflowEmails", 1_000),
        ("DataStorageMB", 5),
        ("DurableStreamingApiConcurrentClients", 20),
        ("FileStorageMB", 20),
        ("HourlyAsyncReportRuns", 1_200),
        ("HourlyDashboardRefreshes", 200),
        ("HourlyDashboardResults", 5_000),
        ("HourlyDashboardStatuses", 999_999_999),
        ("HourlyODataCallout", 1_000),
        ("HourlyPublishedPlatformEvents", 50_000),
        ("HourlyPublishedStandardVolumePlatformEvents", 1_000),
        ("HourlySyncReportRuns", 500),
        ("HourlyTimeBasedWorkflow", 50),
        ("MassEmail", 10),
        ("MonthlyPlatformEvents", 300_000),
        ("PermissionSets", 1_500),
        ("SingleEmail", 15),
        ("StreamingApiConcurrentClients", 20),
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/services/data", context => Json.WriteAsync(context, StatusCodes.Status200OK, ApiVersion.All));
        routes.MapRead("/services/data/{version}", ListResourcesAsync);
        routes.MapRead("/services/data/{version}/limits", ListLimitsAsync);
        routes.MapRead("/services/data/{version}/limits/recordCount", CountRecordsAsync);
        routes.MapRead("/services/data/{version}/recent", ListRecentAsync);
    }

    /// <summary>The entries of a list of recently viewed records.</summary>
    public static IEnumerable<Dictionary<string, object?>> RecentItems(HttpContext context, IEnumerable<Record> records)
    {
        var root = ApiRoot.Of(context);
        return records.Select(record => new Dictionary<string, object?>
        {
            ["attributes"] = new { type = record.Type.Name, url = $"{root}/sobjects/{record.Type.Name}/{record.Id}" },
            ["Id"] = record.Id,
            ["Name"] = record.Type.Fields.FirstOrDefault(field => field.IsNameField) is { } name ? record[name.Name] : null,
        });
    }

    private static Task ListResourcesAsync(HttpContext context)
    {
        var version = context.RouteValue("version");
        return Json.WriteAsync(
            context, StatusCodes.Status200OK, Resources.ToDictionary(name => name, name => $"/services/data/{version}/{name}"));
    }

    private Task ListLimitsAsync(HttpContext context)
    {
        var limits = FixedLimits.ToDictionary(limit => limit.Name, limit => Limit(limit.Max, limit.Max));
        limits["DailyApiRequests"] = Limit(org.Options.DailyApiLimit, org.Options.DailyApiLimit - org.ApiUsage);
        var sorted = limits.OrderBy(limit => limit.Key, StringComparer.Ordinal).ToDictionary(limit => limit.Key, limit => limit.Value);
        return Json.WriteAsync(context, StatusCodes.Status200OK, sorted);
    }

    /// <summary>Counts the records of the given objects, or of all. Unknown names and deleted records are ignored.</summary>
    private Task CountRecordsAsync(HttpContext context)
    {
        var names = context.Request.Query["sObjects"].ToString().Split(
            ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Json.WriteAsync(context, StatusCodes.Status200OK, new
        {
            sObjects = org.Schema.All
                .Where(type => names.Length == 0 || names.Contains(type.Name, StringComparer.OrdinalIgnoreCase))
                .Select(type => new { count = org.Records.All(type).Count(record => !record.IsDeleted), name = type.Name }),
        });
    }

    private Task ListRecentAsync(HttpContext context)
    {
        var limit = int.TryParse(context.Request.Query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
            ? asked
            : int.MaxValue;
        return Json.WriteAsync(
            context, StatusCodes.Status200OK, RecentItems(context, org.Recent.Of(RestMiddleware.Session(context).User.Id).Take(limit)));
    }

    private static Dictionary<string, int> Limit(int max, int remaining) => new() { ["Max"] = max, ["Remaining"] = remaining };
}
