using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Metadata;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Apps;

/// <summary>Deploys components of apps, and waits for them.</summary>
internal sealed class AppDeployer(SfSession session, AppOptions options, IAppObserver steps, IHttpObserver? observer)
{
    private string? _version = options.ApiVersion;

    /// <summary>Checks that the API version of packages has all elements of components.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ApiVersionInvalid"/>.</exception>
    public async Task RequireVersionAsync(IReadOnlyList<AppComponent> components, CancellationToken cancellationToken)
    {
        var version = await GetVersionAsync(cancellationToken).ConfigureAwait(false);
        foreach (var component in components)
        {
            component.RequireVersion(version);
        }
    }

    /// <summary>Deploys components.</summary>
    /// <param name="components">The components, each of them whole.</param>
    /// <param name="checkOnly">Whether they are only validated.</param>
    /// <exception cref="SfException">Salesforce refused them; the error says why and what to do.</exception>
    public async Task<SfDeployment> DeployAsync(
        IReadOnlyList<AppComponent> components, bool checkOnly, CancellationToken cancellationToken)
    {
        await RequireVersionAsync(components, cancellationToken).ConfigureAwait(false);
        var version = await GetVersionAsync(cancellationToken).ConfigureAwait(false);
        using var zip = AppPackage.Of(options.Name, components, version);
        return await DeployAsync(zip, checkOnly, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes the app.</summary>
    /// <exception cref="SfException">Salesforce refused it; the error says why and what to do.</exception>
    public async Task<SfDeployment> DeleteAsync(bool checkOnly, CancellationToken cancellationToken)
    {
        var version = await GetVersionAsync(cancellationToken).ConfigureAwait(false);
        using var zip = AppPackage.Deleting(options.Name, version);
        return await DeployAsync(zip, checkOnly, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The components of a deployment that are new or differ from what was there, without its manifest.</summary>
    public static IEnumerable<SfDeploymentComponent> Changed(SfDeployment deployment) =>
        deployment.Components.Where(c => (c.Changed || c.Created) && !string.IsNullOrEmpty(c.Type));

    private async Task<string> GetVersionAsync(CancellationToken cancellationToken) =>
        _version ??= await session.GetApiVersionAsync(observer, cancellationToken).ConfigureAwait(false);

    private async Task<SfDeployment> DeployAsync(MetadataZip zip, bool checkOnly, CancellationToken cancellationToken)
    {
        var client = new DeployClient(session, options.ApiVersion, observer);
        SfDeployment deployment;
        try
        {
            deployment = await client.StartAsync(
                zip, new DeployOptions { CheckOnly = checkOnly, RunTests = options.RunTests }, cancellationToken: cancellationToken)
                .ConfigureAwait(false);
            deployment = await new DeployPoller(client).WaitAsync(
                deployment,
                now => steps.Report(now.DeploymentsAhead is > 0 and var ahead
                    ? $"Deployment {now.Id} waits behind {ahead} others"
                    : $"Deployment {now.Id}: {now.Status}{(now.StateDetail is { Length: > 0 } detail ? ", " + detail : string.Empty)}"),
                cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e)
        {
            throw AppErrors.OfRequest(e);
        }

        return DeploymentErrors.Of(deployment) is null ? deployment : throw AppErrors.OfDeployment(deployment);
    }
}
