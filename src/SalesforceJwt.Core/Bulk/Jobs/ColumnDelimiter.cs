using System.Globalization;

namespace SalesforceJwt.Core.Bulk.Jobs;

/// <summary>
/// The delimiters of columns, and Salesforce's names for them (Bulk API 2.0 Developer Guide: "Create a Job", <c>columnDelimiter</c>).
/// </summary>
internal static class ColumnDelimiter
{
    private static readonly (char Character, string Name)[] Known =
        [(',', "COMMA"), (';', "SEMICOLON"), ('\t', "TAB"), ('|', "PIPE"), ('^', "CARET"), ('`', "BACKQUOTE")];

    /// <summary>The name of a delimiter.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.CsvInvalid"/>: Salesforce does not accept it.</exception>
    public static string NameOf(char delimiter) => Array.Find(Known, k => k.Character == delimiter).Name ?? throw new SfException(
        SfErrorKind.CsvInvalid,
        $"Salesforce does not accept CSV whose columns are separated by '{delimiter}'.",
        "It accepts comma, semicolon, tab, pipe, caret and backquote.");

    private static bool IsKnown(char delimiter) => Array.Exists(Known, k => k.Character == delimiter);

    /// <summary>The delimiter of a name; comma if the name is unknown.</summary>
    internal static char Of(string? name) => Array.Find(Known, k => k.Name == name) is { Name: not null } known ? known.Character : ',';

    /// <summary>
    /// Finds the delimiter that a header uses instead of the expected one. Quoted names can hold any character.
    /// </summary>
    internal static char? FindOther(string header, char delimiter)
    {
        char? other = null;
        var isQuoted = false;
        foreach (var c in header)
        {
            if (c == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && c == delimiter)
            {
                return null;
            }
            else if (!isQuoted && IsKnown(c))
            {
                other ??= c;
            }
        }

        return other;
    }

    /// <summary>A delimiter for messages.</summary>
    internal static string Describe(char delimiter) =>
        delimiter == '\t' ? "a tab" : string.Create(CultureInfo.InvariantCulture, $"'{delimiter}'");
}
