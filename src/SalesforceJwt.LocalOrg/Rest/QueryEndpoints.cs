using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Soql;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary><c>/query</c> and <c>/queryAll</c>, page by page.</summary>
internal sealed partial class QueryEndpoints(Org org)
{
    private const int SmallestPage = 200;
    private const int RecordsBetweenFlushes = 200;
    private readonly QueryExecutor executor = new(org.Records);

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var resource in new[] { "query", "queryAll" })
        {
            routes.MapRead($"/services/data/{{version}}/{resource}", context => QueryAsync(context, withDeleted: resource == "queryAll"));
            routes.MapRead($"/services/data/{{version}}/{resource}/{{locator}}", NextPageAsync);
        }
    }

    private Task QueryAsync(HttpContext context, bool withDeleted)
    {
        var query = context.Request.Query["q"].ToString();
        if (string.IsNullOrWhiteSpace(query))
        {
            throw ApiException.BadRequest("MALFORMED_QUERY", "A query string has to be specified");
        }

        var result = executor.Execute(query, withDeleted);
        if (context.Request.Query["columns"] == "true")
        {
            return Json.WriteAsync(context, StatusCodes.Status200OK, ColumnMetadata.Of(result.Projection));
        }

        var pageSize = RequestedPageSize(context.Request) ?? org.MaxPageSize;
        var cursor = result.Records.Count > pageSize ? org.Cursors.Add(result, pageSize) : null;
        return WritePageAsync(context, result, 0, pageSize, cursor);
    }

    private Task NextPageAsync(HttpContext context)
    {
        var locator = context.RouteValue("locator").Split('-');
        if (locator.Length != 2
            || !int.TryParse(locator[1], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            || !org.Cursors.TryGet(locator[0], out var cursor)
            || start >= cursor.Result.Records.Count)
        {
            throw ApiException.BadRequest("INVALID_QUERY_LOCATOR", "invalid query locator");
        }

        return WritePageAsync(context, cursor.Result, start, RequestedPageSize(context.Request) ?? cursor.PageSize, locator[0]);
    }

    private async Task WritePageAsync(HttpContext context, QueryResult result, int start, int pageSize, string? cursor)
    {
        var version = context.RouteValue("version");
        var records = new RecordJson(org.Records, version);
        var end = Math.Min(start + pageSize, result.Records.Count);
        context.Response.ContentType = Json.ContentType;
        var body = context.Response.BodyWriter;
        using var writer = new Utf8JsonWriter(body, Json.WriterOptions);
        writer.WriteStartObject();
        writer.WriteNumber("totalSize", result.TotalSize);
        writer.WriteBoolean("done", end == result.Records.Count);
        if (end < result.Records.Count)
        {
            writer.WriteString("nextRecordsUrl", $"/services/data/{version}/query/{cursor}-{end}");
        }

        writer.WriteStartArray("records");
        for (var i = start; i < end; i++)
        {
            records.Write(writer, result.Records[i], result.Projection);
            if (i % RecordsBetweenFlushes == 0)
            {
                writer.Flush();
                await body.FlushAsync(context.RequestAborted);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        await body.FlushAsync(context.RequestAborted);
    }

    /// <summary>The batch size asked for, within the limits that Salesforce keeps it to.</summary>
    private int? RequestedPageSize(HttpRequest request)
    {
        var match = BatchSize().Match(request.Headers["Sforce-Query-Options"].ToString());
        return match.Success && int.TryParse(match.Groups["size"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? Math.Min(Math.Max(size, SmallestPage), org.MaxPageSize)
            : null;
    }

    [GeneratedRegex(@"\bbatchSize\s*=\s*(?<size>\d+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BatchSize();
}
