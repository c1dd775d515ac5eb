using System.Text;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Audit;

/// <summary><c>/sobjects/EventLogFile/ID/LogFile</c>: sends a log file as CSV.</summary>
internal sealed class EventLogEndpoint(Org org)
{
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapRead("/services/data/{version}/sobjects/EventLogFile/{id}/LogFile", DownloadAsync);

    private async Task DownloadAsync(HttpContext context)
    {
        var user = RestMiddleware.Session(context).User;
        if (!SetupPermissions.CanQuery(user, org.Schema.EventLogFile)
            || org.Records.Find(org.Schema.EventLogFile, context.RouteValue("id")) is not { } record
            || org.EventLogs.Find(record.Id) is not { } content)
        {
            throw ApiException.NotFound();
        }

        context.Response.ContentType = "text/csv";
        context.Response.ContentLength = (long)(decimal)record["LogFileLength"]!;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        foreach (var line in content.Lines())
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(line), context.RequestAborted);
        }
    }
}
