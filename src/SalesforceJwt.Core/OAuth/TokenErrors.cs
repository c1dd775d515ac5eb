using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth;

/// <summary>The errors of token endpoints (RFC 6749 section 5.2), and of what answers in their place.</summary>
internal static class TokenErrors
{
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

    /// <summary>The error for an answer that is not a success.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="attempt">The sign-in.</param>
    /// <param name="body">The answer's body, without secrets.</param>
    /// <param name="now">The present time.</param>
    public static SfLoginException From(SfResponse response, LoginAttempt attempt, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        var clock = response.Date - now;
        var (error, description) = ServerText.OAuthError(body);
        return error is not null
            ? Refused(error, description, attempt, clock, (int)response.StatusCode, ServerText.Shorten(body.Span))
            : NotOAuth(response, attempt, body, clock);
    }

    /// <summary>The error for a token that was not revoked.</summary>
    public static SfLoginException NotRevoked(Uri host, SfResponse response, ReadOnlyMemory<byte> body)
    {
        var (error, description) = ServerText.OAuthError(body);
        var said = error is null ? ServerText.FirstLine(body.Span) : description is null ? error : $"{error}: {description}";
        return new SfLoginException(
            SfErrorKind.RequestFailed,
            $"{host.Host} did not revoke the token (status {(int)response.StatusCode}): {said}.",
            "It stays valid until the org's session policy ends it; Setup > Session Management ends it at once.")
        {
            StatusCode = (int)response.StatusCode,
            ServerText = ServerText.Shorten(body.Span),
            Error = error,
            ErrorDescription = description,
        };
    }

    /// <summary>The error for JSON that lacks what it has to hold. The JSON is not quoted, since it could contain a token.</summary>
    public static SfLoginException Incomplete(SfResponse response, TokenRequest request)
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

    public static string NotLoginHost(Uri url) =>
        $"Check that {url} is a Salesforce login host; a maintenance page or a proxy may answer in its place.";

    /// <summary>The attempt that failed with an error.</summary>
    public static FailedAttempt Failed(SfException error, SfResponse response, DateTimeOffset now)
    {
        var status = response.StatusCode;
        return new FailedAttempt(
            error, RetryPolicy.IsTransient(status), FailedAttempt.MayHaveActedOn(status), response.RetryAfter(now));
    }

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
                $"It redirects sign-ins ({Target(response)}), and the redirect is not followed.",
                "Use the org's real host: its My Domain (Setup > My Domain)."),
            _ => (
                SfErrorKind.ResponseInvalid,
                "That is not a response of a Salesforce token endpoint.",
                $"Check that {attempt.LoginUrl} is a Salesforce login host, and that no proxy answers in its place."),
        };
        return new SfLoginException(
            kind, $"Salesforce ({attempt.LoginUrl.Host}) said: status {status}, {ServerText.FirstLine(body.Span)}. {meaning}", remedy)
        {
            StatusCode = status,
            ServerText = ServerText.Shorten(body.Span),
            LoginUrl = attempt.LoginUrl,
            Audience = attempt.Audience,
            ClockDifference = clock,
        };
    }

    private static string Target(SfResponse response) =>
        response.Headers.Location is { IsAbsoluteUri: true } target ? Redaction.Url(target) : "to an unknown address";
}
