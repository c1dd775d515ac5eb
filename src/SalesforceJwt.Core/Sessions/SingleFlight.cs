namespace SalesforceJwt.Core.Sessions;

/// <summary>
/// Runs one piece of work at a time: callers that come while it runs wait for the same result. A caller that is cancelled does not end it
/// for the others; when the last caller is cancelled the work is too, and the next caller starts anew.
/// </summary>
internal sealed class SingleFlight<T>
{
    private readonly object _lock = new();
    private Flight? _running;

    /// <param name="known">Returns the result if it is known already, under the lock; null starts or joins the work.</param>
    /// <param name="work">The work; its token is cancelled when nobody waits for it any more.</param>
    /// <param name="cancellationToken">Cancels the waiting of this caller.</param>
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

    /// <summary>The running work, and how many callers wait for it.</summary>
    private sealed class Flight(Task<T> task, Action abandon)
    {
        public Task<T> Task => task;

        public int Waiting { get; set; }

        public void Abandon() => abandon();
    }
}
