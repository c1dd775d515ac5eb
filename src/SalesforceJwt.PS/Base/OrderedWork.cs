using System.Management.Automation;

namespace SalesforceJwt.PS.Base;

/// <summary>Work of which several pieces go on at once, and whose results come out in the order in which they were begun.</summary>
/// <typeparam name="T">The result of a piece.</typeparam>
/// <param name="limit">The most pieces at once.</param>
internal sealed class OrderedWork<T>(int limit)
{
    private readonly Queue<Task<T>> _pieces = new();

    public bool IsFull => _pieces.Count >= limit;

    public bool IsEmpty => _pieces.Count == 0;

    /// <summary>Whether the result that comes out next is there.</summary>
    public bool IsNextReady => _pieces.TryPeek(out var next) && next.IsCompleted;

    public void Begin(Func<Task<T>> work)
    {
        var piece = Task.Run(work);

        // It may never be asked for: what comes after in the pipeline may have had enough.
        _ = piece.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        _pieces.Enqueue(piece);
    }

    public Task<T> NextAsync() => _pieces.Dequeue();

    /// <summary>Writes the results of the remaining pieces after an error, so that none is lost.</summary>
    /// <param name="writeNext">Writes the next piece.</param>
    public async Task DrainAsync(Func<Task> writeNext)
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

    /// <summary>Whether an exception is an error of any kind, not a cancellation.</summary>
    public static bool IsError(Exception e) => e is not (PipelineStoppedException or OperationCanceledException);
}
