using System.Globalization;
using SalesforceJwt.Core.Query.Soql;

namespace SalesforceJwt.Core.Admin;

/// <summary>The period whose entries of a log are read.</summary>
/// <param name="Since">Its beginning.</param>
/// <param name="Until">Its end; null for now.</param>
internal sealed record LogPeriod(DateTimeOffset Since, DateTimeOffset? Until)
{
    /// <summary>The days that are read where no beginning is given.</summary>
    public const int DefaultDays = 7;

    /// <summary>A period.</summary>
    /// <param name="since">Its beginning; null for some days before its end.</param>
    /// <param name="until">Its end; null for now.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ArgumentConflict"/>: it ends before it begins.</exception>
    public static LogPeriod Of(DateTimeOffset? since, DateTimeOffset? until, DateTimeOffset now)
    {
        var period = new LogPeriod(since ?? Before(until ?? now), until);
        return period.Until is not { } end || end >= period.Since ? period : throw new SfException(
            SfErrorKind.ArgumentConflict,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The period ends ({end:yyyy-MM-dd HH:mm}) before it begins ({period.Since:yyyy-MM-dd HH:mm})."),
            "Give the earlier time as its beginning.");
    }

    /// <summary>The conditions of SOQL on a field.</summary>
    public IEnumerable<string> Conditions(string field)
    {
        yield return $"{field} >= {SoqlLiteral.Of(Since)}";
        if (Until is { } until)
        {
            yield return $"{field} <= {SoqlLiteral.Of(until)}";
        }
    }

    /// <summary>Some days before a time, or the beginning of time.</summary>
    private static DateTimeOffset Before(DateTimeOffset end)
    {
        var days = TimeSpan.FromDays(DefaultDays);
        return end - DateTimeOffset.MinValue < days ? DateTimeOffset.MinValue : end.ToUniversalTime() - days;
    }
}
