using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Sessions;

/// <summary>Slows down a series of requests when the server is overloaded or closed for maintenance.</summary>
internal static class Overload
{
    /// <summary>
    /// Waits as long as the server asks, so that the next request can succeed. If it names no time, or too long a time, returns its error:
    /// no further request should be sent.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="error">The error of a request; null if it had none.</param>
    public static async Task<SfException?> WaitAsync(
        SfSession session, SfException? error, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        if (error is not { Kind: SfErrorKind.OutcomeUnknown, StatusCode: 429 or 503, InnerException: SfRestException unavailable })
        {
            return null;
        }

        if (unavailable.RetryAfter is null || session.Defaults.Retry.NextDelay(1, TimeSpan.Zero, unavailable.RetryAfter) is not { } delay)
        {
            return unavailable;
        }

        observer?.OnRetry("That is for what comes next; this one is in doubt and not sent again: " + unavailable.Message, delay);
        await Task.Delay(delay, session.Transport.Time, cancellationToken).ConfigureAwait(false);
        return null;
    }
}
