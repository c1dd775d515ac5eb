using System.Diagnostics;
using System.Net;
using System.Text;
using SalesforceJwt.Core.Security;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Http;

/// <summary>
/// The one way to the network: pooled connections, redirects, time limits, retries, and errors that say what to do.
/// Sign-in uses it as it is; <see cref="SfRestClient"/> puts the bearer token and the renewal on top.
/// </summary>
/// <remarks>Its few methods are long on purpose: every asynchronous method on the way costs a fresh process about a millisecond.</remarks>
internal sealed class HttpTransport : IDisposable
{
    private static readonly string UserAgent = "SalesforceJwt.PS/" + typeof(HttpTransport).Assembly.GetName().Version!.ToString(3);

    private readonly Func<HttpSettings, HttpMessageHandler> _createHandler;
    private readonly HttpMessageInvoker _client;
    private Dictionary<HttpSettings, HttpMessageInvoker>? _others;

    /// <summary>Makes a transport.</summary>
    /// <param name="settings">How connections are made where a call says nothing else.</param>
    /// <param name="createHandler">Makes the handler for settings; null for <see cref="HttpSettings.CreateHandler"/>.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public HttpTransport(HttpSettings? settings = null, Func<HttpSettings, HttpMessageHandler>? createHandler = null, TimeProvider? time = null)
    {
        HttpSettings = settings ?? new HttpSettings();
        _createHandler = createHandler ?? (static s => s.CreateHandler());
        _client = new HttpMessageInvoker(_createHandler(HttpSettings));
        Time = time ?? TimeProvider.System;
    }

    /// <summary>How connections are made where a call says nothing else.</summary>
    public HttpSettings HttpSettings { get; }

    /// <summary>The clock.</summary>
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

    /// <summary>Sends, and sends again where that can help and does no harm.</summary>
    internal async Task SendAsync(HttpCall call, CancellationToken cancellationToken)
    {
        var settings = call.HttpSettings ?? HttpSettings;
        var waited = TimeSpan.Zero;
        var mayHaveActed = false;
        for (var attempt = 1; ; attempt++)
        {
            using var request = call.Create();
            request.Version = HttpVersion.Version20;
            request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
            if (!request.Headers.NonValidated.Contains("User-Agent"))
            {
                request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
            }

            if (call.RetrySafety is RetrySafety.OnlyIfNotActed or RetrySafety.Never)
            {
                // A kept connection that ends before the answer makes SocketsHttpHandler repeat a request by itself, unless it has a body.
                request.Content ??= new ByteArrayContent([]);
            }

            TimeSpan? delay = null;
            TimeSpan? Next(FailedAttempt refusal) => delay = !call.MayRepeat(refusal) ? null
                : refusal.WasSessionRenewed ? TimeSpan.Zero
                : call.Retry.NextDelay(attempt, waited, refusal.RetryAfter);

            if (await ExchangeAsync(call, request, settings, Next, cancellationToken).ConfigureAwait(false) is not { } refusal)
            {
                return;
            }

            if (delay is null)
            {
                if (RetryPolicy.Explain(refusal.RetryAfter) is { } asked)
                {
                    refusal.Error.Add(asked);
                }

                throw call.Final(refusal, mayHaveActed);
            }

            mayHaveActed |= refusal.MayHaveActed;
            if (refusal.WasSessionRenewed)
            {
                attempt--;
                continue;
            }

            call.Observer?.OnRetry(refusal.Error.Message, delay.Value);
            await Task.Delay(delay.Value, Time, cancellationToken).ConfigureAwait(false);
            waited += delay.Value;
        }
    }

