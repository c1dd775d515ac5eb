using System.Globalization;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>Answers with the jobs of a kind, page by page.</summary>
internal static class BulkJobList
{
    private static readonly string[] Parameters = ["isPkChunkingEnabled", "jobType", "concurrencyMode", "queryLocator"];

    public static Task WriteAsync<T>(HttpContext context, Org org, string resource)
        where T : BulkJob
    {
        var query = context.Request.Query;
        if (query.Keys.FirstOrDefault(key => !Parameters.Contains(key)) is { } unknown)
        {
            throw ApiException.BadRequest("INVALID_QUERY_PARAMETER", $"Unknown query parameter: {unknown}");
        }

        var locator = query["queryLocator"].ToString();
        if (!int.TryParse(locator.Length == 0 ? "0" : locator, NumberStyles.None, CultureInfo.InvariantCulture, out var start))
        {
            throw ApiException.BadRequest("INVALID_QUERY_LOCATOR", "invalid query locator");
        }

        // Bulk API 2.0 never cuts its jobs by primary key, and no others are made here.
        var isNone = query["isPkChunkingEnabled"] == "true" || query["jobType"].ToString() is "Classic" or "BigObjectIngest";
        var jobs = isNone ? [] : org.Jobs.All<T>().Skip(start).Take(org.Bulk.ListPageSize + 1).ToList();
        var done = jobs.Count <= org.Bulk.ListPageSize;
        return Json.WriteAsync(context, StatusCodes.Status200OK, new
        {
            done,
            records = jobs.Take(org.Bulk.ListPageSize).Select(job => BulkJobInfo.Listed(job, job.State)),
            nextRecordsUrl = done
                ? null
                : $"/services/data/{context.RouteValue("version")}/jobs/{resource}?queryLocator={start + org.Bulk.ListPageSize}",
        });
    }
}
