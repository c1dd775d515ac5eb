using System.Globalization;
using System.Text.Json;

namespace SalesforceJwt.Core.Http;

/// <summary>Members of JSON objects: null if a member is missing or of another type, or the element itself is not an object.</summary>
internal static class JsonFields
{
    /// <summary>A member; null if it is missing.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    /// <summary>A member's text.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A member's text, which must be there.</summary>
    /// <exception cref="JsonException">It is missing or of another type.</exception>
    public static string RequiredText(this JsonElement element, string name) =>
        element.Text(name) ?? throw new JsonException($"The member '{name}' is missing.");

    /// <summary>A member's text, or null; the member must be there.</summary>
    /// <exception cref="JsonException">It is missing or of another type.</exception>
    public static string? NillableText(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Null } ? null : element.RequiredText(name);

    /// <summary>A member's whole number.</summary>
    public static long? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    /// <summary>A member that is true or false.</summary>
    public static bool? Flag(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;

    /// <summary>A member's time, as Salesforce writes it: <c>2026-11-30T08:15:00.000+0000</c>.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) => DateTimeOffset.TryParse(
        element.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>A list's items; none if there is no list.</summary>
    public static JsonElement.ArrayEnumerator Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : default;
}
