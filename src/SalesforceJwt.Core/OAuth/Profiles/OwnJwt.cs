using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth.Jwt;

namespace SalesforceJwt.Core.OAuth.Profiles;

/// <summary>A token whose content and key are known: signed, and exchanged where its receiver has a token endpoint.</summary>
/// <param name="assertion">The content.</param>
/// <param name="key">The key; disposed with this.</param>
internal sealed class OwnJwt(JwtAssertion assertion, SigningKey key) : IDisposable
{
    private const string SalesforcePath = "/services/oauth2/token";

    /// <summary>Whether a token endpoint is one of Salesforce's, whose errors are known.</summary>
    public static bool IsSalesforce(Uri tokenUrl) => tokenUrl.AbsolutePath.Equals(SalesforcePath, StringComparison.OrdinalIgnoreCase);

    /// <summary>Signs it.</summary>
    /// <param name="now">The present time.</param>
    /// <exception cref="SfException">As <see cref="IJwtSigner.SignAsync"/> throws.</exception>
    public Task<string> SignAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        assertion.SignAsync(key.Signer, now, cancellationToken);

    /// <summary>Exchanges it at a token endpoint (RFC 7523 section 2.1). Each attempt signs a new token.</summary>
    /// <param name="tokenUrl">The token endpoint: https, or http on the loopback interface.</param>
    /// <param name="scope">Scopes, separated by spaces; null to ask for none.</param>
    /// <param name="options">Time limits and retries.</param>
    /// <returns>The answer: UTF-8 text of a JSON object that has a token.</returns>
    /// <exception cref="SfException">The endpoint refused it, did not answer, or did not answer with a token.</exception>
    public async Task<ReadOnlyMemory<byte>> ExchangeAsync(
        HttpTransport transport, Uri tokenUrl, string? scope, SignInOptions options, IHttpObserver? observer,
        CancellationToken cancellationToken)
    {
        var call = new JwtExchangeCall(
            tokenUrl,
            cancel => SignAsync(transport.Time.GetUtcNow(), cancel),
            scope,
            IsSalesforce(tokenUrl) ? () => Describe(tokenUrl) : null,
            transport.Time)
        {
            Timeouts = options.Timeouts,
            Retry = options.Retry,
            Observer = observer,
        };
        await transport.SendAsync(call, cancellationToken).ConfigureAwait(false);
        return call.Answer;
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    private LoginAttempt Describe(Uri tokenUrl) => new()
    {
        Grant = GrantKind.JwtBearer,
        LoginUrl = new Uri(tokenUrl.GetLeftPart(UriPartial.Authority)),
        ClientId = assertion.Issuer,
        Username = assertion.Subject,
        Audience = assertion.Audience,
        Certificate = key.Signer.Certificate,
        PublicKeyFingerprint = key.Signer.GetFingerprint(),
    };
}
