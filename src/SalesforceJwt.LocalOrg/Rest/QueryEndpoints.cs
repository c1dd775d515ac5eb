using System.Globalization;
using System.Text.RegularExpressions;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Soql.Execution;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary><c>/query</c>, <c>/queryAll</c> and the Tooling API's <c>/tooling/query</c>, page by page.</summary>
internal sealed partial class QueryEndpoints(Org org)
{
    private const int SmallestPage = 200;
    private readonly QueryExecutor _executor = new(org);
    private readonly QueryPages _pages = new(org);

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var resource in new[] { "query", "queryAll", "tooling/query", "tooling/queryAll" })
        {
            var withDeleted = resource.EndsWith("queryAll", StringComparison.Ordinal);
            routes.MapRead($"/services/data/{{version}}/{resource}", context => QueryAsync(context, withDeleted));
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

        var pageSize = RequestedPageSize(context.Request) ?? org.Options.MaxPageSize;
        var isTooling = ApiRoot.IsTooling(context);
        var user = RestMiddleware.Session(context).User;
        var wantsColumns = context.Request.Query["columns"] == "true";
        var isCacheable = !isTooling && !org.Records.MentionsRefreshed(query);
        if (isCacheable
            && !wantsColumns
            && org.QueryCache.Find(new(query, withDeleted, pageSize, user.Id)) is { } known
            && org.Cursors.TryGet(known.Id, user.Id, out _))
        {
            return WritePageAsync(context, known, 0, pageSize);
        }

        var version = org.Records.Version;
        var result = _executor.Execute(query, withDeleted, user, isTooling);
        if (wantsColumns)
        {
            return Json.WriteAsync(context, StatusCodes.Status200OK, ColumnMetadata.Of(result));
        }

        if (result.MarksRecent)
        {
            org.Recent.Add(user.Id, result.Records);
        }

        pageSize = Math.Min(pageSize, result.Projection.Type.MaxPageSize ?? pageSize);
        if (result.RowCount <= pageSize)
        {
            return _pages.WriteAsync(context, result, 0, result.RowCount, null);
        }

        var cursor = org.Cursors.Add(result, pageSize, user.Id);
        if (isCacheable && result.Records is RecordSet)
        {
            org.QueryCache.Add(new(query, withDeleted, pageSize, user.Id), cursor, version);
        }

        return WritePageAsync(context, cursor, 0, pageSize);
    }

    private Task NextPageAsync(HttpContext context)
    {
        var locator = context.RouteValue("locator").Split('-');
        return locator.Length == 2
            && int.TryParse(locator[1], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            && org.Cursors.TryGet(locator[0], RestMiddleware.Session(context).User.Id, out var cursor)
            && start < cursor.Result.RowCount
                ? WritePageAsync(context, cursor, start, Math.Min(
                    RequestedPageSize(context.Request) ?? cursor.PageSize, cursor.Result.Projection.Type.MaxPageSize ?? int.MaxValue))
                : throw ApiException.BadRequest("INVALID_QUERY_LOCATOR", "invalid query locator");
    }

    private Task WritePageAsync(HttpContext context, QueryCursor cursor, int start, int pageSize)
    {
        var end = Math.Min(start + pageSize, cursor.Result.RowCount);

        // Pages with child queries create cursors for their lists, so they cannot be cached.
        return cursor.Result.Records is RecordSet && cursor.Result.Projection.Items.TrueForAll(item => item.Children is null)
            ? _pages.WriteCachedAsync(context, cursor, start, end)
            : _pages.WriteAsync(context, cursor.Result, start, end, cursor.Id);
    }

    /// <summary>The batch size requested, within Salesforce's limits; null for none.</summary>
    private int? RequestedPageSize(HttpRequest request)
    {
        var match = BatchSize().Match(request.Headers["Sforce-Query-Options"].ToString());
        return match.Success && int.TryParse(match.Groups["size"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? Math.Min(Math.Max(size, SmallestPage), org.Options.MaxPageSize)
            : null;
    }

    [GeneratedRegex(@"\bbatchSize\s*=\s*(?<size>\d+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BatchSize();
}
