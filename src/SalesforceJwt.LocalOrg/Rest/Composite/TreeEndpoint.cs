using SalesforceJwt.LocalOrg.Http;
using SalesforceJwt.LocalOrg.Rest.Collections;

namespace SalesforceJwt.LocalOrg.Rest.Composite;

/// <summary><c>/composite/tree</c>: creates records with their child records, all or none.</summary>
internal sealed class TreeEndpoint(Org org)
{
    private const int MaxRecords = 200;
    private const int MaxLevels = 5;
    private const int MaxTypes = 5;

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost("/services/data/{version}/composite/tree/{type}", CreateAsync);

    private async Task CreateAsync(HttpContext context)
    {
        var type = org.Schema.Find(context.RouteValue("type")) ?? throw ApiException.NotFound();
        using var json = await Json.ReadObjectAsync(context);
        var nodes = new List<TreeNode>();
        var level = TreeNode.ReadAll(json.RootElement, type, null, null, org.Schema).ToList();
        for (var depth = 1; level.Count > 0; depth++)
        {
            RequestLimit.Check(depth, MaxLevels, "levels");
            nodes.AddRange(level);
            level = [.. level.SelectMany(node => node.Children())];
        }

        RequestLimit.Check(nodes.Count, MaxRecords, "records");
        RequestLimit.Check(nodes.DistinctBy(node => node.Type).Count(), MaxTypes, "types of record");
        var errors = ReferenceErrors(nodes);
        if (errors.Count == 0)
        {
            errors = Insert(nodes, new RecordWriter(org, RestMiddleware.Session(context).User.Id));
        }

        await (errors.Count > 0
            ? Json.WriteAsync(context, StatusCodes.Status400BadRequest, new { hasErrors = true, results = errors })
            : Json.WriteAsync(context, StatusCodes.Status201Created, new
            {
                hasErrors = false,
                results = nodes.Select(node => new { referenceId = node.ReferenceId, id = node.Saved!.Id }),
            }));
    }

    private static List<object> ReferenceErrors(List<TreeNode> nodes) =>
    [
        .. nodes.Where(node => node.ReferenceId.Length == 0)
            .Select(node => Error(node, new SaveError("INVALID_INPUT", "Include a reference ID for each record in the request.", []))),
        .. nodes.Where(node => node.ReferenceId.Length > 0)
            .GroupBy(node => node.ReferenceId, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .SelectMany(group => group)
            .Select(node => Error(node, new SaveError("INVALID_INPUT", "Duplicate ReferenceId provided in the request.", []))),
    ];

    /// <summary>Inserts level by level, so that parents have ids; children of a failed record are skipped.</summary>
    private List<object> Insert(List<TreeNode> nodes, RecordWriter writer)
    {
        var errors = new List<object>();
        using var transaction = org.Records.Begin();
        for (var i = 0; i < nodes.Count; i++)
        {
            var node = nodes[i];
            if (node.Parent is { Saved: null })
            {
                continue;
            }

            try
            {
                node.Saved = writer.Insert(node.Type, RecordInput.Read(node.Type, node.Fields(), creating: true, org.Records), i);
            }
            catch (ApiException exception)
            {
                errors.Add(Error(node, SaveError.Of(exception)));
            }
        }

        if (errors.Count == 0)
        {
            transaction.Commit();
        }

        return errors;
    }

    private static object Error(TreeNode node, SaveError error) => new { referenceId = node.ReferenceId, errors = new[] { error } };
}
