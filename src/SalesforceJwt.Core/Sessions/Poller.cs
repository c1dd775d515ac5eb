using System.Runtime.CompilerServices;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Sessions;

/// <summary>
/// Polls what takes Salesforce a while (bulk jobs, deployments) until it has ended: often at first, since small ones end soon, then less
/// and less often. A pause that the server asks for (<c>Retry-After</c>) is kept.
/// </summary>
/// <typeparam name="T">What is polled, in its latest state.</typeparam>
/// <param name="session">The session.</param>
/// <param name="poll">Reads the state, and the pause that the server asks for.</param>
/// <param name="hasEnded">Whether a state is final.</param>
internal sealed class Poller<T>(
    SfSession session, Func<T, CancellationToken, Task<(T State, TimeSpan? Pause)>> poll, Func<T, bool> hasEnded)
{
    private const double Growth = 1.6;
    private const int MinimumRetryCount = 20;

    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaximumInterval = TimeSpan.FromSeconds(10);

    // A server can ask for a day, or for more than a timer can hold.
    private static readonly TimeSpan MaximumPause = TimeSpan.FromMinutes(5);

    // The work can take hours: a network outage of some minutes is no reason to give up.
    private static readonly TimeSpan RetryTime = TimeSpan.FromMinutes(5);

    /// <summary>The retries of one poll: they outlast a network outage, unless the session has none.</summary>
    public RetryPolicy Retry => session.Defaults.Retry.MaximumRetryCount == 0
        ? session.Defaults.Retry
        : session.Defaults.Retry with
        {
            MaximumRetryCount = Math.Max(MinimumRetryCount, session.Defaults.Retry.MaximumRetryCount),
            MaximumTotalDelay = RetryTime,
        };

    /// <summary>Waits until it has ended, in any state.</summary>
    /// <param name="item">What to wait for.</param>
    /// <param name="progress">Receives the state after each poll; null if not needed.</param>
    /// <param name="cancellationToken">Ends the waiting; the work continues in Salesforce.</param>
    public async Task<T> WaitAsync(T item, Action<T>? progress, CancellationToken cancellationToken)
    {
        for (var delay = FirstInterval; ; delay = delay * Growth < MaximumInterval ? delay * Growth : MaximumInterval)
        {
            (item, var pause) = await poll(item, cancellationToken).ConfigureAwait(false);
            progress?.Invoke(item);
            if (hasEnded(item))
            {
                return item;
            }

            await Task.Delay(
                pause is null ? delay : pause < MaximumPause ? pause.Value : MaximumPause, session.Transport.Time,
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for several in parallel, and returns each one, in order, when it has ended.</summary>
    /// <param name="several">What to wait for.</param>
    /// <param name="timeout">Maximum time; null for no limit. What has not ended by then is returned in its last state.</param>
    /// <param name="progress">Receives all of them in their latest states after each poll, on any thread; null if not needed.</param>
    /// <param name="cancellationToken">Ends the waiting; the work continues in Salesforce.</param>
    public async IAsyncEnumerable<T> WaitEachAsync(
        IReadOnlyList<T> several,
        TimeSpan? timeout,
        Action<IReadOnlyList<T>>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(timeout ?? Timeout.InfiniteTimeSpan, session.Transport.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        var latest = several.ToArray();
        try
        {
            var waits = several.Select((item, index) => hasEnded(item) ? Task.FromResult(item) : WaitOneAsync(index)).ToList();
            foreach (var wait in waits)
            {
                yield return await wait.ConfigureAwait(false);
            }
        }
        finally
        {
            // After an error, or where the caller stops early, others are still polled.
            await stop.CancelAsync().ConfigureAwait(false);
        }

        async Task<T> WaitOneAsync(int index)
        {
            try
            {
                return await WaitAsync(latest[index], item => Update(index, item), stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return latest[index];
            }
        }

        void Update(int index, T item)
        {
            latest[index] = item;
            progress?.Invoke(latest);
        }
    }
}
