using System.Collections;
using System.Globalization;
using System.Text;

namespace SalesforceJwt.Core.Data.Soql;

/// <summary>Writes values as SOQL literals (SOQL and SOSL Reference: "Quoted String Escape Sequences", "Date Formats and Date Literals").</summary>
public static class SoqlLiteral
{
    /// <summary>Writes a value. Nothing in it can end the literal that it stands in.</summary>
    /// <param name="value">
    /// Text, a number, true or false, a date (<see cref="DateOnly"/>), a point in time (<see cref="DateTimeOffset"/>, or
    /// <see cref="DateTime"/>, which without a zone is local), null, or several of these, which become a list for <c>IN</c>.
    /// </param>
    /// <exception cref="SfException"><see cref="SfErrorKind.QueryParameterInvalid"/>.</exception>
    public static string Of(object? value) => value switch
    {
        null or DBNull => "null",
        string text => Quote(text),
        char character => Quote(character.ToString()),
        bool flag => flag ? "TRUE" : "FALSE",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => Time(time),
        DateTime time => Time(time.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Local)) : new DateTimeOffset(time)),
        double number => double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : throw Unfit($"the number {number}"),
        float number => float.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : throw Unfit($"the number {number}"),
        Enum choice => Quote(choice.ToString()),
        Guid id => Quote(id.ToString()),
        Uri url => Quote(url.OriginalString),
        sbyte or byte or short or ushort or int or uint or long or ulong or decimal or System.Numerics.BigInteger => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        IDictionary => throw Unfit("a hashtable"),
        IEnumerable several => List(several),
        _ => throw Unfit($"a {value.GetType().Name}"),
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static string List(IEnumerable several)
    {
        var items = several.Cast<object?>().Select(item => item is IEnumerable and not string ? throw Unfit("a list within a list") : Of(item)).ToList();
        return items.Count > 0 ? $"({string.Join(",", items)})" : throw Unfit("an empty list, with which IN finds nothing");
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
                '\b' => "\\b",
                '\f' => "\\f",
                < ' ' => $"\\u{(int)c:X4}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('\'').ToString();
    }

    private static SfException Unfit(string what) => new(
        SfErrorKind.QueryParameterInvalid,
        $"SOQL has no literal for {what}.",
        "Give text, numbers, $true or $false, dates, $null, or a list of these. Leave the condition out where a list can be empty.");
}
