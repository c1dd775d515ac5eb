using System.Net;
using System.Security.Cryptography;

namespace SalesforceJwt.Core.Http;

/// <summary>
/// How often transient failures are retried, and after which delays: exponential backoff with full jitter, limited in number and in total
/// time.
/// </summary>
internal sealed record RetryPolicy
{
    public static RetryPolicy Default { get; } = new();

    /// <summary>The most retries of one request; 0 for none.</summary>
    public int MaximumRetryCount { get; init; } = 3;

    /// <summary>The upper bound of the first delay; each further one is twice as long.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest delay of the backoff; a server may ask for longer ones.</summary>
    public TimeSpan MaximumDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most that all delays of one request may add up to.</summary>
    public TimeSpan MaximumTotalDelay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A fixed delay; null for the backoff.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>Whether a status stands for a transient failure.</summary>
    public static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests
            or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>The delay before the next attempt; null if there is none.</summary>
    /// <param name="attempt">Attempts made so far, from 1.</param>
    /// <param name="waited">The sum of the delays so far.</param>
    /// <param name="retryAfter">How long the server asked to wait; null if it did not ask.</param>
    public TimeSpan? NextDelay(int attempt, TimeSpan waited, TimeSpan? retryAfter)
    {
        if (attempt > MaximumRetryCount)
        {
            return null;
        }

        var delay = retryAfter ?? Interval ?? Backoff(attempt);
        return delay <= MaximumTotalDelay - waited ? delay : null;
    }

    /// <summary>Describes how long a server asked to wait; null if it did not ask.</summary>
    /// <param name="retryAfter">The wait that it asked for.</param>
    public static string? Explain(TimeSpan? retryAfter) => retryAfter is not { } wait || wait <= TimeSpan.Zero ? null
        : $"The server asks to wait {(wait switch
        {
            _ when wait >= SfResponse.LongestRetryAfter => $"{wait.TotalDays:0} days or more",
            { TotalHours: > 48 } => $"{wait.TotalDays:0} days",
            { TotalMinutes: > 120 } => $"{wait.TotalHours:0} hours",
            { TotalSeconds: > 120 } => $"{wait.TotalMinutes:0} minutes",
            { TotalSeconds: <= 1 } => "1 second",
            _ => $"{Math.Ceiling(wait.TotalSeconds):0} seconds",
        })} before the next request.";

    private TimeSpan Backoff(int attempt)
    {
        var ceiling = Math.Min(
            Math.Min(MaximumDelay.TotalMilliseconds, int.MaxValue - 1), BaseDelay.TotalMilliseconds * Math.Pow(2, attempt - 1));
        return TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32((int)ceiling + 1));
    }
}
