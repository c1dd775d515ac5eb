using System.Text.Json;

namespace SalesforceJwt.Core.Rest;

/// <summary>Fields of small JSON objects.</summary>
internal static class JsonFields
{
    /// <summary>A field's text; null where it is missing or something else than text.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A field's whole number; null where it is missing or something else.</summary>
    public static long? Number(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
