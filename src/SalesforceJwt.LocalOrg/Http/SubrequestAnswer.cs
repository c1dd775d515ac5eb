using System.Text.Json.Nodes;

namespace SalesforceJwt.LocalOrg.Http;

/// <summary>The answer to a request inside a request.</summary>
internal sealed record SubrequestAnswer(int Status, JsonNode? Body, string Location = "")
{
    /// <summary>Whether it failed, as a whole or in one of its records.</summary>
    public bool HasErrors => Status >= 400 || (Body is JsonArray items && items.Any(Failed));

    public static SubrequestAnswer Error(int status, string errorCode, string message) =>
        new(status, new JsonArray(new JsonObject { ["errorCode"] = errorCode, ["message"] = message }));

    private static bool Failed(JsonNode? item) =>
        item is JsonObject result && result["success"] is JsonValue success && success.TryGetValue<bool>(out var value) && !value;
}
