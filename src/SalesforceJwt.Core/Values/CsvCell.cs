namespace SalesforceJwt.Core.Values;

/// <summary>Values as cells of a CSV file for Bulk API 2.0; the CSV writer quotes them where needed.</summary>
internal static class CsvCell
{
    /// <summary>Sets a field to null; an empty cell leaves it as it is (Bulk API 2.0 Developer Guide: "Prepare CSV Files").</summary>
    public const string Null = "#N/A";

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
