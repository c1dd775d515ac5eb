namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>The days that a date literal stands for, in UTC.</summary>
/// <param name="Start">The first of them.</param>
/// <param name="End">The first after them.</param>
internal sealed record DateRange(DateOnly Start, DateOnly End)
{
    /// <summary>-1 for a date or time before the range, 0 for one in it, 1 for one after it.</summary>
    public int Compare(object value)
    {
        var day = value is DateTimeOffset time ? DateOnly.FromDateTime(time.UtcDateTime) : (DateOnly)value;
        return day < Start ? -1 : day < End ? 0 : 1;
    }
}
