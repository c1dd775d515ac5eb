using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SalesforceJwt.LocalOrg.Rest.Composite;

/// <summary>The responses that later subrequests can refer to, as in <c>@{account.id}</c> or <c>@{query.records[0].Id}</c>.</summary>
internal sealed partial class References
{
    private readonly Dictionary<string, JsonNode?> _responses = new(StringComparer.Ordinal);

    public void Add(string referenceId, JsonNode? body) => _responses[referenceId] = body;

    /// <summary>Replaces references by values.</summary>
    /// <exception cref="ApiException">There is no such value.</exception>
    public string Resolve(string text) => Reference().Replace(text, match => Value(match.Groups["path"].Value));

    /// <summary>Replaces references by values in every text of a JSON tree.</summary>
    /// <exception cref="ApiException">There is no such value.</exception>
    public JsonNode? Resolve(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Resolve(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Resolve)]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Resolve(text)),
        _ => node?.DeepClone(),
    };

    /// <summary>The ids of the subrequests that a text refers to.</summary>
    public static IEnumerable<string> In(string text) =>
        Reference().Matches(text).Select(match => match.Groups["path"].Value.Split('.', '[')[0]);

    private string Value(string path)
    {
        var steps = Step().Matches(path).Select(step => step.Value).ToList();
        var referenceId = steps[0];
        if (!_responses.TryGetValue(referenceId, out var node))
        {
            throw Missing(path, referenceId);
        }

        foreach (var step in steps[1..])
        {
            node = (node, int.TryParse(step, out var index)) switch
            {
                (JsonArray items, true) when index < items.Count => items[index],
                (JsonObject members, false) => members[step],
                _ => null,
            };
        }

        return node is JsonValue value ? value.ToString() : throw Missing(path, referenceId);
    }

    private static ApiException Missing(string path, string referenceId) => ApiException.BadRequest(
        "PROCESSING_HALTED", $"Invalid reference specified. No value for {path} found in {referenceId}");

    [GeneratedRegex(@"@\{(?<path>[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+|\[\d+\])*)\}")]
    private static partial Regex Reference();

    [GeneratedRegex("[A-Za-z0-9_]+")]
    private static partial Regex Step();
}
