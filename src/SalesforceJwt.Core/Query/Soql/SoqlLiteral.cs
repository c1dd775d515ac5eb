using System.Collections;
using System.Text;
using SalesforceJwt.Core.Values;

namespace SalesforceJwt.Core.Query.Soql;

/// <summary>
/// Writes values as SOQL literals (SOQL and SOSL Reference: "Quoted String Escape Sequences", "Date Formats and Date Literals").
/// </summary>
internal static class SoqlLiteral
{
    // A list that contains itself has no end.
    private const int DeepestList = 16;

    private const string Null = "null";

    /// <summary>Writes a value. Nothing in it can end the literal that it stands in.</summary>
    /// <param name="value">
    /// Text, a number, true or false, a date (<see cref="DateOnly"/>), a point in time (<see cref="DateTimeOffset"/>, or
    /// <see cref="DateTime"/>, which without a zone is local), or null. A list of one value is that value.
    /// </param>
    /// <exception cref="SfException"><see cref="SfErrorKind.QueryParameterInvalid"/>.</exception>
    public static string Of(object? value) => IsList(value)
        ? Several(value) switch
        {
            [var only] => only,
            var several => throw new SfException(
                SfErrorKind.QueryParameterInvalid,
                $"It is a list of {several.Count} values where one is expected.",
                "A list is for IN, NOT IN, INCLUDES and EXCLUDES: WHERE Name IN :names."),
        }
        : One(value);

    /// <summary>
    /// Writes the values of a list, each of them once: one value is a list of one, and lists in it count as their values.
    /// </summary>
    /// <param name="value">One value, or several.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.QueryParameterInvalid"/>: it holds none. A list that holds only null comes from a PowerShell
    /// command without output.
    /// </exception>
    public static string ListOf(object? value)
    {
        var several = Several(value);
        return several.All(literal => literal == Null) ? throw new SfException(
            SfErrorKind.QueryParameterInvalid,
            "It holds no value, and a list needs one at least: IN without values would find nothing, and NOT IN everything.",
            "Ask only where there are values: if ($ids) { … }. Records without a value are found by = null.") : string.Join(",", several);
    }

    private static bool IsList(object? value) => value is IEnumerable and not (string or IDictionary);

    private static List<string> Several(object? value) => [.. Flat(value, 0).Select(One).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<object?> Flat(object? value, int depth) => !IsList(value) ? [value]
        : depth < DeepestList ? ((IEnumerable)value!).Cast<object?>().SelectMany(item => Flat(item, depth + 1))
        : throw Unsupported($"lists {DeepestList} deep in each other");

    private static string One(object? value)
    {
        var (kind, text) = ValueText.Format(value);
        return kind switch
        {
            ValueKind.Null => Null,
            ValueKind.Boolean => text.ToUpperInvariant(),
            ValueKind.Number or ValueKind.Date or ValueKind.DateTime => text,
            ValueKind.Text when value is not Version => Quote(text),
            ValueKind.NotFinite => throw Unsupported($"the number {text}"),
            _ => throw Unsupported(value is IDictionary ? "a hashtable" : $"a {value!.GetType().Name}"),
        };
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('\'');
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '\'' => "\\'",
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\f' => "\\f",

                // Also U+0008: of \b, the English reference says bell, and others backspace.
                < ' ' => $"\\u{(int)c:X4}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('\'').ToString();
    }

    private static SfException Unsupported(string what) => new(
        SfErrorKind.QueryParameterInvalid,
        $"SOQL has no literal for {what}.",
        "Give text, numbers, $true or $false, dates, $null, or a list of these; of an object, one of its fields: $accounts.Id.");
}
