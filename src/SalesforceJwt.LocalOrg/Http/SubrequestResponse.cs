using System.Text.Json.Nodes;

namespace SalesforceJwt.LocalOrg.Http;

/// <summary>The response to a subrequest.</summary>
internal sealed record SubrequestResponse(int Status, JsonNode? Body)
{
    /// <summary>Its headers: <c>Location</c> and <c>Last-Modified</c>, where it has them.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the subrequest or one of its records failed.</summary>
    public bool HasErrors => Status >= 400 || (Body is JsonArray items && items.Any(Failed));

    public static SubrequestResponse Error(int status, string errorCode, string message) =>
        new(status, new JsonArray(new JsonObject { ["errorCode"] = errorCode, ["message"] = message }));

    private static bool Failed(JsonNode? item) =>
        item is JsonObject result && result["success"] is JsonValue success && success.TryGetValue<bool>(out var value) && !value;
}
