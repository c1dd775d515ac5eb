using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth;

/// <summary>
/// <c>/services/oauth2/token</c> and <c>/services/oauth2/revoke</c> of one login host (RFC 6749 section 3.2, RFC 7009).
/// </summary>
internal static class TokenEndpoint
{
    /// <summary>Requests a token.</summary>
    /// <param name="transport">The way to the network.</param>
    /// <param name="request">The request.</param>
    /// <param name="options">Time limits, retries, and the hosts that may receive the token.</param>
    /// <exception cref="SfLoginException">The server refused, or its answer lacks something.</exception>
    /// <exception cref="SfException">
    /// No answer came, or one that is not from a token endpoint; or <see cref="SfErrorKind.InstanceUrlUntrusted"/>.
    /// </exception>
    public static Task<TokenResponse> RequestAsync(
        HttpTransport transport,
        TokenRequest request,
        SignInOptions options,
        IHttpObserver? observer,
        CancellationToken cancellationToken) =>
        RequestAsync(
            transport,
            request,
            (json, now) => TokenResponse.Parse(json, request.LoginUrl, options.AllowedInstanceHosts, now),
            options,
            observer,
            cancellationToken);

    /// <summary>Requests a token, or something on the way to one.</summary>
    /// <param name="transport">The way to the network.</param>
    /// <param name="request">The request.</param>
    /// <param name="parse">Reads the answer's JSON; null if it lacks something.</param>
    /// <param name="options">Time limits and retries.</param>
    /// <exception cref="SfLoginException">The server refused, or its answer lacks something.</exception>
    /// <exception cref="SfException">No answer came, or one that is not from a token endpoint.</exception>
    public static async Task<T> RequestAsync<T>(
        HttpTransport transport,
        TokenRequest request,
        Func<ReadOnlyMemory<byte>, DateTimeOffset, T?> parse,
        SignInOptions options,
        IHttpObserver? observer,
        CancellationToken cancellationToken)
        where T : class
    {
        var call = new TokenCall<T>(request, parse, transport.Time)
        {
            Timeouts = options.Timeouts,
            Retry = options.Retry,
            Observer = observer,
        };
        await transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
        return call.Answer!;
    }

    /// <summary>Revokes a token at Salesforce (RFC 7009): it ends for everybody who holds it.</summary>
    public static Task RevokeAsync(
        HttpTransport transport,
        Uri host,
        string token,
        SignInOptions options,
        IHttpObserver? observer,
        CancellationToken cancellationToken)
    {
        var call = new RevocationCall(host, token, transport.Time)
        {
            Timeouts = options.Timeouts,
            Retry = options.Retry,
            Observer = observer,
        };
        return transport.SendAsync(call, cancellationToken);
    }

    /// <summary>The request that posts a form.</summary>
    public static HttpRequestMessage Post(Uri url, Task<KeyValuePair<string, string>[]> form)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new DeferredForm(form) };
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return request;
    }
}
