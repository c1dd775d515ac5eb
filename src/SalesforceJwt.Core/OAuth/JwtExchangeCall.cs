using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth;

/// <summary>Sends the caller's own token to a token endpoint, Salesforce's or another (RFC 7523 section 2.1).</summary>
/// <param name="tokenUrl">The token endpoint.</param>
/// <param name="sign">Signs the token, again for each attempt: some endpoints accept a <c>jti</c> once.</param>
/// <param name="scope">Scopes, separated by spaces; null to ask for none.</param>
/// <param name="salesforce">The sign-in, if the endpoint is Salesforce's; null for another's.</param>
/// <param name="time">The clock.</param>
internal sealed class JwtExchangeCall(
    Uri tokenUrl, Func<CancellationToken, Task<string>> sign, string? scope, Func<LoginAttempt>? salesforce, TimeProvider time) : HttpCall
{
    // A smaller difference is one that servers allow for.
    private static readonly TimeSpan Suspicious = TimeSpan.FromSeconds(30);

    private static readonly string[] Tokens = ["access_token", "id_token"];

    private string _assertion = string.Empty;

    /// <summary>The answer, once it was read.</summary>
    public ReadOnlyMemory<byte> Answer { get; private set; }

    public override RetrySafety RetrySafety => RetrySafety.ReadOnly;

    public override ExpectedAnswer Expect { get; } = ExpectedAnswer.Token with { Advice = Remedy(tokenUrl) };

    public override IEnumerable<string> Secrets => [_assertion];

    public override async Task PrepareAsync(CancellationToken cancellationToken) =>
        _assertion = await sign(cancellationToken).ConfigureAwait(false);

    public override HttpRequestMessage CreateRequest() => TokenEndpoint.Post(
        tokenUrl,
        Task.FromResult<KeyValuePair<string, string>[]>(
        [
            new("grant_type", JwtBearerFlow.GrantType),
            new("assertion", _assertion),
            .. scope is null ? [] : new[] { KeyValuePair.Create("scope", scope) },
        ]));

    public override async Task ReadAsync(SfResponse response, CancellationToken cancellationToken)
    {
        var body = await response.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        if (!HasToken(body))
        {
            // Not quoted, since it could hold a token.
            throw Error(
                SfErrorKind.ResponseInvalid,
                $"{tokenUrl.Host} answered with status {(int)response.StatusCode} and {response.MediaType ?? "no media type"}, but without "
                    + "an access_token or id_token.",
                response);
        }

        Answer = JsonText.Message(body);
    }

    public override async Task<FailedAttempt> ClassifyAsync(SfResponse response, CancellationToken cancellationToken)
    {
        var body = Redact(await response.ReadShortAsync(cancellationToken).ConfigureAwait(false));
        var now = time.GetUtcNow();
        var error = salesforce is null ? Refused(response, body, now) : TokenErrors.From(response, salesforce(), body, now);
        return TokenErrors.Failed(error, response, now);
    }

    private static string Remedy(Uri url) =>
        $"Check that {Redaction.Url(url)} is a token endpoint; a maintenance page or a proxy may answer in its place.";

    private static bool HasToken(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonText.Parse(body);
            return Tokens.Any(name => document.RootElement.Text(name) is { Length: > 0 });
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private SfLoginException Refused(SfResponse response, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        var (error, description) = ServerText.OAuthError(body);
        if (error is null)
        {
            var kind = status is 429 or >= 500 ? SfErrorKind.LoginUnavailable : SfErrorKind.ResponseInvalid;
            return Error(kind, $"{tokenUrl.Host} said: status {status}, {ServerText.FirstLine(body.Span)}.", response, body);
        }

        var said = description is null ? error : $"{error}: {description}";
        var clock = response.Date - now;
        return new SfLoginException(
            SfErrorKind.LoginFailed,
            $"{tokenUrl.Host} refused the token: {said}.",
            "Check with its documentation: issuer, subject, audience and scope, how long the token may live, and whether the server knows "
                + "the key."
                + (clock is { } off && off.Duration() > Suspicious ? $" This machine's clock is {ClockDifference.Describe(off)}." : null))
        {
            StatusCode = status,
            ServerText = ServerText.Shorten(body.Span),
            Error = error,
            ErrorDescription = description,
            ClockDifference = clock,
        };
    }

    private SfLoginException Error(SfErrorKind kind, string message, SfResponse response, ReadOnlyMemory<byte> body = default) =>
        new(kind, message, Remedy(tokenUrl))
        {
            StatusCode = (int)response.StatusCode,
            ServerText = body.IsEmpty ? null : ServerText.Shorten(body.Span),
        };
}
