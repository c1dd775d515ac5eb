using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth;

/// <summary>
/// <c>/services/oauth2/token</c> and <c>/services/oauth2/revoke</c> of one login host (RFC 6749 section 3.2, RFC 7009).
/// </summary>
internal static class TokenEndpoint
{
    private static readonly string[] SecretFields = ["assertion", "token", "code", "code_verifier", "refresh_token", "client_secret", "password"];

    /// <summary>Asks for a token.</summary>
    /// <param name="transport">The way to the network.</param>
    /// <param name="request">The question.</param>
    /// <param name="options">Time limits and retries.</param>
    /// <exception cref="SfLoginException">The server refused, or left out what its answer has to hold.</exception>
    /// <exception cref="SfException">No answer came, or one that is not from a token endpoint.</exception>
    public static Task<TokenResponse> RequestAsync(
        HttpTransport transport, TokenRequest request, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken) =>
        RequestAsync(transport, request, TokenResponse.Parse, options, observer, cancellationToken);

    /// <summary>Asks for a token, or for something on the way to one.</summary>
    /// <param name="transport">The way to the network.</param>
    /// <param name="request">The question.</param>
    /// <param name="parse">Reads the answer's JSON; null where it lacks what it has to hold.</param>
    /// <param name="options">Time limits and retries.</param>
    /// <exception cref="SfLoginException">The server refused, or left out what its answer has to hold.</exception>
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
        T? answer = null;
        var sent = Task.FromResult<KeyValuePair<string, string>[]>([]);
        var call = new HttpCall
        {
            Create = () => Post(new Uri(request.LoginUrl, request.Path), sent = request.Form()),
            Read = async (response, cancel) =>
            {
                var body = await response.ReadAllAsync(cancel).ConfigureAwait(false);
                answer = Read(response, body, parse, transport.Time) ?? throw Incomplete(response, request);
            },
            Classify = (response, cancel) => ClassifyAsync(response, sent.Result, request.Attempt(), transport.Time, cancel),
            Expect = ExpectedAnswer.Token with { Advice = NotLoginHost(request.LoginUrl) },
            Secrets = () => sent.IsCompletedSuccessfully ? Secrets(sent.Result) : [],
            RetrySafety = request.RetrySafety,
            Timeouts = options.Timeouts,
            Retry = options.Retry,
            Observer = observer,
        };
        await transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
        return answer!;
    }

    /// <summary>Revokes a token at Salesforce (RFC 7009): it ends for everybody who holds it.</summary>
    public static Task RevokeAsync(HttpTransport transport, Uri host, string token, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string>[] form = [new("token", token)];
        var call = new HttpCall
        {
            Create = () => Post(new Uri(host, "/services/oauth2/revoke"), Task.FromResult(form)),
            Read = (_, _) => Task.CompletedTask,
            Classify = (response, cancel) => ClassifyRevocationAsync(response, form, host, transport.Time, cancel),
            Expect = ExpectedAnswer.NoContent with
            {
                Statuses = [200],
                Advice = $"The token may still be valid: a proxy or a page answered in {host.Host}'s place. Revoke it again; "
                    + "Setup > Session Management ends it at once.",
            },
            Secrets = () => Secrets(form),
            RetrySafety = RetrySafety.ReadOnly,
            Timeouts = options.Timeouts,
            Retry = options.Retry,
            Observer = observer,
        };
        return transport.SendAsync(call, cancellationToken);
    }

    /// <summary>The error for a refusal: in an answer of the token endpoint, or in the parameters of a callback.</summary>
    public static SfLoginException Refused(
        string error, string? description, LoginAttempt attempt, TimeSpan? clock = null, int? status = null, string? serverText = null)
    {
        var (kind, meaning, advice) = LoginErrorCatalogue.Explain(error, description, attempt, clock);
        var said = description is null ? error : $"{error}: {description}";
        return new SfLoginException(kind, $"Salesforce ({attempt.LoginUrl.Host}) said: {said}. {meaning}", advice)
        {
            StatusCode = status,
            ServerText = serverText,
            Error = error,
            ErrorDescription = description,
            LoginUrl = attempt.LoginUrl,
            Audience = attempt.Audience,
            ClockDifference = clock,
        };
    }

    private static HttpRequestMessage Post(Uri url, Task<KeyValuePair<string, string>[]> form)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new DeferredForm(form) };
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return request;
    }

    private static T? Read<T>(SfResponse response, ReadOnlyMemory<byte> body, Func<ReadOnlyMemory<byte>, DateTimeOffset, T?> parse, TimeProvider time)
        where T : class
    {
        try
        {
            return parse(body, time.GetUtcNow());
        }
        catch (JsonException)
        {
            // The parser's own message could quote the body, and the body could hold a token.
            return null;
        }
    }

    /// <summary>The error for JSON that lacks what it has to hold. It is not quoted, since it could hold a token.</summary>
    private static SfLoginException Incomplete(SfResponse response, TokenRequest request)
    {
        var attempt = request.Attempt();
        return new SfLoginException(
            SfErrorKind.ResponseInvalid,
            $"{attempt.LoginUrl.Host} answered with status {(int)response.StatusCode} and {response.MediaType ?? "no media type"}, "
                + $"but not with a complete response of {request.Path}.",
            NotLoginHost(attempt.LoginUrl))
        {
            StatusCode = (int)response.StatusCode,
            LoginUrl = attempt.LoginUrl,
            Audience = attempt.Audience,
        };
    }

    private static string NotLoginHost(Uri url) =>
        $"Check that {url} is a Salesforce login host; a maintenance page or a proxy may answer in its place.";

    private static async Task<FailedAttempt> ClassifyAsync(
        SfResponse response, KeyValuePair<string, string>[] sent, LoginAttempt attempt, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = WithoutSecrets(await response.ReadShortAsync(cancellationToken).ConfigureAwait(false), sent);
        var now = time.GetUtcNow();
        var clock = response.Headers.Date - now;
        var status = (int)response.StatusCode;
        var (error, description) = ServerText.OAuthError(body);
        var exception = error is not null
            ? Refused(error, description, attempt, clock, status, ServerText.Shorten(body.Span))
            : NotOAuth(response, attempt, body, clock);
        return Failed(exception, response, now);
    }

    private static async Task<FailedAttempt> ClassifyRevocationAsync(
        SfResponse response, KeyValuePair<string, string>[] sent, Uri host, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = WithoutSecrets(await response.ReadShortAsync(cancellationToken).ConfigureAwait(false), sent);
        var (error, description) = ServerText.OAuthError(body);
        var said = error is null ? ServerText.FirstLine(body.Span) : description is null ? error : $"{error}: {description}";
        var exception = new SfLoginException(
            SfErrorKind.RequestFailed,
            $"{host.Host} did not revoke the token (status {(int)response.StatusCode}): {said}.",
            "It stays valid until the org's session policy ends it; Setup > Session Management ends it at once.")
        {
            StatusCode = (int)response.StatusCode,
            ServerText = ServerText.Shorten(body.Span),
            Error = error,
            ErrorDescription = description,
        };
        return Failed(exception, response, time.GetUtcNow());
    }

    private static FailedAttempt Failed(SfException error, SfResponse response, DateTimeOffset now)
    {
        var status = response.StatusCode;
        return new FailedAttempt(
            error, RetryPolicy.IsTransient(status), FailedAttempt.MayHaveActedOn(status), response.RetryAfter(now));
    }

    private static ReadOnlyMemory<byte> WithoutSecrets(ReadOnlyMemory<byte> body, KeyValuePair<string, string>[] sent) =>
        Secrets(sent).Aggregate(body, ServerText.Without);

    private static IEnumerable<string> Secrets(KeyValuePair<string, string>[] sent) =>
        sent.Where(field => SecretFields.Contains(field.Key)).Select(field => field.Value);

    private static SfLoginException NotOAuth(SfResponse response, LoginAttempt attempt, ReadOnlyMemory<byte> body, TimeSpan? clock)
    {
        var status = (int)response.StatusCode;
        var (kind, meaning, remedy) = status switch
        {
            429 or >= 500 => (
                SfErrorKind.LoginUnavailable,
                "The login server, or a gateway in front of it, has a problem.",
                "Try again in some minutes; status.salesforce.com lists maintenance and outages."),
            >= 300 and < 400 => (
                SfErrorKind.ResponseInvalid,
                $"It redirects sign-ins ({(response.Headers.Location is { IsAbsoluteUri: true } to ? Redaction.Url(to) : "to an unknown address")}), and the redirect is not followed.",
                "Use the org's real host: its My Domain (Setup > My Domain)."),
            _ => (
                SfErrorKind.ResponseInvalid,
                "That is not a response of a Salesforce token endpoint.",
                $"Check that {attempt.LoginUrl} is a Salesforce login host, and that no proxy answers in its place."),
        };
        return new SfLoginException(kind, $"Salesforce ({attempt.LoginUrl.Host}) said: status {status}, {ServerText.FirstLine(body.Span)}. {meaning}", remedy)
        {
            StatusCode = status,
            ServerText = ServerText.Shorten(body.Span),
            LoginUrl = attempt.LoginUrl,
            Audience = attempt.Audience,
            ClockDifference = clock,
        };
    }
}
