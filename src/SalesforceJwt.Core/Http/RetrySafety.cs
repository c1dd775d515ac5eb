namespace SalesforceJwt.Core.Http;

/// <summary>When a request may be sent again after an attempt that failed (RFC 9110 section 9.2).</summary>
internal enum RetrySafety
{
    /// <summary>Always: it changes nothing, or nothing that matters ("safe" in RFC 9110). No failure leaves its outcome in doubt.</summary>
    ReadOnly,

    /// <summary>Always: it changes something, and doing it twice has the effect of doing it once.</summary>
    Idempotent,

    /// <summary>Only if the server certainly did not act on it: doing it twice does harm, or is refused.</summary>
    OnlyIfNotActed,

    /// <summary>Never: its body cannot be sent again.</summary>
    Never,
}
