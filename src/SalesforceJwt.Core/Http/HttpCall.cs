namespace SalesforceJwt.Core.Http;

/// <summary>A request that <see cref="HttpTransport"/> sends: how to make it, and what to do with its answer.</summary>
internal abstract class HttpCall
{
    public const int DefaultMaximumRedirects = 5;

    /// <summary>When its request may be sent again.</summary>
    public abstract RetrySafety RetrySafety { get; }

    /// <summary>What a successful answer is; compared before it is read.</summary>
    public abstract ExpectedAnswer Expect { get; }

    /// <summary>Whether an answer that is still an error after all retries is read like a success.</summary>
    public bool SkipErrorCheck { get; init; }

    public HttpTimeouts Timeouts { get; init; } = HttpTimeouts.Default;

    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>How connections are made; null for the transport's own settings.</summary>
    public HttpSettings? HttpSettings { get; init; }

    public int MaximumRedirects { get; init; } = DefaultMaximumRedirects;

    public IHttpObserver? Observer { get; init; }

    /// <summary>The secrets of the last request that was made: no error may quote an answer that repeats them.</summary>
    public virtual IEnumerable<string> Secrets => [];

    /// <summary>Runs before every attempt. What it throws ends the call; no time limit of requests applies to it.</summary>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Makes the request; called anew for every attempt.</summary>
    public abstract HttpRequestMessage CreateRequest();

    /// <summary>Reads a successful answer. Called again if the connection breaks in the middle, so it starts afresh each time.</summary>
    public abstract Task ReadAsync(SfResponse response, CancellationToken cancellationToken);

    /// <summary>Says what any other answer means for the request.</summary>
    public abstract Task<FailedAttempt> ClassifyAsync(SfResponse response, CancellationToken cancellationToken);

    /// <summary>Renews the session after an attempt that failed because it had expired.</summary>
    /// <returns>The same attempt, with <see cref="FailedAttempt.WasSessionRenewed"/> or with the reason why it was not.</returns>
    public virtual Task<FailedAttempt> RenewSessionAsync(FailedAttempt failed, CancellationToken cancellationToken) =>
        Task.FromResult(failed);

    /// <summary>The error of a request on which the server may have acted, made of what ended it.</summary>
    public virtual SfException UnknownOutcome(SfException cause) => cause;

    /// <summary>An answer's body without the secrets that were sent.</summary>
    public ReadOnlyMemory<byte> Redact(ReadOnlyMemory<byte> body) => Secrets.Aggregate(body, ServerText.Without);
}
