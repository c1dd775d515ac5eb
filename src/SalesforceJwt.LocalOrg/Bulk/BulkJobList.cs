using System.Globalization;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>Responds with a page of the jobs of a kind.</summary>
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

        // Bulk API 2.0 jobs have no PK chunking, and there are no other jobs here.
        var isEmpty = query["isPkChunkingEnabled"] == "true" || query["jobType"].ToString() is "Classic" or "BigObjectIngest";
        var jobs = isEmpty ? [] : org.Jobs.All<T>().Skip(start).Take(org.Options.Bulk.ListPageSize + 1).ToList();
        var done = jobs.Count <= org.Options.Bulk.ListPageSize;
        return Json.WriteAsync(context, StatusCodes.Status200OK, new
        {
            done,
            records = jobs.Take(org.Options.Bulk.ListPageSize).Select(job => BulkJobInfo.ListItem(job, job.State)),
            nextRecordsUrl = done
                ? null
                : $"/services/data/{context.RouteValue("version")}/jobs/{resource}?queryLocator={start + org.Options.Bulk.ListPageSize}",
        });
    }
}
