namespace SalesforceJwt.Core.Rest;

/// <summary>One call through <see cref="HttpTransport"/>: how to make its request, and how to read its answer.</summary>
/// <typeparam name="T">What the answer becomes.</typeparam>
internal sealed class HttpCall<T>
{
    /// <summary>Makes the request; called anew for every attempt.</summary>
    public required Func<HttpRequestMessage> Create { get; init; }

    /// <summary>Reads a successful answer. Called again after a connection broke in the middle, so it has to start afresh.</summary>
    public required Func<SfResponse, CancellationToken, Task<T>> Read { get; init; }

    /// <summary>Judges any other answer.</summary>
    public required Func<SfResponse, CancellationToken, Task<Refusal>> Judge { get; init; }

    /// <summary>Whether an answer that stays an error after all retries is read and returned like a success.</summary>
    public bool AcceptErrors { get; init; }

    /// <summary>Whether the body can be sent again (a stream from the pipeline cannot).</summary>
    public bool IsRepeatable { get; init; } = true;

    public HttpTimeouts Timeouts { get; init; } = HttpTimeouts.Default;

    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    public HttpSettings? Settings { get; init; }

    public int MaximumRedirects { get; init; } = 5;

    public IHttpObserver? Observer { get; init; }
}
