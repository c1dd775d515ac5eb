using System.Text.Json;

namespace SalesforceJwt.Core.Values;

/// <summary>Values as JSON. Lists and objects are up to the caller.</summary>
internal static class JsonValue
{
    /// <summary>
    /// Writes a value; false for one that JSON cannot express: <see cref="ValueKind.Unsupported"/>, <see cref="ValueKind.NotFinite"/>, or
    /// a text with half a surrogate pair.
    /// </summary>
    public static bool TryWrite(Utf8JsonWriter writer, FormattedValue value)
    {
        var (kind, text) = value;
        switch (kind)
        {
            case ValueKind.Unsupported or ValueKind.NotFinite:
                return false;
            case ValueKind.Text:
                return TryWriteText(writer, text);
            case ValueKind.Null:
                writer.WriteNullValue();
                return true;
            case ValueKind.Boolean or ValueKind.Number:
                writer.WriteRawValue(text, skipInputValidation: true);
                return true;
            default:
                writer.WriteStringValue(text);
                return true;
        }
    }

    private static bool TryWriteText(Utf8JsonWriter writer, string text)
    {
        if (!UnicodeText.IsValid(text))
        {
            return false;
        }

        writer.WriteStringValue(text);
        return true;
    }
}
