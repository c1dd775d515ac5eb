using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.OAuth.Exchange;

/// <summary>
/// The OpenID Connect token of an Azure Pipelines job (Azure DevOps REST API: "Oidctoken - Create"). Its audience is fixed; each sign-in
/// requests a fresh one.
/// </summary>
/// <param name="serviceConnectionId">The id of the service connection that the token is for; null for none.</param>
/// <param name="getVariable">Reads an environment variable; null if it is missing or blank.</param>
internal sealed class AzurePipelinesToken(string? serviceConnectionId, Func<string, string?> getVariable) : ISubjectTokenSource
{
    private const string System = "Azure Pipelines";

    private static readonly Advice Mapping = new(
        "The step needs the job's token: 'env: SYSTEM_ACCESSTOKEN: $(System.AccessToken)'; Azure Pipelines passes it to no script by "
            + "itself. A service connection has to be authorized for the pipeline, and named in a task of the job.");

    private readonly PipelineEnvironment _environment = new(System, getVariable, Mapping);

    private string Bearer => _environment.Secret("SYSTEM_ACCESSTOKEN");

    /// <inheritdoc/>
    public string Credential => $"{Bearer}\n{serviceConnectionId}";

    /// <inheritdoc/>
    public Task<string> GetAsync(
        HttpTransport transport, SignInOptions options, IHttpObserver? observer, CancellationToken cancellationToken)
    {
        var url = _environment.Url("SYSTEM_OIDCREQUESTURI");
        var connection = serviceConnectionId is null ? string.Empty : $"&serviceConnectionId={Uri.EscapeDataString(serviceConnectionId)}";
        var request = new PipelineTokenRequest(
            System,
            HttpMethod.Post,
            new Uri($"{url.GetLeftPart(UriPartial.Path).TrimEnd('/')}?api-version=7.1{connection}"),
            Bearer,
            "oidcToken",
            Mapping)
        {
            // Azure DevOps then answers an expired secret with an error, not with a redirect to a login page.
            Headers = [("X-TFS-FedAuthRedirect", "Suppress")],
        };
        return request.SendAsync(transport, options, observer, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // It keeps no secret.
    }
}
