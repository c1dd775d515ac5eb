namespace SalesforceJwt.Core.Sessions;

/// <summary>
/// Runs one piece of work at a time: callers that come while it runs wait for the same result. One who gives up does not end it
/// for the others; when the last has given up it is cancelled, and the next caller starts afresh.
/// </summary>
internal sealed class SingleFlight<T>
{
    private readonly object _lock = new();
    private Flight? _running;

    /// <param name="known">The result if it is there already, looked up under the lock; null starts or joins the work.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Ends this caller's waiting.</param>
    public async Task<T> RunAsync(Func<T?> known, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        Flight flight;
        lock (_lock)
        {
            if (known() is { } result)
            {
                return result;
            }

            if (_running is null || _running.Task.IsCompleted)
            {
                var abandoned = new CancellationTokenSource();
                _running = new Flight(Task.Run(() => work(abandoned.Token), CancellationToken.None), abandoned.Cancel);
            }

            flight = _running;
            flight.Waiting++;
        }

        try
        {
            return await flight.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                if (--flight.Waiting == 0)
                {
                    _running = _running == flight ? null : _running;
                    flight.Abandon();
                }
            }
        }
    }

    /// <summary>The work under way, and how many wait for it.</summary>
    private sealed class Flight(Task<T> task, Action abandon)
    {
        public Task<T> Task => task;

        public int Waiting { get; set; }

        public void Abandon() => abandon();
    }
}
