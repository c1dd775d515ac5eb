using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Sessions;

/// <summary>A server that is overloaded or closed for maintenance, met by one of many requests.</summary>
internal static class Overload
{
    /// <summary>
    /// Waits as long as the server asks for, so that the next request has a chance. Where it names no time, or too long a one, gives its
    /// error, since no further request is worth sending.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="error">The error of a request; null if it had none.</param>
    public static async Task<SfException?> WaitOutAsync(
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
