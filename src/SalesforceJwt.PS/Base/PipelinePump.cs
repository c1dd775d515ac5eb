using System.Management.Automation;

namespace SalesforceJwt.PS.Base;

/// <summary>
/// Runs asynchronous work from the pipeline thread: continuations of a cmdlet's own code come back to that thread, where alone
/// <c>WriteObject</c> and its relatives may be called, while Core works elsewhere (it awaits with ConfigureAwait(false)).
/// </summary>
internal sealed class PipelinePump : SynchronizationContext
{
    // Cancelled work has this time to clean up (a half-written file) before the pipeline thread leaves.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = new();
    private readonly CancellationToken _stopping;

    /// <param name="stopping">Set by Ctrl+C.</param>
    public PipelinePump(CancellationToken stopping) => _stopping = stopping;

    /// <summary>Runs work to its end, or until it is stopped.</summary>
    /// <param name="work">The work; starts on this thread.</param>
    public void Run(Func<CancellationToken, Task> work)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = work(_stopping);
            Drain(task);
            if (!task.IsCompleted)
            {
                throw new PipelineStoppedException();
            }

            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_queue)
        {
            _queue.Enqueue((d, state));
            Monitor.Pulse(_queue);
        }
    }

    /// <summary>Runs an action on the pipeline thread, some time soon: between two pieces of work, when the next one runs.</summary>
    public void Post(Action action) => Post(static a => ((Action)a!)(), action);

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    private void Drain(Task task)
    {
        if (!task.IsCompleted)
        {
            _ = task.ContinueWith(
                static (_, pump) => ((PipelinePump)pump!).Wake(),
                this,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        using var stop = _stopping.UnsafeRegister(static pump => ((PipelinePump)pump!).Wake(), this);
        long? deadline = null;
        while (Next(task, ref deadline) is { } next)
        {
            next.Callback(next.State);
        }
    }

    /// <summary>The next callback; null when the work and all callbacks are done, or when the grace time of stopped work is over.</summary>
    private (SendOrPostCallback Callback, object? State)? Next(Task task, ref long? deadline)
    {
        lock (_queue)
        {
            while (_queue.Count == 0)
            {
                if (task.IsCompleted)
                {
                    return null;
                }

                if (!_stopping.IsCancellationRequested)
                {
                    Monitor.Wait(_queue);
                    continue;
                }

                deadline ??= Environment.TickCount64 + (long)Grace.TotalMilliseconds;
                var remaining = deadline.Value - Environment.TickCount64;
                if (remaining <= 0)
                {
                    return null;
                }

                Monitor.Wait(_queue, (int)remaining);
            }

            return _queue.Dequeue();
        }
    }

    private void Wake()
    {
        lock (_queue)
        {
            Monitor.PulseAll(_queue);
        }
    }
}
