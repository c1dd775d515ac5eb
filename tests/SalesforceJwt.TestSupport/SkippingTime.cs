using System.Collections.Concurrent;

namespace SalesforceJwt.TestSupport;

/// <summary>A clock that never waits: it records each delay and jumps to its end.</summary>
/// <param name="skipped">Receives each delay before it ends, so that a test can act during it.</param>
internal sealed class SkippingTime(Action<TimeSpan>? skipped = null) : TimeProvider
{
    private long _skipped;

    /// <summary>The requested delays.</summary>
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
