namespace SalesforceJwt.Core.Bulk;

/// <summary>The characters that may separate columns, and Salesforce's names for them (Bulk API 2.0 Developer Guide: "Create a Job", <c>columnDelimiter</c>).</summary>
public static class BulkDelimiter
{
    private static readonly (char Character, string Name)[] Known =
        [(',', "COMMA"), (';', "SEMICOLON"), ('\t', "TAB"), ('|', "PIPE"), ('^', "CARET"), ('`', "BACKQUOTE")];

    /// <summary>The name of a delimiter.</summary>
    /// <param name="delimiter">The character.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.CsvInvalid"/>: Salesforce does not take it.</exception>
    public static string NameOf(char delimiter) => Array.Find(Known, k => k.Character == delimiter).Name ?? throw new SfException(
        SfErrorKind.CsvInvalid,
        $"Salesforce takes no CSV whose columns are separated by '{delimiter}'.",
        "It takes comma, semicolon, tab, pipe, caret and backquote.");

    internal static bool IsKnown(char delimiter) => Array.Exists(Known, k => k.Character == delimiter);

    internal static char Of(string? name) => Array.Find(Known, k => k.Name == name) is { Name: not null } known ? known.Character : ',';
}
