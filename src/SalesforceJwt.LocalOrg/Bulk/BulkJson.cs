using System.Text.Json;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>Reads the bodies of job requests.</summary>
internal static class BulkJson
{
    /// <summary>The text of a member; null if there is none.</summary>
    /// <exception cref="ApiException">The value is not text.</exception>
    public static string? Text(JsonElement body, string name) => !body.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null => null,
        _ => throw ApiException.BadRequest("JSON_PARSER_ERROR", $"Cannot deserialize value of {name} from {value}"),
    };

    public static ApiException UnknownValue(string type, string value, IEnumerable<string> known) => ApiException.BadRequest(
        "JSON_PARSER_ERROR",
        $"Cannot deserialize value of type {type} from String \"{value}\": "
        + $"not one of the values accepted for Enum class: [{string.Join(", ", known)}]");

    /// <exception cref="ApiException">The body has unknown members.</exception>
    public static void CheckMembers(JsonElement body, params ReadOnlySpan<string> known)
    {
        foreach (var member in body.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                throw ApiException.BadRequest("JSON_PARSER_ERROR", $"Unrecognized field \"{member.Name}\"");
            }
        }
    }
}
