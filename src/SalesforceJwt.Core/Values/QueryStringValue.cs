namespace SalesforceJwt.Core.Values;

/// <summary>Values as text of query parameters, headers and form fields; whoever builds the URL escapes them.</summary>
internal static class QueryStringValue
{
    /// <summary>The text of a value, empty for null; null for a type without a text form.</summary>
    public static string? Of(object? value)
    {
        var (kind, text) = ValueText.Format(value);
        return kind == ValueKind.Unsupported ? null : text;
    }
}
