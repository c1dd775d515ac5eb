using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Sessions;

/// <summary>A REST call.</summary>
internal sealed record SfRequest
{
    /// <summary>HTTP method.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Get;

    /// <summary>
    /// Where: a path without a leading slash is below <c>/services/data/vNN.0/</c>, one with it is on the instance; a full URL
    /// has to be on the instance.
    /// </summary>
    public required string Uri { get; init; }

    /// <summary>Query parameters to add, unescaped.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];

    /// <summary>Headers to add.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Makes the body, anew for every attempt; null for none.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>Whether <see cref="Content"/> can be called more than once.</summary>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>Whether doing it twice is as good as once, whatever the method says: a query that is sent by POST.</summary>
    public bool IsHarmless { get; init; }

    /// <summary>
    /// Whether a repetition is refused or does harm, whatever the method says: the one upload of a bulk job, Apex that is run by GET. It is repeated only where
    /// the server certainly did not act on it.
    /// </summary>
    public bool ActsOnce { get; init; }

    /// <summary>What a successful answer is; an answer of another kind is an error before it is read.</summary>
    public ExpectedAnswer Expect { get; init; } = ExpectedAnswer.Json;

    /// <summary>Whether it may change something, so that an answer that was lost leaves a doubt (RFC 9110 section 9.2.1).</summary>
    public bool MayChange =>
        ActsOnce
            || !(IsHarmless || Method == HttpMethod.Get || Method == HttpMethod.Head || Method == HttpMethod.Options
                || Method == HttpMethod.Trace);

    /// <summary>The API version of this call; null for the session's.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Time limits of this call; null for the session's.</summary>
    public HttpTimeouts? Timeouts { get; init; }

    /// <summary>Retries of this call; null for the session's.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>How connections are made for this call; null for the session's way.</summary>
    public HttpSettings? Http { get; init; }

    /// <summary>The most redirects of this call.</summary>
    public int MaximumRedirects { get; init; } = 5;

    /// <summary>Whether an answer that is an error is returned like any other, once retries and renewal are done.</summary>
    public bool SkipErrorCheck { get; init; }

    /// <summary>Whether it may be sent although the org's usage has reached where this session stops: it asks for that very usage.</summary>
    internal bool IgnoresUsageLimit { get; init; }

    /// <summary>Whether it is a question on the side, whose own errors nobody needs advice on.</summary>
    internal bool IsAside { get; init; }
}
