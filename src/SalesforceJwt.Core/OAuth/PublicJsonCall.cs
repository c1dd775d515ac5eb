using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth;

/// <summary>Reads a short JSON document that an issuer publishes for everybody. It is sent no token.</summary>
/// <param name="url">The document.</param>
/// <param name="time">The clock.</param>
internal sealed class PublicJsonCall(Uri url, TimeProvider time) : HttpCall
{
    /// <summary>The document, once it was read.</summary>
    public ReadOnlyMemory<byte> Answer { get; private set; }

    public override RetrySafety RetrySafety => RetrySafety.ReadOnly;

    public override ExpectedAnswer Expect { get; } = new(ExpectedBody.Json, 200) { Longest = ExpectedAnswer.LongestShort };

    public override HttpRequestMessage CreateRequest()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        return request;
    }

    public override async Task ReadAsync(SfResponse response, CancellationToken cancellationToken) =>
        Answer = await response.ReadAllAsync(cancellationToken).ConfigureAwait(false);

    public override async Task<FailedAttempt> ClassifyAsync(SfResponse response, CancellationToken cancellationToken)
    {
        var body = await response.ReadShortAsync(cancellationToken).ConfigureAwait(false);
        var status = (int)response.StatusCode;
        var error = new SfLoginException(
            status is 429 or >= 500 ? SfErrorKind.LoginUnavailable : SfErrorKind.ResponseInvalid,
            $"{Redaction.Url(url)} cannot be read: status {status}, {ServerText.FirstLine(body.Span)}.",
            "Check the URL, and that no proxy answers in its place.")
        {
            StatusCode = status,
            ServerText = ServerText.Shorten(body.Span),
        };
        return TokenErrors.Failed(error, response, time.GetUtcNow());
    }
}
