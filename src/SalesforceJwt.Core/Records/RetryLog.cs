using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Records;

/// <summary>Notes whether a request was repeated, and passes all events on.</summary>
internal sealed class RetryLog(IHttpObserver? observer) : IHttpObserver
{
    public bool WasRetried { get; private set; }

    public bool WantsHeaders => observer?.WantsHeaders == true;

    public void OnExchange(HttpExchange exchange) => observer?.OnExchange(exchange);

    public void OnRetry(string reason, TimeSpan delay)
    {
        WasRetried = true;
        observer?.OnRetry(reason, delay);
    }
}
