namespace SalesforceJwt.Core.Sessions;

/// <summary>
/// Runs one piece of work at a time: callers that come while it runs wait for the same result. The work belongs to no caller,
/// so that one who gives up does not end it for the others.
/// </summary>
internal sealed class SingleFlight<T>
{
    private readonly object _lock = new();
    private Task<T>? _running;

    /// <param name="known">The result if it is there already, looked up under the lock; null starts or joins the work.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Ends this caller's waiting only.</param>
    public Task<T> RunAsync(Func<T?> known, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        Task<T> task;
        lock (_lock)
        {
            if (known() is { } result)
            {
                return Task.FromResult(result);
            }

            if (_running is null or { IsCompleted: true })
            {
                _running = Task.Run(work, CancellationToken.None);
            }

            task = _running;
        }

        return task.WaitAsync(cancellationToken);
    }
}
