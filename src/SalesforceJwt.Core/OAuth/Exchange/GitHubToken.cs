using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth.Exchange;

/// <summary>
/// The OpenID Connect token of a GitHub Actions job (GitHub Docs: "OpenID Connect reference"). It is valid for minutes; each sign-in
/// requests a fresh one.
/// </summary>
/// <param name="audience">The <c>aud</c> of the token.</param>
/// <param name="getVariable">Reads an environment variable; null if it is missing or blank.</param>
internal sealed class GitHubToken(string audience, Func<string, string?> getVariable) : ISubjectTokenSource
{
    private const string System = "GitHub Actions";

    private static readonly Advice Permission = new(
        "The job's workflow file needs 'permissions: id-token: write' (and 'contents: read' for a checkout). Pull requests from forks "
            + "never get it; a called workflow needs it in the workflow that calls it; pass a container the "
            + "ACTIONS_ID_TOKEN_… variables.");

    private readonly PipelineEnvironment _environment = new(System, getVariable, Permission);

    private string Bearer => _environment.Secret("ACTIONS_ID_TOKEN_REQUEST_TOKEN");

    /// <inheritdoc/>
    public string Credential => $"{Bearer}\n{audience}";

    /// <inheritdoc/>
    public Task<string> GetAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        var url = _environment.Url("ACTIONS_ID_TOKEN_REQUEST_URL");
        var separator = url.Query.Length == 0 ? '?' : '&';
        var request = new PipelineTokenRequest(
            System,
            HttpMethod.Get,
            new Uri($"{url.GetLeftPart(UriPartial.Query)}{separator}audience={Uri.EscapeDataString(audience)}"),
            Bearer,
            "value",
            Permission);
        return request.SendAsync(transport, options, observer, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // It keeps no secret.
    }
}
