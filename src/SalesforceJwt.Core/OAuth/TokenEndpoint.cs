using System.Text.Json;
using SalesforceJwt.Core.Rest;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth;

/// <summary>
/// <c>/services/oauth2/token</c> and <c>/services/oauth2/revoke</c> of one login host (RFC 6749 section 3.2, RFC 7009).
/// </summary>
internal static class TokenEndpoint
{
    private static readonly string[] SecretFields = ["assertion", "token"];

    /// <summary>Asks for a token.</summary>
    /// <param name="transport">The way to the network.</param>
    /// <param name="loginUrl">The login host.</param>
    /// <param name="describe">Gives what can be told of this attempt, should it fail.</param>
    /// <param name="form">Makes the form's fields, anew for every attempt: an assertion ages. It may take its time, while the connection is made.</param>
    /// <param name="options">Time limits and retries.</param>
    /// <param name="observer">Is told of the traffic.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SfLoginException">The server refused, or did not answer as its protocol says.</exception>
    public static async Task<TokenResponse> RequestAsync(
        HttpTransport transport,
        Uri loginUrl,
        Func<LoginAttempt> describe,
        Func<Task<KeyValuePair<string, string>[]>> form,
        SignInOptions options,
        IHttpObserver? observer,
        CancellationToken cancellationToken)
    {
        TokenResponse? token = null;
        var sent = Task.FromResult<KeyValuePair<string, string>[]>([]);
        var call = new HttpCall
        {
            Create = () => Post(new Uri(loginUrl, "/services/oauth2/token"), sent = form()),
            Read = async (response, cancel) => token = Read(response, await response.ReadAllAsync(cancel).ConfigureAwait(false), sent.Result, describe, transport.Time),
            Judge = (response, cancel) => JudgeAsync(response, sent.Result, describe(), transport.Time, cancel),
            IsHarmless = true,
            Timeouts = options.Timeouts,
            Retry = options.Retry,
            Observer = observer,
        };
        await transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
        return token!;
    }

    /// <summary>Revokes a token at Salesforce (RFC 7009): it ends for everybody who holds it.</summary>
    public static Task RevokeAsync(HttpTransport transport, Uri host, string token, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string>[] form = [new("token", token)];
        var call = new HttpCall
        {
            Create = () => Post(new Uri(host, "/services/oauth2/revoke"), Task.FromResult(form)),
            Read = (_, _) => Task.CompletedTask,
            Judge = (response, cancel) => JudgeRevocationAsync(response, form, host, transport.Time, cancel),
            IsHarmless = true,
            Timeouts = options.Timeouts,
            Retry = options.Retry,
            Observer = observer,
        };
        return transport.SendAsync(call, cancellationToken);
    }

