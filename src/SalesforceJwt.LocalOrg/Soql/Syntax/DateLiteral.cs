using System.Globalization;
using System.Text.RegularExpressions;

namespace SalesforceJwt.LocalOrg.Soql.Syntax;

/// <summary>A date range relative to today, such as <c>THIS_MONTH</c> or <c>LAST_N_DAYS:30</c>.</summary>
internal sealed partial record DateLiteral(string Name, int Number)
{
    private static readonly string[] Units = ["DAY", "WEEK", "MONTH", "QUARTER", "YEAR", "FISCAL_QUARTER", "FISCAL_YEAR"];

    /// <summary>Parses a date literal; null if the text is not one.</summary>
    public static DateLiteral? Parse(string text)
    {
        var match = Form().Match(text.ToUpperInvariant());
        return match.Success && int.TryParse(
            match.Groups["n"].ValueSpan is []
                ? "1"
                : match.Groups["n"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new DateLiteral(match.Groups["name"].Value, number)
            : null;
    }

    /// <summary>The date range. The fiscal year is the calendar year, and a week begins on Sunday, as in a new org.</summary>
    public DateRange Resolve(DateOnly today)
    {
        switch (Name)
        {
            case "TODAY":
                return Days(today, 0, 1);
            case "YESTERDAY":
                return Days(today, -1, 0);
            case "TOMORROW":
                return Days(today, 1, 2);
            case "LAST_90_DAYS":
                return Days(today, -90, 1);
            case "NEXT_90_DAYS":
                return Days(today, 1, 91);
            case "LAST_N_DAYS":
                return Days(today, -Number, 1);
            case "NEXT_N_DAYS":
                return Days(today, 1, 1 + Number);
        }

        var unit = Units.Last(unit => Name.Contains(unit, StringComparison.Ordinal));
        var start = Start(unit, today);
        var (from, to) = Name.EndsWith("_AGO", StringComparison.Ordinal) ? (-Number, 1 - Number)
            : Name.StartsWith("LAST", StringComparison.Ordinal) ? (-Number, 0)
            : Name.StartsWith("NEXT", StringComparison.Ordinal) ? (1, 1 + Number)
            : (0, 1);
        return new DateRange(Move(unit, start, from), Move(unit, start, to));
    }

    private static DateRange Days(DateOnly today, int from, int to) => new(today.AddDays(from), today.AddDays(to));

    private static DateOnly Start(string unit, DateOnly day) => unit switch
    {
        "DAY" => day,
        "WEEK" => day.AddDays(-(int)day.DayOfWeek),
        "MONTH" => new DateOnly(day.Year, day.Month, 1),
        "YEAR" or "FISCAL_YEAR" => new DateOnly(day.Year, 1, 1),
        _ => new DateOnly(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1),
    };

    private static DateOnly Move(string unit, DateOnly start, int count) => unit switch
    {
        "DAY" => start.AddDays(count),
        "WEEK" => start.AddDays(7 * count),
        "MONTH" => Months(start, count),
        "YEAR" or "FISCAL_YEAR" => Months(start, 12 * count),
        _ => Months(start, 3 * count),
    };

    // A number of years that is larger than the calendar means all of it.
    private static DateOnly Months(DateOnly start, int count) => (((start.Year - 1) * 12) + start.Month - 1 + count) switch
    {
        < 0 => DateOnly.MinValue,
        >= 9999 * 12 => DateOnly.MaxValue,
        _ => start.AddMonths(count),
    };

    [GeneratedRegex(
        "^(?:(?<name>TODAY|YESTERDAY|TOMORROW|(?:LAST|NEXT)_90_DAYS|(?:LAST|THIS|NEXT)_(?:WEEK|MONTH|(?:FISCAL_)?(?:QUARTER|YEAR)))"
        + "|(?<name>(?:LAST|NEXT)_N_(?:DAYS|WEEKS|MONTHS|(?:FISCAL_)?(?:QUARTERS|YEARS))"
        + "|N_(?:DAYS|WEEKS|MONTHS|(?:FISCAL_)?(?:QUARTERS|YEARS))_AGO):(?<n>[0-9]{1,4}))$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
