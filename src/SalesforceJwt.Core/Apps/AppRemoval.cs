using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Apps;

/// <summary>Deletes an external client app, and the permission set that was made for it.</summary>
/// <param name="session">An administrator's session.</param>
/// <param name="options">The app's name, and how to deploy.</param>
internal sealed class AppRemoval(SfSession session, AppOptions options, IAppObserver appObserver, IHttpObserver? observer = null)
{
    private readonly AppSteps _steps = new(appObserver, AppErrors.RunAgain);
    private readonly AppReader _reader = new(session, options.ApiVersion, observer);
    private readonly AppAccess _access = new(session, options.ApiVersion, observer);

    /// <summary>Deletes them.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.AppNotFound"/>, or a step failed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        AppState? app = null;
        SfException? missing = null;
        try
        {
            app = await _reader.GetAsync(options.Name, cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e) when (e.Kind == SfErrorKind.AppNotFound)
        {
            missing = e;
        }

        if (app?.Kind == SfAppKind.ConnectedApp)
        {
            throw AppErrors.IsConnectedApp(app.Name);
        }

        // What remains of a removal that was broken off is the permission set. The app may have been named by its key, or in another case.
        var name = app?.Name ?? options.Name;
        var found = await _access.FindPermissionSetAsync(name, cancellationToken).ConfigureAwait(false);
        var permissionSetId = found is { } set && AppPermissionSet.IsMadeFor(name, set.Description) ? set.Id : null;
        if (missing is not null && permissionSetId is null)
        {
            throw missing;
        }

        var isGone = app is null || await DeleteAppAsync(app.Name, cancellationToken).ConfigureAwait(false);
        if (permissionSetId is not null && (isGone || _steps.IsDryRun))
        {
            await DeletePermissionSetAsync(permissionSetId, name, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<bool> DeleteAppAsync(string name, CancellationToken cancellationToken)
    {
        var deployer = new AppDeployer(session, options with { Name = name }, appObserver, observer);
        return _steps.DeployAsync(
            "Delete external client app",
            name,
            checkOnly => deployer.DeleteAsync(checkOnly, cancellationToken),
            deployment => deployment.Components.Any(c => c.Deleted) ? $"Deleted the app {name}." : throw AppErrors.NotDeleted(name));
    }

    private Task<bool> DeletePermissionSetAsync(string id, string name, CancellationToken cancellationToken) => _steps.DoAsync(
        "Delete permission set",
        name,
        async () =>
        {
            // Salesforce refuses to delete one that users have.
            foreach (var assignmentId in await _access.ListAssignmentsAsync(id, cancellationToken).ConfigureAwait(false))
            {
                await _access.DeleteAsync("PermissionSetAssignment", assignmentId, cancellationToken).ConfigureAwait(false);
            }

            await _access.DeleteAsync("PermissionSet", id, cancellationToken).ConfigureAwait(false);
            return $"Deleted the permission set {name}.";
        });
}
