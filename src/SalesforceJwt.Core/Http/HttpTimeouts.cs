namespace SalesforceJwt.Core.Http;

/// <summary>Time limits of a request; <see cref="Timeout.InfiniteTimeSpan"/> for none.</summary>
/// <param name="Headers">From the start of a request, or the last sent piece of a file, to the headers of its answer.</param>
/// <param name="Read">Between two reads of an answer's body.</param>
internal sealed record HttpTimeouts(TimeSpan Headers, TimeSpan Read)
{
    public TimeSpan Headers { get; } = Bound(Headers);

    public TimeSpan Read { get; } = Bound(Read);

    /// <summary>Longer than Salesforce's own limit of 10 minutes for a call.</summary>
    public static HttpTimeouts Default { get; } = new(TimeSpan.FromMinutes(11), TimeSpan.FromMinutes(5));

    /// <summary>For token endpoints, which answer within a second or two.</summary>
    public static HttpTimeouts Login { get; } = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(30));

    // What is longer than timers support has no limit.
    private static TimeSpan Bound(TimeSpan time) => time.TotalMilliseconds is < 0 or > int.MaxValue ? Timeout.InfiniteTimeSpan : time;
}
