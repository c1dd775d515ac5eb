using System.Diagnostics;
using System.Net;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.Http;

/// <summary>
/// One attempt to send a request: the exchange with the server, and those to which redirects lead. Reports to the observer when it is
/// disposed.
/// </summary>
internal sealed class HttpAttempt : IDisposable
{
    private static readonly string UserAgent = "SalesforceJwt.PS/" + typeof(HttpAttempt).Assembly.GetName().Version!.ToString(3);

    private readonly HttpCall _call;
    private readonly HttpRequestMessage _firstRequest;
    private readonly long _started = Stopwatch.GetTimestamp();
    private HttpRequestMessage _request;
    private SfResponse? _response;

    public HttpAttempt(HttpCall call)
    {
        _call = call;
        _request = _firstRequest = CreateRequest(call);
    }

    /// <summary>Where the last request went.</summary>
    public Uri Url => _request.RequestUri!;

    /// <summary>Sends the request and follows redirects.</summary>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.Timeout"/>, or <see cref="SfErrorKind.ProxyFailed"/>: the proxy wants a sign-in.
    /// </exception>
    public async Task<SfResponse> SendAsync(HttpMessageInvoker client, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            var message = await ExchangeAsync(client, cancellationToken).ConfigureAwait(false);
            _response = new SfResponse(message, _call, _firstRequest, Url);
            if (redirects >= _call.MaximumRedirects || Redirect.Follow(_request, _response) is not { } next)
            {
                return _response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired
                    ? throw NetworkErrors.ProxyRefused(Url, _response.StatusCode)
                    : _response;
            }

            _response.Dispose();
            DisposeRedirect();
            _request = next;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Report();
        _response?.Dispose();
        DisposeRedirect();
        _firstRequest.Dispose();
    }

    private static HttpRequestMessage CreateRequest(HttpCall call)
    {
        var request = call.CreateRequest();
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        if (!request.Headers.NonValidated.Contains("User-Agent"))
        {
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        }

        if (call.RetrySafety is RetrySafety.OnlyIfNotActed or RetrySafety.Never)
        {
            // If a kept connection ends before the answer, SocketsHttpHandler itself repeats a request that has no body.
            request.Content ??= new ByteArrayContent([]);
        }

        return request;
    }

    /// <summary>Sends one request and waits for the headers of its answer.</summary>
    private async Task<HttpResponseMessage> ExchangeAsync(HttpMessageInvoker client, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_call.Timeouts.Headers);

        // Sending a file takes time: each piece that was sent starts the wait anew.
        FileContent.SetSent(_request.Content, () => limit.CancelAfter(_call.Timeouts.Headers));
        try
        {
            return await client.SendAsync(_request, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw NetworkErrors.HeaderTimeout(Redaction.Url(Url), _call.Timeouts.Headers, e);
        }
        finally
        {
            // An answer may come before the whole body was sent, and then the limit is disposed.
            FileContent.SetSent(_request.Content, null);
        }
    }

    private void Report()
    {
        if (_call.Observer is { WantsExchanges: true } observer)
        {
            observer.OnExchange(new HttpExchange(
                _request.Method.Method,
                SecretText.Redact(Redaction.Url(Url)),
                (int?)_response?.StatusCode,
                _response?.BytesRead ?? 0,
                Stopwatch.GetElapsedTime(_started),
                observer.WantsHeaders ? HeaderText.Format(_request, _response, [.. _call.Secrets]) : null));
        }
    }

    private void DisposeRedirect()
    {
        if (_request != _firstRequest)
        {
            _request.Dispose();
        }
    }
}
