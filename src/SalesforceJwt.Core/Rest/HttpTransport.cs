using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Rest;

/// <summary>
/// The one way to the network: pooled connections, redirects, time limits, retries, and errors that say what to do.
/// Sign-in uses it as it is; <see cref="SfRestClient"/> puts the bearer token and the renewal on top.
/// </summary>
public sealed class HttpTransport : IDisposable
{
    private readonly ConcurrentDictionary<HttpSettings, HttpMessageInvoker> _clients = new();
    private readonly Func<HttpSettings, HttpMessageHandler> _createHandler;

    /// <summary>Makes a transport.</summary>
    /// <param name="settings">How connections are made where a call says nothing else.</param>
    /// <param name="createHandler">Makes the handler for settings; null for <see cref="HttpSettings.CreateHandler"/>.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public HttpTransport(HttpSettings? settings = null, Func<HttpSettings, HttpMessageHandler>? createHandler = null, TimeProvider? time = null)
    {
        Settings = settings ?? new HttpSettings();
        _createHandler = createHandler ?? (static s => s.CreateHandler());
        Time = time ?? TimeProvider.System;
    }

    /// <summary>How connections are made where a call says nothing else.</summary>
    public HttpSettings Settings { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    internal async Task<T> SendAsync<T>(HttpCall<T> call, CancellationToken cancellationToken)
    {
        var waited = TimeSpan.Zero;
        for (var attempt = 1; ; attempt++)
        {
            var (result, refusal, isReadable) = await TryOnceAsync(call, cancellationToken).ConfigureAwait(false);
            if (refusal is null)
            {
                return result!;
            }

            if (refusal.Repeat == Repeat.Now)
            {
                attempt--;
                continue;
            }

            var delay = refusal.Repeat == Repeat.Never ? null : call.Retry.NextDelay(attempt, waited, refusal.RetryAfter);
            if (delay is null)
            {
                return isReadable ? result! : throw refusal.Error;
            }

            call.Observer?.OnRetry(refusal.Error.Message, delay.Value);
            await Task.Delay(delay.Value, Time, cancellationToken).ConfigureAwait(false);
            waited += delay.Value;
        }
    }

    private async Task<Outcome<T>> TryOnceAsync<T>(HttpCall<T> call, CancellationToken cancellationToken)
    {
        using var request = call.Create();
        var method = request.Method;
        var url = request.RequestUri!;
        var settings = call.Settings ?? Settings;
        try
        {
            var outcome = await ExchangeAsync(call, request, settings, cancellationToken).ConfigureAwait(false);
            return outcome.Refusal is not { } refusal || MayRepeat(refusal.Repeat, method, call.IsRepeatable)
                ? outcome
                : outcome with { Refusal = refusal with { Repeat = Repeat.Never } };
        }
        catch (Exception e) when (e is HttpRequestException or IOException && e is not FileNotFoundException and not DirectoryNotFoundException && IsNetwork(e))
        {
            var repeat = !NetworkErrors.IsTransient(e) ? Repeat.Never : NetworkErrors.NeverSent(e) ? Repeat.Always : Repeat.IfIdempotent;
            return new Outcome<T>(default, new Refusal(
                NetworkErrors.From(e, url, settings),
                MayRepeat(repeat, method, call.IsRepeatable) ? repeat : Repeat.Never));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested && e.InnerException is TimeoutException)
        {
            // SocketsHttpHandler reports its ConnectTimeout in this way: nothing was sent.
            return new Outcome<T>(default, new Refusal(NetworkErrors.ConnectTimeout(url, e), call.IsRepeatable ? Repeat.Always : Repeat.Never));
        }
    }

    private static bool MayRepeat(Repeat repeat, HttpMethod method, bool repeatable) => repeat switch
    {
        Repeat.Never => false,
        Repeat.IfIdempotent => repeatable && IsIdempotent(method),
        _ => repeatable,
    };

    /// <summary>RFC 9110 section 9.2.2.</summary>
    private static bool IsIdempotent(HttpMethod method) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Put || method == HttpMethod.Delete || method == HttpMethod.Options;

    /// <summary>Disk faults are IOExceptions too (a download that fills the disk); they are not the network's.</summary>
    private static bool IsNetwork(Exception e) =>
        e is HttpRequestException or HttpIOException || e.InnerException is System.Net.Sockets.SocketException;

    private async Task<Outcome<T>> ExchangeAsync<T>(
        HttpCall<T> call, HttpRequestMessage request, HttpSettings settings, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        HttpResponseMessage? message = null;
        SfResponse? response = null;
        var sent = request;
        try
        {
            (message, sent) = await SendFollowingAsync(call, request, settings, cancellationToken).ConfigureAwait(false);
            response = new SfResponse(message, call.Timeouts.Read, Redaction.Url(sent.RequestUri!));
            if (response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired)
            {
                return new Outcome<T>(default, new Refusal(NetworkErrors.ProxyRefused(sent.RequestUri!, response.StatusCode), Repeat.Never));
            }

            var refusal = (int)response.StatusCode is >= 200 and < 300
                ? null
                : await call.Judge(response, cancellationToken).ConfigureAwait(false);
            return refusal is null || call.AcceptErrors
                ? new Outcome<T>(await call.Read(response, cancellationToken).ConfigureAwait(false), refusal, IsReadable: true)
                : new Outcome<T>(default, refusal);
        }
        finally
        {
            call.Observer?.OnExchange(new HttpExchange(
                sent.Method.Method,
                Redaction.Url(sent.RequestUri!),
                (int?)response?.StatusCode,
                response?.BytesRead ?? 0,
                Stopwatch.GetElapsedTime(started),
                call.Observer.WantsHeaders ? Describe(sent, message) : null));
            response?.Dispose();
            if (sent != request)
            {
                sent.Dispose();
            }
        }
    }

    private async Task<(HttpResponseMessage Message, HttpRequestMessage Sent)> SendFollowingAsync<T>(
        HttpCall<T> call, HttpRequestMessage request, HttpSettings settings, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            var message = await SendWithinAsync(request, settings, call.Timeouts.Headers, cancellationToken).ConfigureAwait(false);
            if (redirects >= call.MaximumRedirects || Redirect(request, message) is not { } next)
            {
                return (message, request);
            }

            message.Dispose();
            request = next;
        }
    }

