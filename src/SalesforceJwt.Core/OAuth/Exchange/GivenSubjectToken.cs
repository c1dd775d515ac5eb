using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth.Exchange;

/// <summary>A token that the caller has. Renewals send it again, so they succeed while the org's handler accepts it.</summary>
/// <param name="token">The token.</param>
internal sealed class GivenSubjectToken(string token) : ISubjectTokenSource
{
    private volatile string _token = token;

    /// <inheritdoc/>
    public string Credential => _token;

    /// <inheritdoc/>
    public Task<string> GetAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken) =>
        Task.FromResult(_token);

    /// <inheritdoc/>
    public void Dispose() => _token = string.Empty;
}
