using SalesforceJwt.LocalOrg.Http;

namespace SalesforceJwt.LocalOrg.Rest.Composite;

/// <summary><c>/composite</c> and <c>/composite/graph</c>: requests that can refer to the responses of earlier ones.</summary>
internal sealed class CompositeEndpoints(Org org, SubrequestPipeline pipeline)
{
    private const string Root = "/services/data/{version}/composite";
    private const int MaxSubrequests = 25;
    private const int MaxQueriesAndCollections = 5;
    private readonly SubrequestRunner _runner = new(org, pipeline);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead(Root, ListAsync);
        routes.MapPost(Root, RunAsync);
        routes.MapPost(Root + "/graph", RunGraphsAsync);
    }

    private static Task ListAsync(HttpContext context)
    {
        var root = $"/services/data/{context.RouteValue("version")}/composite";
        string[] resources = ["batch", "graph", "sobjects", "tree"];
        return Json.WriteAsync(context, StatusCodes.Status200OK, resources.ToDictionary(name => name, name => $"{root}/{name}"));
    }

    private async Task RunAsync(HttpContext context)
    {
        using var json = await Json.ReadObjectAsync(context);
        var subrequests = Subrequest.ReadAll(json.RootElement);
        if (subrequests.Count > MaxSubrequests)
        {
            throw ApiException.BadRequest("LIMIT_EXCEEDED", $"The request cannot contain more than {MaxSubrequests} subrequests.");
        }

        if (subrequests.Count(subrequest => subrequest.IsQueryOrCollection) > MaxQueriesAndCollections)
        {
            throw ApiException.BadRequest(
                "LIMIT_EXCEEDED",
                $"The request cannot contain more than {MaxQueriesAndCollections} query or sObject Collections subrequests.");
        }

        var (_, compositeResponse) = await _runner.RunAsync(context, subrequests, Json.Flag(json.RootElement, "allOrNone"));
        await Json.WriteAsync(context, StatusCodes.Status200OK, new { compositeResponse });
    }

    private async Task RunGraphsAsync(HttpContext context)
    {
        using var json = await Json.ReadObjectAsync(context);
        var graphs = new List<object>();
        foreach (var graph in CompositeGraph.ReadAll(json.RootElement))
        {
            var (isSuccessful, compositeResponse) = await _runner.RunAsync(context, graph.Nodes, allOrNone: true);
            graphs.Add(new { graphId = graph.Id, graphResponse = new { compositeResponse }, isSuccessful });
        }

        await Json.WriteAsync(context, StatusCodes.Status200OK, new { graphs });
    }
}
