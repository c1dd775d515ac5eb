namespace SalesforceJwt.Core.Http;

/// <summary>
/// Receives request, retry and warning events, for verbose and debug output. Called from any thread; no event holds a secret.
/// </summary>
internal interface IHttpObserver
{
    /// <summary>Whether <see cref="OnExchange"/> is wanted; its events take time to make.</summary>
    bool WantsExchanges => true;

    /// <summary>Whether exchanges include headers, which take more time.</summary>
    bool WantsHeaders { get; }

    /// <summary>An exchange ended, with or without an answer.</summary>
    void OnExchange(HttpExchange exchange);

    /// <summary>A request is about to be sent again.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="delay">How long it waits first.</param>
    void OnRetry(string reason, TimeSpan delay);

    /// <summary>Something that explains what is done, or not done.</summary>
    void OnNote(string message)
    {
    }

    /// <summary>A person should act on something that has not made the request fail.</summary>
    /// <param name="message">What it is.</param>
    /// <param name="step">What the program can name a command for.</param>
    void OnWarning(string message, NextStep step = NextStep.None)
    {
    }
}
