namespace SalesforceJwt.Core.Rest;

/// <summary>What an answer that is not a success means for the request.</summary>
/// <param name="Error">The error to end with.</param>
/// <param name="Repeat">Whether repeating can help.</param>
/// <param name="RetryAfter">What the server asked to wait; null where it asked for nothing.</param>
internal sealed record Refusal(SfException Error, Repeat Repeat, TimeSpan? RetryAfter = null);

/// <summary>When a refused request may be repeated.</summary>
internal enum Repeat
{
    /// <summary>Never: it would be refused again.</summary>
    Never,

    /// <summary>Where doing it twice is the same as doing it once (RFC 9110 section 9.2.2).</summary>
    IfIdempotent,

    /// <summary>Always: the server certainly did not act on it.</summary>
    Always,

    /// <summary>At once and without counting, since the cause was mended (a renewed session).</summary>
    Now,
}
