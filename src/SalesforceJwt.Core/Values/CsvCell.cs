namespace SalesforceJwt.Core.Values;

/// <summary>Values as cells of a CSV file for Bulk API 2.0; the CSV writer quotes them where needed.</summary>
internal static class CsvCell
{
    /// <summary>Sets a field to null; an empty cell leaves it as it is (Bulk API 2.0 Developer Guide: "Prepare CSV Files").</summary>
    public const string Null = "#N/A";

    /// <summary>Whether a text stands for null: <see cref="Null"/>, or another text that the caller has for it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="nullValue">The other text; null if there is none.</param>
    public static bool IsNull(string text, string? nullValue) => text == Null || text == nullValue;

    /// <summary>The cell of a value; null if a cell cannot hold it.</summary>
    public static string? Of(object? value)
    {
        var (kind, text) = ValueText.Format(value);
        return kind switch
        {
            ValueKind.Null => Null,
            ValueKind.Unsupported or ValueKind.NotFinite or ValueKind.Duration => null,
            _ => text,
        };
    }
}
