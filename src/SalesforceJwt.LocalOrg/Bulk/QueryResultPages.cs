using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>Responds with the results of query jobs, page by page.</summary>
internal sealed class QueryResultPages(Org org)
{
    private const int UrlsAtOnce = 5;
    private readonly ConcurrentDictionary<(string Path, long Start, long Count), Lazy<Task<string>>> _compressed = new();

    /// <summary>Responds with a page.</summary>
    public async Task WriteAsync(HttpContext context, QueryJob job)
    {
        var result = Result(context, job);
        var start = Start(context, result, "locator");
        var count = Math.Min(PageSize(context), result.Rows - start);
        var next = start + count;
        context.Response.Headers["Sforce-NumberOfRecords"] = count.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["Sforce-Locator"] = next < result.Rows ? Locator(next) : "null";
        var isGzip = BulkCsv.AcceptsGzip(context);
        BulkCsv.SetHeaders(context, isGzip);
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        if (!isGzip)
        {
            await result.WriteAsync(context.Response.Body, start, count, context.RequestAborted);
            return;
        }

        // Cached: compressing takes longer than the transfer.
        var page = _compressed.GetOrAdd(
            (result.Path, start, count), _ => new Lazy<Task<string>>(() => CompressAsync(result, start, count)));
        await using var file = BulkFiles.Open(await page.Value);
        await file.CopyToAsync(context.Response.Body, 1 << 18, context.RequestAborted);
    }

    /// <summary>Responds with the URLs of up to five pages, which can be fetched in parallel.</summary>
    public Task ListAsync(HttpContext context, QueryJob job)
    {
        var result = Result(context, job);
        var start = Start(context, result, "locator");
        var size = org.Options.Bulk.ResultPageSize;
        var root = $"/services/data/{context.RouteValue("version")}/jobs/query/{job.Id}";
        var starts = Enumerable.Range(0, UrlsAtOnce)
            .Select(i => start + ((long)i * size))
            .Where(at => at < result.Rows || at == 0)
            .ToList();
        var next = start + ((long)UrlsAtOnce * size);
        var done = next >= result.Rows;
        return Json.WriteAsync(context, StatusCodes.Status200OK, new
        {
            resultPages = starts.Select(at => new { resultUrl = $"{root}/results?locator={Locator(at)}" }),
            nextRecordsUrl = done ? null : $"{root}/resultPages?locator={Locator(next)}",
            done,
        });
    }

    private static QueryCsv Result(HttpContext context, QueryJob job)
    {
        if (context.RouteValue("version")[1..] != job.ApiVersion)
        {
            throw new ApiException(
                StatusCodes.Status409Conflict,
                "INVALIDVERSION",
                $"The results must be read with the API version of the job: {job.ApiVersion}");
        }

        return job.State == BulkJobState.JobComplete && job.Result is { } result
            ? result
            : throw ApiException.BadRequest("INVALIDJOBSTATE", $"Unable to get results because the job is in state {job.State}.");
    }

    private static long Start(HttpContext context, QueryCsv result, string parameter)
    {
        var locator = context.Request.Query[parameter].ToString();
        if (locator.Length == 0)
        {
            return 0;
        }

        var buffer = new byte[32];
        return locator.Length <= buffer.Length
            && Convert.TryFromBase64String(locator.PadRight((locator.Length + 3) / 4 * 4, '='), buffer, out var length)
            && long.TryParse(Encoding.ASCII.GetString(buffer, 0, length), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            && (start == 0 || start < result.Rows)
                ? start
                : throw ApiException.BadRequest("INVALID_QUERY_LOCATOR", "invalid query locator");
    }

    private static string Locator(long start) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(start.ToString(CultureInfo.InvariantCulture))).TrimEnd('=');

    private long PageSize(HttpContext context)
    {
        var text = context.Request.Query["maxRecords"].ToString();
        return text.Length == 0 ? org.Options.Bulk.ResultPageSize
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? size
            : throw ApiException.BadRequest("INVALID_QUERY_PARAMETER", "maxRecords must be a positive number");
    }

    private async Task<string> CompressAsync(QueryCsv result, long start, long count)
    {
        var path = org.BulkFiles.NewPath();
        await using var file = BulkFiles.Create(path);
        await using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        await result.WriteAsync(gzip, start, count, CancellationToken.None);
        return path;
    }
}
