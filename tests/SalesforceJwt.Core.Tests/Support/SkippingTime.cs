using System.Collections.Concurrent;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>A clock that waits for nothing: each delay is noted, and the time jumps to its end at once.</summary>
/// <param name="skipped">Is told of each delay before it ends: the moment in which something happens meanwhile.</param>
internal sealed class SkippingTime(Action<TimeSpan>? skipped = null) : TimeProvider
{
    private long _skipped;

    /// <summary>The delays that were asked for.</summary>
    public ConcurrentQueue<TimeSpan> Delays { get; } = new();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _skipped));

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Delays.Enqueue(dueTime);
        Interlocked.Add(ref _skipped, dueTime.Ticks);
        skipped?.Invoke(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
