using System.Net;
using System.Security.Cryptography;

namespace SalesforceJwt.Core.Http;

/// <summary>How often and how long a transient fault is retried: exponential backoff with full jitter, capped in count and in total time.</summary>
internal sealed record RetryPolicy
{
    /// <summary>The policy where nothing else is said.</summary>
    public static RetryPolicy Default { get; } = new();

    /// <summary>The most repetitions of one request; 0 for none.</summary>
    public int MaximumRetryCount { get; init; } = 3;

    /// <summary>The first delay's upper bound; each further one is twice the one before.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest delay between two attempts that this side chooses by itself.</summary>
    public TimeSpan MaximumDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest time that all delays of one request may take together.</summary>
    public TimeSpan MaximumTotalDelay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A fixed delay in place of the backoff; null for the backoff.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>Says whether a status is one of the passing kind.</summary>
    /// <param name="status">HTTP status.</param>
    public static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>The delay before the next attempt, or null where there is to be none.</summary>
    /// <param name="attempt">Attempts made so far, from 1.</param>
    /// <param name="waited">Delays so far, together.</param>
    /// <param name="retryAfter">What the server asked for; null where it asked for nothing.</param>
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
