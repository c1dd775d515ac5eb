namespace SalesforceJwt.Core.Http;

/// <summary>
/// Repeats a piece of work as often as its policy allows: a request, the upload to a bulk job, a batch of records that are locked.
/// </summary>
internal sealed class RetryLoop(RetryPolicy policy, TimeProvider time, IHttpObserver? observer)
{
    private int _retries;
    private TimeSpan _waited;

    /// <summary>Runs attempts until one returns null.</summary>
    /// <param name="attempt">
    /// One attempt. Returns null when the work is done, or the retry that <see cref="Next"/> allows; throws when the work has failed.
    /// </param>
    public async Task RunAsync(Func<CancellationToken, Task<Retry?>> attempt, CancellationToken cancellationToken)
    {
        while (await attempt(cancellationToken).ConfigureAwait(false) is { } retry)
        {
            if (retry.Delay is { } delay)
            {
                observer?.OnRetry(retry.Reason, delay);
                await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
                _retries++;
                _waited += delay;
            }
        }
    }

    /// <summary>The next attempt; null if the policy allows no other.</summary>
    /// <param name="reason">Why it is needed, for the observer.</param>
    /// <param name="retryAfter">How long the server asked to wait; null if it did not ask.</param>
    public Retry? Next(string reason, TimeSpan? retryAfter = null) =>
        policy.NextDelay(_retries + 1, _waited, retryAfter) is { } delay ? new Retry(reason, delay) : null;
}
