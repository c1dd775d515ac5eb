using System.Management.Automation;

namespace SalesforceJwt.PS.Base;

/// <summary>
/// Runs requests at once, a few of them, and writes their results in the order in which they were begun. After an error the results of
/// the requests that were sent before are written all the same.
/// </summary>
/// <typeparam name="T">The result of a request.</typeparam>
/// <param name="limit">The most requests at once.</param>
/// <param name="writeNext">Writes the result of <see cref="NextAsync"/>, on the pipeline thread.</param>
/// <param name="cancellationToken">Set by Ctrl+C.</param>
internal sealed class OrderedWork<T>(int limit, Func<Task> writeNext, CancellationToken cancellationToken) : IDisposable
{
    private readonly Queue<Task<T>> _running = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    public bool IsEmpty => _running.Count == 0;

    /// <summary>Cancels what is under way.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    /// <summary>Writes results until a further request may begin.</summary>
    public async Task MakeRoomAsync()
    {
        while (_running.Count >= limit)
        {
            await writeNext();
        }
    }

    /// <summary>Begins a request.</summary>
    public void Begin(Func<CancellationToken, Task<T>> request)
    {
        var token = _stop.Token;
        var task = Task.Run(() => request(token));

        // Its result may never be read: a later command of the pipeline can stop it.
        _ = task.ContinueWith(
            static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        _running.Enqueue(task);
    }

    /// <summary>The result of the request that was begun first.</summary>
    public Task<T> NextAsync() => _running.Dequeue();

    /// <summary>Writes the results that are there.</summary>
    public async Task WriteReadyAsync()
    {
        while (_running.TryPeek(out var next) && next.IsCompleted)
        {
            await writeNext();
        }
    }

    /// <summary>Waits for all results and writes them.</summary>
    public async Task WriteAllAsync()
    {
        while (!IsEmpty)
        {
            await writeNext();
        }
    }

    /// <summary>Runs a step of the cmdlet. If it fails, writes the results of the requests under way, and then throws its error.</summary>
    public async Task RunAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception e) when (IsError(e))
        {
            await DrainAsync();
            throw;
        }
    }

    private static bool IsError(Exception e) => e is not (PipelineStoppedException or OperationCanceledException);

    private async Task DrainAsync()
    {
        while (!IsEmpty)
        {
            try
            {
                await writeNext();
            }
            catch (Exception e) when (IsError(e))
            {
                // The first error is the one to report.
            }
        }
    }
}
