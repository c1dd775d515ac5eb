using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth;

/// <summary>Fetches short JSON documents that issuers publish for everybody. It sends no token.</summary>
/// <param name="transport">The way to the network.</param>
internal sealed class PublicJsonReader(HttpTransport transport)
{
    /// <summary>How connections are made; the transport's own settings unless set.</summary>
    public HttpSettings HttpSettings { get; init; } = transport.HttpSettings;

    public HttpTimeouts Timeouts { get; init; } = HttpTimeouts.Login;

    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    public IHttpObserver? Observer { get; init; }

    public TimeProvider Time => transport.Time;

    /// <summary>Fetches a document.</summary>
    /// <returns>UTF-8 text.</returns>
    /// <exception cref="SfException">It cannot be fetched; the error says why and what to do.</exception>
    public async Task<ReadOnlyMemory<byte>> GetAsync(Uri url, CancellationToken cancellationToken)
    {
        var call = new PublicJsonCall(url, Time)
        {
            HttpSettings = HttpSettings,
            Timeouts = Timeouts,
            Retry = Retry,
            Observer = Observer,
        };
        await transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
        return call.Answer;
    }
}