    /// <summary>
    /// The request that a redirect asks for, or null where it is not followed: only reads are, and only to where the scheme
    /// protects what is sent. Another origin gets neither token nor caller's headers that could hold a secret.
    /// </summary>
    private static HttpRequestMessage? Redirect(HttpRequestMessage request, HttpResponseMessage message)
    {
        if (message.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
            || (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head)
            || message.Headers.Location is not { } location)
        {
            return null;
        }

        var target = new Uri(request.RequestUri!, location);
        if (!HostTrust.IsConfidential(target))
        {
            return null;
        }

        var next = new HttpRequestMessage(request.Method, target) { Version = request.Version, VersionPolicy = request.VersionPolicy };
        if (HostTrust.SameOrigin(target, request.RequestUri!))
        {
            foreach (var (name, values) in request.Headers.NonValidated)
            {
                next.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values);
            }
        }

        return next;
    }

    private async Task<HttpResponseMessage> SendWithinAsync(
        HttpRequestMessage request, HttpSettings settings, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await Client(settings).SendAsync(request, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw NetworkErrors.HeaderTimeout(Redaction.Url(request.RequestUri!), timeout, e);
        }
    }

    private HttpMessageInvoker Client(HttpSettings settings) =>
        _clients.TryGetValue(settings, out var client)
            ? client
            : _clients.GetOrAdd(settings, s => new HttpMessageInvoker(_createHandler(s)));

    private static string Describe(HttpRequestMessage request, HttpResponseMessage? response)
    {
        var text = new StringBuilder();
        Append("> ", request.Headers);
        Append("> ", request.Content?.Headers);
        Append("< ", response?.Headers);
        Append("< ", response?.Content.Headers);
        return text.ToString();

        void Append(string mark, System.Net.Http.Headers.HttpHeaders? headers)
        {
            if (headers is null)
            {
                return;
            }

            foreach (var (name, values) in headers.NonValidated)
            {
                text.Append(mark).Append(name).Append(": ").Append(Redaction.Header(name, values.ToString())).Append('\n');
            }
        }
    }

    /// <summary>How one attempt ended; with a refusal and a result where errors are accepted.</summary>
    private readonly record struct Outcome<T>(T? Result, Refusal? Refusal, bool IsReadable = false);
}
