using System.Text.Json;
using System.Text.RegularExpressions;

namespace SalesforceJwt.LocalOrg.Rest.Composite;

/// <summary>Subrequests that are committed or rolled back together.</summary>
internal sealed partial record CompositeGraph(string Id, IReadOnlyList<Subrequest> Nodes)
{
    private const int MaxGraphs = 75;
    private const int MaxNodes = 500;
    private const int MaxDepth = 15;

    /// <summary>Reads the graphs of a request.</summary>
    /// <exception cref="ApiException">They are malformed, or too large.</exception>
    public static List<CompositeGraph> ReadAll(JsonElement body)
    {
        if (!body.TryGetProperty("graphs", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            throw ApiException.BadRequest("JSON_PARSER_ERROR", "The HTTP entity body must hold a list named graphs.");
        }

        var graphs = list.EnumerateArray().Select(Read).ToList();
        RequestLimit.Check(graphs.Count, MaxGraphs, "graphs");
        RequestLimit.Check(graphs.Sum(graph => graph.Nodes.Count), MaxNodes, "nodes");
        foreach (var graph in graphs)
        {
            RequestLimit.Check(graph.Depth(), MaxDepth, "levels of depth");
        }

        return graphs.DistinctBy(graph => graph.Id, StringComparer.Ordinal).Count() == graphs.Count
            ? graphs
            : throw ApiException.BadRequest("INVALID_INPUT", "Each graphId must be unique in the request.");
    }

    private static CompositeGraph Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("graphId", out var id) || !GraphId().IsMatch(id.ToString()))
        {
            throw ApiException.BadRequest(
                "INVALID_INPUT",
                "Each graph must have a graphId of up to 40 characters that starts with a letter or number and has no period.");
        }

        var nodes = Subrequest.ReadAll(json);
        var wrong = nodes.Find(node => !Resource().IsMatch(node.Url));
        return wrong is null
            ? new CompositeGraph(id.ToString(), nodes)
            : throw ApiException.BadRequest("INVALID_INPUT", $"The URL {wrong.Url} is not supported in a composite graph.");
    }

    /// <summary>The longest chain of references, in nodes.</summary>
    private int Depth()
    {
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var node in Nodes)
        {
            depths[node.ReferenceId] = 1 + node.DependsOn.Select(other => depths.GetValueOrDefault(other)).DefaultIfEmpty().Max();
        }

        return depths.Values.Max();
    }

    [GeneratedRegex("^[A-Za-z0-9][^.]{0,39}$")]
    private static partial Regex GraphId();

    [GeneratedRegex("^/services/data/v[0-9.]+/sobjects/")]
    private static partial Regex Resource();
}
