using System.Collections.Concurrent;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>A clock that stands still: waits last until the test ends them.</summary>
internal sealed class StoppedTime : TimeProvider
{
    private readonly ConcurrentQueue<(TimerCallback Callback, object? State)> _waiting = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _waiting.Enqueue((callback, state));
        return new Timer();
    }

    /// <summary>Waits until something waits, and ends all waits.</summary>
    public async Task EndWaitsAsync()
    {
        await Until.TrueAsync(() => !_waiting.IsEmpty);
        while (_waiting.TryDequeue(out var timer))
        {
            timer.Callback(timer.State);
        }
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
