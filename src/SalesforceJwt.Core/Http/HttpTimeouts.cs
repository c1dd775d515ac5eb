namespace SalesforceJwt.Core.Http;

/// <summary>How long to wait. <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</summary>
/// <param name="Headers">From the start of a request, or the last piece of a file that was sent, to the first byte of its answer.</param>
/// <param name="Read">Between two pieces of an answer's body.</param>
internal sealed record HttpTimeouts(TimeSpan Headers, TimeSpan Read)
{
    /// <summary>From the start of a request to the first byte of its answer.</summary>
    public TimeSpan Headers { get; } = Bound(Headers);

    /// <summary>Between two pieces of an answer's body.</summary>
    public TimeSpan Read { get; } = Bound(Read);

    /// <summary>Salesforce ends any call after 10 minutes itself; a body that says nothing for 5 minutes is dead.</summary>
    public static HttpTimeouts Default { get; } = new(TimeSpan.FromMinutes(11), TimeSpan.FromMinutes(5));

    /// <summary>A token endpoint answers within a second or two, or is not well.</summary>
    public static HttpTimeouts Login { get; } = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(30));

    // A wait longer than any timer supports has no end.
    private static TimeSpan Bound(TimeSpan time) => time.TotalMilliseconds is < 0 or > int.MaxValue ? Timeout.InfiniteTimeSpan : time;
}
