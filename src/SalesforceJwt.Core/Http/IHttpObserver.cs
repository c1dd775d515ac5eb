namespace SalesforceJwt.Core.Http;

/// <summary>Is told of the traffic, for verbose and debug output. Called from any thread; nothing it is told holds a secret.</summary>
internal interface IHttpObserver
{
    /// <summary>Whether exchanges are wanted; they cost time to write down.</summary>
    bool WantsExchanges => true;

    /// <summary>Whether headers are wanted; they cost more of it.</summary>
    bool WantsHeaders { get; }

    /// <summary>An exchange ended, well or not.</summary>
    /// <param name="exchange">What was sent and what came back.</param>
    void OnExchange(HttpExchange exchange);

    /// <summary>A request is about to be repeated.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="delay">After which time.</param>
    void OnRetry(string reason, TimeSpan delay);

    /// <summary>Something that a person has to act on, and that fails nothing yet.</summary>
    /// <param name="message">What it is.</param>
    /// <param name="step">What the program can name a command for.</param>
    void OnWarning(string message, NextStep step = NextStep.None)
    {
    }
}
