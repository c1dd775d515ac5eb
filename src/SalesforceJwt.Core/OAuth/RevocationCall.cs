using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth;

/// <summary>Revokes a token (RFC 7009).</summary>
/// <param name="host">The host that revokes it.</param>
/// <param name="token">The token.</param>
/// <param name="time">The clock.</param>
internal sealed class RevocationCall(Uri host, string token, TimeProvider time) : HttpCall
{
    public override RetrySafety RetrySafety => RetrySafety.ReadOnly;

    public override ExpectedAnswer Expect { get; } = ExpectedAnswer.NoContent with
    {
        Statuses = [200],
        Advice = $"The token may still be valid: a proxy or a page answered in {host.Host}'s place. Revoke it again; "
            + "Setup > Session Management ends it at once.",
    };

    public override IEnumerable<string> Secrets => [token];

    public override HttpRequestMessage CreateRequest() =>
        TokenEndpoint.Post(
            new Uri(host, "/services/oauth2/revoke"), Task.FromResult<KeyValuePair<string, string>[]>([new("token", token)]));

    public override Task ReadAsync(SfResponse response, CancellationToken cancellationToken) => Task.CompletedTask;

    public override async Task<FailedAttempt> ClassifyAsync(SfResponse response, CancellationToken cancellationToken)
    {
        var body = Redact(await response.ReadShortAsync(cancellationToken).ConfigureAwait(false));
        return TokenErrors.Failed(TokenErrors.NotRevoked(host, response, body), response, time.GetUtcNow());
    }
}
