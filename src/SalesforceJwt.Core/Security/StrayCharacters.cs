using System.Globalization;

namespace SalesforceJwt.Core.Security;

/// <summary>
/// Finds, removes and names characters that are copied along with a value by accident: quotes, white space, invisible characters.
/// </summary>
internal static class StrayCharacters
{
    /// <summary>
    /// Removes white space, quotes and invisible characters (byte order mark, zero-width space, soft hyphen) at both ends, in any order.
    /// </summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && IsAround(text[0]))
        {
            text = text[1..];
        }

        while (!text.IsEmpty && IsAround(text[^1]))
        {
            text = text[..^1];
        }

        return text;
    }

    /// <summary>Index of the first white space or invisible character; null if there is none.</summary>
    public static int? FindStray(string text) => Find(text, static c => char.IsWhiteSpace(c) || IsInvisible(c));

    /// <summary>Index of the first invisible character, line breaks included; null if there is none.</summary>
    public static int? FindInvisible(string text) => Find(text, IsInvisible);

    /// <summary>Index of the first quotation mark, bracket or separator that no name contains; null if there is none.</summary>
    public static int? FindMark(string text) => Find(text, static c => c is '"' or '`' or '\\' or '<' or '>' or ',' or ';');

    /// <summary>The first or last character if <see cref="Trim"/> would remove it; null if not.</summary>
    public static char? FindAround(ReadOnlySpan<char> text) =>
        text.IsEmpty ? null : IsAround(text[0]) ? text[0] : IsAround(text[^1]) ? text[^1] : null;

    /// <summary>A character's name for an error message: most of these cannot be seen.</summary>
    public static string Name(char c)
    {
        var name = c switch
        {
            ' ' => "a space",
            '\t' => "a tab",
            '\r' or '\n' => "a line break",
            '\u00A0' or '\u202F' => "a no-break space",
            '"' or '\'' or '`' or (>= '\u2018' and <= '\u201F') or '\u00AB' or '\u00BB' => "a quotation mark",
            '\\' => "a backslash",
            '<' or '>' => "an angle bracket",
            ',' => "a comma",
            ';' => "a semicolon",
            '\u00AD' => "a soft hyphen",
            '\u200B' => "a zero-width space",
            '\uFEFF' => "a byte order mark",
            _ when char.IsControl(c) => "a control character",
            _ when IsInvisible(c) => "an invisible character",
            _ when char.IsWhiteSpace(c) => "white space",
            _ => "a character outside ASCII",
        };
        return c == ' ' ? name : string.Create(CultureInfo.InvariantCulture, $"{name} (U+{(int)c:X4})");
    }

    private static int? Find(string text, Predicate<char> isOne) =>
        Array.FindIndex(text.ToCharArray(), isOne) is var at and >= 0 ? at : null;

    private static bool IsAround(char c) =>
        char.IsWhiteSpace(c) || IsInvisible(c) || c is '"' or '\'' or '`' or (>= '\u2018' and <= '\u201F') or '\u00AB' or '\u00BB';

    private static bool IsInvisible(char c) => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format || IsBlank(c);

    // Unicode counts these as letters, marks or symbols, but they show nothing: fillers, variation selectors, the Braille blank.
    private static bool IsBlank(char c) =>
        c is '\u034F' or '\u115F' or '\u1160' or '\u2800' or '\u3164' or '\uFFA0' or (>= '\uFE00' and <= '\uFE0F');
}
