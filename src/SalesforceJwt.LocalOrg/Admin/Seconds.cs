using System.Globalization;

namespace SalesforceJwt.LocalOrg.Admin;

/// <summary>Numbers of seconds in the bodies of administrative requests.</summary>
internal static class Seconds
{
    /// <summary>The longest delay, which a timer can wait for: some weeks.</summary>
    public const double LongestDelay = int.MaxValue / 1000;

    // Some decades: every time that is calculated with it exists.
    private const double Longest = 1e9;

    /// <summary>A duration; null if none is given.</summary>
    /// <exception cref="ArgumentException">It is too long.</exception>
    public static TimeSpan? Of(double? seconds) => seconds is { } given ? Of(given, -Longest, Longest) : null;

    /// <summary>A delay.</summary>
    /// <exception cref="ArgumentException">It is negative or too long.</exception>
    public static TimeSpan OfDelay(double seconds) => Of(seconds, 0, LongestDelay);

    private static TimeSpan Of(double seconds, double least, double most) => seconds >= least && seconds <= most
        ? TimeSpan.FromSeconds(seconds)
        : throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"{seconds} is not a number of seconds from {least} to {most}."));
}
