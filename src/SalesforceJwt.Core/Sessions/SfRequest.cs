using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Sessions;

/// <summary>A REST call.</summary>
internal sealed record SfRequest
{
    private readonly RetrySafety? _retrySafety;

    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>
    /// A path without a leading slash is below <c>/services/data/vNN.0/</c>, one with it is on the instance; a full URL must be on the
    /// instance.
    /// </summary>
    public required string Uri { get; init; }

    /// <summary>Query parameters to add, unescaped.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];

    /// <summary>Headers to add.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Makes the body, anew for every attempt; null for none.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>
    /// When it may be sent again. Follows from the method, unless the request says otherwise: a query by POST is read-only, and the one
    /// upload of a bulk job (PUT) or Apex that is run by GET must not be sent again after Salesforce may have acted on it.
    /// </summary>
    public RetrySafety RetrySafety
    {
        get => _retrySafety ?? SafetyOf(Method);
        init => _retrySafety = value;
    }

    /// <summary>What a successful answer is; any other is an error before it is read.</summary>
    public ExpectedAnswer Expect { get; init; } = ExpectedAnswer.Json;

    /// <summary>Whether it may change something, so that its outcome is unknown if the answer is lost.</summary>
    public bool MayChange => RetrySafety != RetrySafety.ReadOnly;

    /// <summary>The API version of this call; null for the session's.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Time limits of this call; null for the session's.</summary>
    public HttpTimeouts? Timeouts { get; init; }

    /// <summary>Retries of this call; null for the session's.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>How connections are made for this call; null for the session's settings.</summary>
    public HttpSettings? HttpSettings { get; init; }

    public int MaximumRedirects { get; init; } = HttpCall.DefaultMaximumRedirects;

    /// <summary>Whether an answer that is still an error after retries and renewal is read like a success.</summary>
    public bool SkipErrorCheck { get; init; }

    /// <summary>Whether it is sent even if <see cref="UsageGuard"/> refuses calls: it asks for the usage.</summary>
    internal bool IgnoresUsageLimit { get; init; }

    /// <summary>Internal look-up: no suggestions of names or versions in its errors.</summary>
    internal bool SuppressNameAdvice { get; init; }

    /// <summary>Whether it is sent without the token.</summary>
    internal bool IsAnonymous { get; init; }

    // RFC 9110 section 9.2. Unknown methods promise nothing.
    private static RetrySafety SafetyOf(HttpMethod method) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Options || method == HttpMethod.Trace
            ? RetrySafety.ReadOnly
        : method == HttpMethod.Put || method == HttpMethod.Delete ? RetrySafety.Idempotent
        : RetrySafety.OnlyIfNotActed;
}