    /// <summary>One attempt, redirects included: null when the answer was read, else why it was not.</summary>
    private async Task<FailedAttempt?> ExchangeAsync(
        HttpCall call, HttpRequestMessage request, HttpSettings settings, Func<FailedAttempt, TimeSpan?> next, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var client = Client(settings);
        var sent = request;
        SfResponse? response = null;
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                limit.CancelAfter(call.Timeouts.Headers);
                foreach (var file in Files(sent.Content))
                {
                    file.Sent = () => limit.CancelAfter(call.Timeouts.Headers);
                }

                try
                {
                    var message = await client.SendAsync(sent, limit.Token).ConfigureAwait(false);
                    response = new SfResponse(message, call, request, sent.RequestUri!);
                }
                catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                {
                    throw NetworkErrors.HeaderTimeout(Redaction.Url(sent.RequestUri!), call.Timeouts.Headers, e);
                }
                finally
                {
                    // An answer may come before the whole body was sent; the limit has ended then.
                    foreach (var file in Files(sent.Content))
                    {
                        file.Sent = null;
                    }
                }

                if (redirects >= call.MaximumRedirects || Redirect(sent, response) is not { } target)
                {
                    break;
                }

                response.Dispose();
                sent = target;
            }

            if (response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired)
            {
                return new FailedAttempt(NetworkErrors.ProxyRefused(sent.RequestUri!, response.StatusCode), IsTransient: false, MayHaveActed: false);
            }

            if ((int)response.StatusCode is >= 200 and < 300)
            {
                await response.CheckAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (await call.Classify(response, cancellationToken).ConfigureAwait(false) is var refusal
                && (next(refusal) is not null || !call.SkipErrorCheck))
            {
                return refusal;
            }

            await call.Read(response, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (NetworkErrors.IsOfNetwork(e))
        {
            var failure = NetworkErrors.Classify(e, sent.RequestUri!, settings);
            next(failure);
            return failure;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested && e.InnerException is TimeoutException)
        {
            // SocketsHttpHandler reports its ConnectTimeout in this way: nothing was sent.
            var failure = new FailedAttempt(NetworkErrors.ConnectTimeout(sent.RequestUri!, e), IsTransient: true, MayHaveActed: false);
            next(failure);
            return failure;
        }
        catch (SfException e) when (e.Kind is SfErrorKind.Timeout or SfErrorKind.ResponseInvalid)
        {
            // No answer in time, or one that is not what was asked for.
            return new FailedAttempt(e, IsTransient: false, MayHaveActed: true);
        }
        finally
        {
            if (call.Observer is { WantsExchanges: true } observer)
            {
                observer.OnExchange(new HttpExchange(
                    sent.Method.Method,
                    SecretText.Redact(Redaction.Url(sent.RequestUri!)),
                    (int?)response?.StatusCode,
                    response?.BytesRead ?? 0,
                    Stopwatch.GetElapsedTime(started),
                    observer.WantsHeaders ? Describe(call, sent, response) : null));
            }

            response?.Dispose();
            if (sent != request)
            {
                sent.Dispose();
            }
        }
    }

    /// <summary>
    /// The request that a redirect asks for, or null where it is not followed: only reads are, and only to where the scheme
    /// protects what is sent. Another origin gets neither token nor caller's headers that could hold a secret.
    /// </summary>
    private static HttpRequestMessage? Redirect(HttpRequestMessage request, SfResponse response)
    {
        if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
            || (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head)
            || response.Headers.Location is not { } location)
        {
            return null;
        }

        if (!Uri.TryCreate(request.RequestUri!, location, out var target) || !HostTrust.IsConfidential(target))
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

    /// <summary>The files in a body: sending them takes its time, and each piece starts the wait for the answer anew.</summary>
    private static IEnumerable<FileContent> Files(HttpContent? content) => content switch
    {
        FileContent file => [file],
        MultipartContent parts => parts.OfType<FileContent>(),
        _ => [],
    };

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

    private static string Describe(HttpCall call, HttpRequestMessage request, SfResponse? response)
    {
        string[] secrets = [.. call.Secrets()];
        var text = new StringBuilder();
        Append("> ", request.Headers);
        Append("> ", request.Content?.Headers);
        Append("< ", response?.Headers);
        Append("< ", response?.ContentHeaders);
        return text.ToString();

        void Append(string mark, System.Net.Http.Headers.HttpHeaders? headers)
        {
            if (headers is null)
            {
                return;
            }

            foreach (var (name, values) in headers.NonValidated)
            {
                text.Append(mark).Append(name).Append(": ").Append(Redaction.Header(name, values.ToString(), secrets)).Append('\n');
            }
        }
    }
}
