using System.Collections.Concurrent;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Tests.Support;

/// <summary>Records all events of an observer.</summary>
internal sealed class TrafficRecorder : IHttpObserver
{
    public bool WantsHeaders { get; init; }

    public ConcurrentQueue<HttpExchange> Exchanges { get; } = new();

    public ConcurrentQueue<(string Reason, TimeSpan Delay)> Retries { get; } = new();

    public ConcurrentQueue<string> Warnings { get; } = new();

    public void OnExchange(HttpExchange exchange) => Exchanges.Enqueue(exchange);

    public void OnRetry(string reason, TimeSpan delay) => Retries.Enqueue((reason, delay));

    public ConcurrentQueue<string> Notes { get; } = new();

    public void OnNote(string message) => Notes.Enqueue(message);

    public void OnWarning(string message, NextStep step) => Warnings.Enqueue(message);
}
