using System.Text.Json;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth;

/// <summary>A request to a token endpoint, or to one of its relatives.</summary>
/// <typeparam name="T">What its answer becomes.</typeparam>
/// <param name="request">The request.</param>
/// <param name="parse">Reads the answer's JSON; null if it lacks something.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenCall<T>(TokenRequest request, Func<ReadOnlyMemory<byte>, DateTimeOffset, T?> parse, TimeProvider time) : HttpCall
    where T : class
{
    private Task<KeyValuePair<string, string>[]> _form = Task.FromResult<KeyValuePair<string, string>[]>([]);

    /// <summary>The answer, once it was read.</summary>
    public T? Answer { get; private set; }

    public override RetrySafety RetrySafety => request.RetrySafety;

    public override ExpectedAnswer Expect { get; } = ExpectedAnswer.Token with { Advice = TokenErrors.NotLoginHost(request.LoginUrl) };

    public override IEnumerable<string> Secrets => _form.IsCompletedSuccessfully ? FormSecrets.In(_form.Result) : [];

    public override Task PrepareAsync(CancellationToken cancellationToken) => request.Prepare(cancellationToken);

    public override HttpRequestMessage CreateRequest() =>
        TokenEndpoint.Post(new Uri(request.LoginUrl, request.Path), _form = request.Form());

    public override async Task ReadAsync(SfResponse response, CancellationToken cancellationToken)
    {
        var body = await response.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        Answer = Read(body) ?? throw TokenErrors.Incomplete(response, request);
    }

    public override async Task<FailedAttempt> ClassifyAsync(SfResponse response, CancellationToken cancellationToken)
    {
        var body = Redact(await response.ReadShortAsync(cancellationToken).ConfigureAwait(false));
        var now = time.GetUtcNow();
        return TokenErrors.Failed(TokenErrors.From(response, request.Attempt(), body, now), response, now);
    }

    private T? Read(ReadOnlyMemory<byte> body)
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
}
