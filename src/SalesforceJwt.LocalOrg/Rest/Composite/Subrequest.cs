using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SalesforceJwt.LocalOrg.Rest.Composite;

/// <summary>A request in a composite request.</summary>
internal sealed partial record Subrequest(
    string Method, string Url, string ReferenceId, JsonNode? Body, IReadOnlyDictionary<string, string> Headers)
{
    private static readonly string[] Methods = ["DELETE", "GET", "PATCH", "POST", "PUT"];

    /// <summary>Whether it is a query or a collection, of which a composite request allows only a few.</summary>
    public bool IsQueryOrCollection => QueryOrCollection().IsMatch(Url);

    /// <summary>The ids of the subrequests that it refers to.</summary>
    public IEnumerable<string> DependsOn => References.In(Url + Body?.ToJsonString());

    /// <summary>Reads the subrequests of a request.</summary>
    /// <exception cref="ApiException">They are malformed.</exception>
    public static List<Subrequest> ReadAll(JsonElement body)
    {
        if (!body.TryGetProperty("compositeRequest", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            throw ApiException.BadRequest("JSON_PARSER_ERROR", "The HTTP entity body must hold a list named compositeRequest.");
        }

        var subrequests = list.EnumerateArray().Select(Read).ToList();
        var duplicate = subrequests
            .GroupBy(subrequest => subrequest.ReferenceId, StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1);
        return duplicate is null
            ? subrequests
            : throw ApiException.BadRequest("INVALID_INPUT", $"Duplicate referenceId provided: {duplicate.Key}");
    }

    private static Subrequest Read(JsonElement json)
    {
        var method = Text(json, "method").ToUpperInvariant();
        var referenceId = Text(json, "referenceId");
        if (!Methods.Contains(method))
        {
            throw ApiException.BadRequest("INVALID_INPUT", $"The method {method} is not supported in a subrequest.");
        }

        if (!Name().IsMatch(referenceId))
        {
            throw ApiException.BadRequest(
                "INVALID_INPUT",
                $"Provided referenceId ('{referenceId}') must start with a letter or a number, "
                + "and it can contain only letters, numbers and underscores ('_').");
        }

        var body = json.TryGetProperty("body", out var given) ? JsonNode.Parse(given.GetRawText()) : null;
        var headers = json.TryGetProperty("httpHeaders", out var names) && names.ValueKind == JsonValueKind.Object
            ? names.EnumerateObject().ToDictionary(
                header => header.Name, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)
            : [];
        if (headers.Keys.FirstOrDefault(name => name.ToUpperInvariant() is "ACCEPT" or "AUTHORIZATION" or "CONTENT-TYPE") is { } forbidden)
        {
            throw ApiException.BadRequest("INVALID_INPUT", $"The header {forbidden} cannot be set in a subrequest.");
        }

        return new Subrequest(method, Text(json, "url"), referenceId, body, headers);
    }

    private static string Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw ApiException.BadRequest("JSON_PARSER_ERROR", $"Each subrequest must have a {name}.");

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_]*$")]
    private static partial Regex Name();

    [GeneratedRegex("^/services/data/v[0-9.]+/(query|queryAll|composite/sobjects)(/|\\?|$)")]
    private static partial Regex QueryOrCollection();
}
