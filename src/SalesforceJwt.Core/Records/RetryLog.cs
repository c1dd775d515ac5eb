using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Records;

/// <summary>Takes note of whether a request was repeated, and passes on what it hears.</summary>
internal sealed class RetryLog(IHttpObserver? observer) : IHttpObserver
{
    public bool HasSeenRetry { get; private set; }

    public bool WantsHeaders => observer?.WantsHeaders == true;

    public void OnExchange(HttpExchange exchange) => observer?.OnExchange(exchange);

    public void OnRetry(string reason, TimeSpan delay)
    {
        HasSeenRetry = true;
        observer?.OnRetry(reason, delay);
    }
}
