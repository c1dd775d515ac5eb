using System.Net.Http.Headers;
using System.Text.Json;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth.Exchange;

/// <summary>Requests an OpenID Connect token from the token service of a CI system.</summary>
/// <param name="request">The request.</param>
/// <param name="time">The clock.</param>
internal sealed class PipelineTokenCall(PipelineTokenRequest request, TimeProvider time) : HttpCall
{
    /// <summary>The token, once it was read.</summary>
    public string? Token { get; private set; }

    public override RetrySafety RetrySafety => RetrySafety.ReadOnly;

    public override ExpectedAnswer Expect { get; } = ExpectedAnswer.Token with { Advice = request.Advice };

    public override IEnumerable<string> Secrets => [request.Bearer];

    public override HttpRequestMessage CreateRequest()
    {
        var message = new HttpRequestMessage(request.Method, request.Url);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", request.Bearer);
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (request.Method == HttpMethod.Post)
        {
            message.Content = new ByteArrayContent([]);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return message;
    }

    public override async Task ReadAsync(SfResponse response, CancellationToken cancellationToken)
    {
        var body = await response.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        Token = Read(body) ?? throw new SfException(
            SfErrorKind.PipelineTokenUnavailable,
            $"{response.Url} answered without a token ('{request.Field}' is missing).",
            request.Advice);
    }

    public override async Task<FailedAttempt> ClassifyAsync(SfResponse response, CancellationToken cancellationToken)
    {
        var body = Redact(await response.ReadShortAsync(cancellationToken).ConfigureAwait(false));
        var status = (int)response.StatusCode;
        var error = new SfException(
            SfErrorKind.PipelineTokenUnavailable,
            $"The token service of {request.System} ({request.Url.Host}) said: status {status}, {ServerText.FirstLine(body.Span)}.",
            request.Advice)
        {
            StatusCode = status,
            ServerText = ServerText.Shorten(body.Span),
        };
        return TokenErrors.Failed(error, response, time.GetUtcNow());
    }

    private string? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonText.Parse(body);
            return document.RootElement.Text(request.Field);
        }
        catch (JsonException)
        {
            // The parser's own message could quote the token.
            return null;
        }
    }
}
