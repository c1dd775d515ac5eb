using System.Text.RegularExpressions;
using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Rest;
using SalesforceJwt.LocalOrg.Soql.Execution;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>Bulk API 2.0 <c>/jobs/query</c>: queries whose results are pages of CSV.</summary>
internal sealed partial class QueryJobEndpoints(Org org)
{
    private const string Root = "/services/data/{version}/jobs/query";
    private static readonly string[] Operations = ["query", "queryAll"];
    private static readonly string[] Patch = [HttpMethods.Patch];
    private readonly QueryResultPages _pages = new(org);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root, CreateAsync);
        routes.MapRead(Root, context => BulkJobList.WriteAsync<QueryJob>(context, org, "query"));
        routes.MapRead(Root + "/{id}", context => Json.WriteAsync(context, StatusCodes.Status200OK, BulkJobInfo.Full(Find(context))));
        routes.MapMethods(Root + "/{id}", Patch, AbortAsync);
        routes.MapDelete(Root + "/{id}", DeleteAsync);
        routes.MapRead(Root + "/{id}/results", context => _pages.WriteAsync(context, Find(context)));
        routes.MapRead(Root + "/{id}/resultPages", context => _pages.ListAsync(context, Find(context)));
    }

    private async Task CreateAsync(HttpContext context)
    {
        using var json = await Json.ReadObjectAsync(context);
        var body = json.RootElement;
        BulkJson.CheckMembers(body, "operation", "query", "contentType", "columnDelimiter", "lineEnding", "concurrencyMode");
        var operation = BulkJson.Text(body, "operation") ?? throw ApiException.BadRequest("INVALIDJOB", "Operation is required");
        if (!Operations.Contains(operation))
        {
            throw BulkJson.UnknownValue("OperationEnum", operation, Operations);
        }

        var query = BulkJson.Text(body, "query");
        if (string.IsNullOrWhiteSpace(query))
        {
            throw ApiException.BadRequest("INVALIDJOB", "Query is required");
        }

        BulkQueryRules.Check(query);
        var job = new QueryJob(org)
        {
            Id = org.Jobs.NewId(),
            ApiVersion = context.RouteValue("version")[1..],
            Object = TypeName(query, RestMiddleware.Session(context).User),
            Operation = operation,
            Query = query,
            Format = BulkFormat.Read(body),
            CreatedById = RestMiddleware.Session(context).User.Id,
            CreatedDate = org.Now,
        };
        org.Jobs.Add(job);
        org.Jobs.Start(job, org.Now);
        await Json.WriteAsync(context, StatusCodes.Status200OK, BulkJobInfo.Created(job, BulkJobState.UploadComplete));
    }

    private async Task AbortAsync(HttpContext context)
    {
        var job = Find(context);
        using var json = await Json.ReadObjectAsync(context);
        BulkJson.CheckMembers(json.RootElement, "state");
        var state = BulkJson.Text(json.RootElement, "state");
        if (state != "Aborted")
        {
            throw BulkJson.UnknownValue("JobStateEnum", state ?? "", ["Aborted"]);
        }

        IngestEndpoints.Abort(org, job);
        await Json.WriteAsync(context, StatusCodes.Status200OK, BulkJobInfo.Created(job, job.State));
    }

    private Task DeleteAsync(HttpContext context)
    {
        var job = Find(context);
        if (!job.HasEnded)
        {
            throw ApiException.BadRequest("INVALIDJOBSTATE", $"Deleting a job in state {job.State} is not allowed.");
        }

        org.Jobs.Remove(job);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private QueryJob Find(HttpContext context) => org.Jobs.Get<QueryJob>(context.RouteValue("id"));

    /// <summary>The name of the object, from running the query with LIMIT 0, which also checks it.</summary>
    private string TypeName(string query, OrgUser user)
    {
        var executor = new QueryExecutor(org);
        try
        {
            return executor.Execute($"{Limit().Replace(query, "")} LIMIT 0", withDeleted: false, user).Projection.Type.Name;
        }
        catch (ApiException)
        {
            // Run again unchanged, so that the error shows the query as it was sent.
            return executor.Execute(query, withDeleted: false, user).Projection.Type.Name;
        }
    }

    [GeneratedRegex(@"\bLIMIT\s+\d+\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Limit();
}
