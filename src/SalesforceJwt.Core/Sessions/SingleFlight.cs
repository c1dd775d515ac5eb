using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.Core.Sessions;

/// <summary>
/// Runs one piece of work at a time: callers that come while it runs wait for the same result. A caller that is cancelled does not end it
/// for the others; when the last caller is cancelled the work is too, and the next caller starts anew.
/// </summary>
internal sealed class SingleFlight<T>
{
    private readonly object _lock = new();

    // The work that the present code is part of, on whatever thread.
    private readonly AsyncLocal<Flight?> _current = new();
    private Flight? _running;

    /// <param name="known">Returns the result if it is known already, under the lock; null starts or joins the work.</param>
    /// <param name="work">The work; its token is cancelled when the last caller stops waiting.</param>
    /// <param name="cancellationToken">Cancels the waiting of this caller.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.SignerFailed"/>: the work itself calls this, and would wait for itself forever. Only a signer, which is a
    /// user's code, can do that.
    /// </exception>
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
                _running = new Flight(abandoned.Cancel);
                _running.Start(() => work(abandoned.Token), _current);
            }
            else if (_current.Value == _running)
            {
                throw SignerErrors.WaitsForItself();
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
    private sealed class Flight(Action abandon)
    {
        public Task<T> Task { get; private set; } = null!;

        public int Waiting { get; set; }

        public void Start(Func<Task<T>> work, AsyncLocal<Flight?> current) => Task = System.Threading.Tasks.Task.Run(
            () =>
            {
                current.Value = this;
                return work();
            },
            CancellationToken.None);

        public void Abandon() => abandon();
    }
}
