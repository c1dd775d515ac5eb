using System.Net;

namespace SalesforceJwt.Core.Http;

/// <summary>Why an attempt to send a request failed, and whether another one can succeed.</summary>
/// <param name="Error">The error to throw if no other attempt follows.</param>
/// <param name="IsTransient">Whether another attempt can succeed after a while.</param>
/// <param name="MayHaveActed">
/// Whether the server may have acted on the request: its answer was lost or damaged, or a gateway stopped waiting for it.
/// Then <see cref="RetrySafety"/> decides whether the request is sent again, and the outcome of one that is not is unknown.
/// </param>
/// <param name="RetryAfter">How long the server asked to wait; null if it did not ask.</param>
internal sealed record FailedAttempt(SfException Error, bool IsTransient, bool MayHaveActed, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether the session has expired, so that a new one makes another attempt worthwhile.</summary>
    public bool IsSessionExpired { get; init; }

    /// <summary>Whether the session was renewed since: retry immediately, not counted.</summary>
    public bool WasSessionRenewed { get; init; }

    /// <summary>
    /// Whether Salesforce may have acted on a request although the answer has this status: a gateway that stopped waiting says 502, 503 or
    /// 504, and one that limits says 429, after Salesforce may have received the request.
    /// </summary>
    public static bool MayHaveActedOn(HttpStatusCode status) => (int)status is 429 or >= 500;
}
