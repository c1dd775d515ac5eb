namespace SalesforceJwt.LocalOrg.Soql.Syntax;

/// <summary>The days of a date literal, in UTC.</summary>
/// <param name="Start">The first day.</param>
/// <param name="End">The first day after the range.</param>
internal sealed record DateRange(DateOnly Start, DateOnly End)
{
    /// <summary>-1 for a date or time before the range, 0 for one in it, 1 for one after it.</summary>
    public int Compare(object value)
    {
        var day = value is DateTimeOffset time ? DateOnly.FromDateTime(time.UtcDateTime) : (DateOnly)value;
        return day < Start ? -1 : day < End ? 0 : 1;
    }
}
