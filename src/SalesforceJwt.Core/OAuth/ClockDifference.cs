namespace SalesforceJwt.Core.OAuth;

/// <summary>Formats the difference of this machine's clock from a server's <c>Date</c>.</summary>
internal static class ClockDifference
{
    public const string Remedy = "Set this machine's clock (timedatectl set-ntp true on Linux, w32tm /resync on Windows; "
        + "on a virtual machine or container, the host's clock).";

    /// <summary>"12 seconds behind the server's".</summary>
    /// <param name="difference">The server's time less this machine's.</param>
    public static string Describe(TimeSpan difference) =>
        $"{Seconds(difference)} seconds {(difference > TimeSpan.Zero ? "behind" : "ahead of")} the server's";

    /// <summary>Its length, to the whole second.</summary>
    public static long Seconds(TimeSpan difference) => (long)Math.Round(difference.Duration().TotalSeconds);
}
