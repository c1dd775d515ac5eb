namespace SalesforceJwt.Core.Http;

/// <summary>One call through <see cref="HttpTransport"/>: how to make its request, and what to do with its answer.</summary>
internal sealed class HttpCall
{
    /// <summary>Makes the request; called anew for every attempt.</summary>
    public required Func<HttpRequestMessage> Create { get; init; }

    /// <summary>Reads a successful answer. Called again after a connection broke in the middle, so it has to start afresh.</summary>
    public required Func<SfResponse, CancellationToken, Task> Read { get; init; }

    /// <summary>Judges any other answer.</summary>
    public required Func<SfResponse, CancellationToken, Task<FailedAttempt>> Classify { get; init; }

    /// <summary>What a successful answer is; compared before it is read.</summary>
    public required ExpectedAnswer Expect { get; init; }

    /// <summary>The secrets that were sent, which an answer may repeat.</summary>
    public Func<IEnumerable<string>> Secrets { get; init; } = static () => [];

    /// <summary>Whether an answer that stays an error after all retries is read like a success.</summary>
    public bool SkipErrorCheck { get; init; }

    /// <summary>When its request may be sent again.</summary>
    public required RetrySafety RetrySafety { get; init; }

    public HttpTimeouts Timeouts { get; init; } = HttpTimeouts.Default;

    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>How connections are made; null for the transport's own way.</summary>
    public HttpSettings? HttpSettings { get; init; }

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
    public bool MayRepeat(FailedAttempt failed) => (failed.IsTransient || failed.WasSessionRenewed) && RetrySafety switch
    {
        RetrySafety.ReadOnly or RetrySafety.Idempotent => true,
        RetrySafety.OnlyIfNotActed => !failed.MayHaveActed,
        _ => false,
    };

    /// <summary>The error of a request that is not sent again after an attempt that ended so.</summary>
    /// <param name="refusal">How the last attempt ended.</param>
    /// <param name="mayHaveActed">
    /// Whether the server may have acted on an attempt before it. The last one can then have met its work: what it deletes is not there.
    /// </param>
    public SfException Final(FailedAttempt refusal, bool mayHaveActed) =>
        InDoubt is not null
            && (refusal.MayHaveActed
                || (mayHaveActed && refusal.Error.Kind is SfErrorKind.NotFound or SfErrorKind.Conflict or SfErrorKind.PreconditionFailed))
            ? InDoubt(refusal.Error)
            : refusal.Error;
}
