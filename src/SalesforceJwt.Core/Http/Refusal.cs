namespace SalesforceJwt.Core.Http;

/// <summary>How an attempt ended that did not succeed, and what that means for the request.</summary>
/// <param name="Error">The error to end with.</param>
/// <param name="Repeat">Whether repeating can help.</param>
/// <param name="MayHaveActed">
/// Whether the server may have acted on the request all the same: the answer was lost or garbled, or something on the way gave up waiting
/// for it. Then only an idempotent request is repeated, and any other one that changes something is in doubt.
/// </param>
/// <param name="RetryAfter">What the server asked to wait; null where it asked for nothing.</param>
internal sealed record Refusal(SfException Error, Repeat Repeat, bool MayHaveActed, TimeSpan? RetryAfter = null);

/// <summary>Whether repeating a refused request can help.</summary>
internal enum Repeat
{
    /// <summary>No: it would be refused again.</summary>
    Never,

    /// <summary>Yes, after a while.</summary>
    Later,

    /// <summary>Retry immediately, not counted: the session was renewed.</summary>
    Now,
}