    private static HttpRequestMessage Post(Uri url, Task<KeyValuePair<string, string>[]> form)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new DeferredForm(form) };
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return request;
    }

    private static TokenResponse Read(
        SfResponse response, ReadOnlyMemory<byte> body, KeyValuePair<string, string>[] sent, Func<LoginAttempt> describe, TimeProvider time)
    {
        try
        {
            if (TokenResponse.Parse(body, time.GetUtcNow()) is { } token)
            {
                return token;
            }
        }
        catch (JsonException)
        {
            // Told below. The parser's own message could quote the body, and the body could hold a token.
        }

        var attempt = describe();

        // Only what is plainly no token response is quoted.
        var quote = ServerText.IsMarkup(body.Span) ? $" It begins: {ServerText.FirstLine(WithoutSecrets(body, sent).Span)}" : string.Empty;
        throw new SfLoginException(
            SfErrorKind.ResponseInvalid,
            $"{attempt.LoginUrl.Host} answered with status {(int)response.StatusCode} and {response.MediaType ?? "no media type"}, but not with a whole token response.{quote}",
            $"Check that {attempt.LoginUrl} is a Salesforce login host; a maintenance page or a proxy may answer in its place.")
        {
            StatusCode = (int)response.StatusCode,
            LoginUrl = attempt.LoginUrl,
            Audience = attempt.Audience,
        };
    }

    private static async Task<Refusal> JudgeAsync(
        SfResponse response, KeyValuePair<string, string>[] sent, LoginAttempt attempt, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = WithoutSecrets(await response.ReadAllAsync(cancellationToken).ConfigureAwait(false), sent);
        var now = time.GetUtcNow();
        var clock = response.Headers.Date - now;
        var status = (int)response.StatusCode;
        var (error, description) = ServerText.OAuthError(body);
        SfErrorKind kind;
        string meaning, remedy, said;
        if (error is not null)
        {
            (kind, meaning, remedy) = LoginErrorCatalogue.Explain(error, description, attempt, clock);
            said = description is null ? error : $"{error}: {description}";
        }
        else
        {
            (kind, meaning, remedy) = NotOAuth(response, attempt);
            said = $"status {status}, {ServerText.FirstLine(body.Span)}";
        }

        var exception = new SfLoginException(kind, $"Salesforce ({attempt.LoginUrl.Host}) said: {said}. {meaning}", remedy)
        {
            StatusCode = status,
            ServerText = ServerText.Shorten(body.Span),
            Error = error,
            ErrorDescription = description,
            LoginUrl = attempt.LoginUrl,
            Audience = attempt.Audience,
            ClockDifference = clock,
        };

        return new Refusal(exception, RetryPolicy.IsTransient(response.StatusCode) ? Repeat.IfIdempotent : Repeat.Never, response.RetryAfter(now));
    }

    private static async Task<Refusal> JudgeRevocationAsync(
        SfResponse response, KeyValuePair<string, string>[] sent, Uri host, TimeProvider time, CancellationToken cancellationToken)
    {
        var body = WithoutSecrets(await response.ReadAllAsync(cancellationToken).ConfigureAwait(false), sent);
        var (error, description) = ServerText.OAuthError(body);
        var said = error is null ? ServerText.FirstLine(body.Span) : description is null ? error : $"{error}: {description}";
        var exception = new SfLoginException(
            SfErrorKind.RequestFailed,
            $"{host.Host} did not revoke the token (status {(int)response.StatusCode}): {said}.",
            "It lives on until the org's session policy ends it; Setup > Session Management ends it at once.")
        {
            StatusCode = (int)response.StatusCode,
            ServerText = ServerText.Shorten(body.Span),
            Error = error,
            ErrorDescription = description,
        };
        return new Refusal(exception, RetryPolicy.IsTransient(response.StatusCode) ? Repeat.IfIdempotent : Repeat.Never, response.RetryAfter(time.GetUtcNow()));
    }

    private static ReadOnlyMemory<byte> WithoutSecrets(ReadOnlyMemory<byte> body, KeyValuePair<string, string>[] sent) =>
        sent.Where(field => SecretFields.Contains(field.Key)).Aggregate(body, (rest, field) => ServerText.Without(rest, field.Value));

    private static (SfErrorKind Kind, string Meaning, string Remedy) NotOAuth(SfResponse response, LoginAttempt attempt)
    {
        var status = (int)response.StatusCode;
        if (status >= 500 || status == 429)
        {
            return (SfErrorKind.LoginUnavailable, "The login server, or something in front of it, has a problem of its own.", "Try again in some minutes; status.salesforce.com tells of maintenance and outages.");
        }

        return status is >= 300 and < 400
            ? (SfErrorKind.ResponseInvalid, $"It sends sign-ins elsewhere ({(response.Headers.Location is { IsAbsoluteUri: true } to ? Redaction.Url(to) : "without saying where")}), and an assertion is not sent on.", "Use the host where the org really is: its My Domain (Setup > My Domain).")
            : (SfErrorKind.ResponseInvalid, "That is no answer of a Salesforce token endpoint.", $"Check that {attempt.LoginUrl} is a Salesforce login host, and that no proxy answers in its place.");
    }
}
