namespace SalesforceJwt.Core.Http;

/// <summary>One call through <see cref="HttpTransport"/>: how to make its request, and what to do with its answer.</summary>
internal sealed class HttpCall
{
    /// <summary>Makes the request; called anew for every attempt.</summary>
    public required Func<HttpRequestMessage> Create { get; init; }

    /// <summary>Reads a successful answer. Called again after a connection broke in the middle, so it has to start afresh.</summary>
    public required Func<SfResponse, CancellationToken, Task> Read { get; init; }

    /// <summary>Judges any other answer.</summary>
    public required Func<SfResponse, CancellationToken, Task<Refusal>> Judge { get; init; }

    /// <summary>What a successful answer is; compared before it is read.</summary>
    public required ExpectedAnswer Expect { get; init; }

    /// <summary>The secrets that were sent, which an answer may repeat.</summary>
    public Func<IEnumerable<string>> Secrets { get; init; } = static () => [];

    /// <summary>Whether an answer that stays an error after all retries is read like a success.</summary>
    public bool AcceptErrors { get; init; }

    /// <summary>Whether the body can be sent again (a stream from the pipeline cannot).</summary>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>Whether doing it twice is as good as once, whatever the method says: a second token does no harm.</summary>
    public bool IsHarmless { get; init; }

    /// <summary>Whether a repetition is refused or does harm, whatever the method says.</summary>
    public bool ActsOnce { get; init; }

    public HttpTimeouts Timeouts { get; init; } = HttpTimeouts.Default;

    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>How connections are made; null for the transport's own way.</summary>
    public HttpSettings? Settings { get; init; }

    public int MaximumRedirects { get; init; } = 5;

    public IHttpObserver? Observer { get; init; }

    /// <summary>A body of the answer without the secrets that were sent.</summary>
    public ReadOnlyMemory<byte> Redact(ReadOnlyMemory<byte> body) => Secrets().Aggregate(body, ServerText.Without);

    /// <summary>
    /// Makes the error of a request that the server may have acted on, out of what ended it; null if that does not matter, since the
    /// request changes nothing.
    /// </summary>
    public Func<SfException, SfException>? InDoubt { get; init; }

    /// <summary>Whether the request may be sent again after an attempt that ended so.</summary>
    public bool MayRepeat(Refusal refusal, HttpMethod method) =>
        IsRepeatable && refusal.Repeat != Repeat.Never && (!refusal.MayHaveActed || IsHarmless || (!ActsOnce && IsIdempotent(method)));

    /// <summary>The error of a request that is not sent again after an attempt that ended so.</summary>
    /// <param name="refusal">How the last attempt ended.</param>
    /// <param name="mayHaveActed">
    /// Whether the server may have acted on an attempt before it. The last one can then have met its work: what it deletes is not there.
    /// </param>
    public SfException Final(Refusal refusal, bool mayHaveActed) =>
        InDoubt is not null
            && (refusal.MayHaveActed
                || (mayHaveActed && refusal.Error.Kind is SfErrorKind.NotFound or SfErrorKind.Conflict or SfErrorKind.PreconditionFailed))
            ? InDoubt(refusal.Error)
            : refusal.Error;

    /// <summary>RFC 9110 section 9.2.2.</summary>
    public static bool IsIdempotent(HttpMethod method) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Put || method == HttpMethod.Delete || method == HttpMethod.Options;
}
