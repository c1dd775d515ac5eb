namespace SalesforceJwt.Core.Http;

/// <summary>
/// The only way to the network: pooled connections, time limits, redirects, retries, and errors that say what to do.
/// </summary>
/// <remarks>
/// From outside in: <see cref="RetriedCall"/> repeats attempts in a <see cref="RetryLoop"/>, <see cref="HttpAttempt"/> follows redirects
/// around single exchanges, <see cref="SfResponse"/> reads the body. Sign-in uses it directly; REST calls add the bearer token and the
/// renewal of the session.
/// </remarks>
internal sealed class HttpTransport : IDisposable
{
    private readonly Func<HttpSettings, HttpMessageHandler> _createHandler;
    private readonly HttpMessageInvoker _client;
    private Dictionary<HttpSettings, HttpMessageInvoker>? _others;

    /// <summary>Makes a transport.</summary>
    /// <param name="settings">How connections are made, unless a call has settings of its own.</param>
    /// <param name="createHandler">Makes the handler for settings; null for <see cref="HttpSettings.CreateHandler"/>.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public HttpTransport(
        HttpSettings? settings = null, Func<HttpSettings, HttpMessageHandler>? createHandler = null, TimeProvider? time = null)
    {
        HttpSettings = settings ?? new HttpSettings();
        _createHandler = createHandler ?? (static s => s.CreateHandler());
        _client = new HttpMessageInvoker(_createHandler(HttpSettings));
        Time = time ?? TimeProvider.System;
    }

    /// <summary>How connections are made, unless a call has settings of its own.</summary>
    public HttpSettings HttpSettings { get; }

    public TimeProvider Time { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        foreach (var client in _others?.Values ?? Enumerable.Empty<HttpMessageInvoker>())
        {
            client.Dispose();
        }
    }

    /// <summary>Sends a call until its answer is read.</summary>
    /// <exception cref="SfException">The call failed, and sending it again would not help or would do harm.</exception>
    public Task SendAsync(HttpCall call, CancellationToken cancellationToken)
    {
        var settings = call.HttpSettings ?? HttpSettings;
        return new RetriedCall(call, Client(settings), settings, Time).SendAsync(cancellationToken);
    }

    private HttpMessageInvoker Client(HttpSettings settings)
    {
        if (settings == HttpSettings)
        {
            return _client;
        }

        lock (_createHandler)
        {
            _others ??= [];
            if (!_others.TryGetValue(settings, out var client))
            {
                _others[settings] = client = new HttpMessageInvoker(_createHandler(settings));
            }

            return client;
        }
    }
}
