using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Apps;

/// <summary>Changes an external client app: only the components that differ are deployed, each of them whole.</summary>
/// <param name="session">An administrator's session.</param>
/// <param name="options">The changes.</param>
internal sealed class AppUpdate(SfSession session, AppOptions options, IAppObserver appObserver, IHttpObserver? observer = null)
{
    private readonly AppSteps _steps = new(appObserver, AppErrors.RunAgain);
    private readonly AppReader _reader = new(session, options.ApiVersion, observer);
    private readonly AppAccess _access = new(session, options.ApiVersion, observer);

    /// <summary>Changes the app.</summary>
    /// <returns>The app as it is now, and what was changed.</returns>
    /// <exception cref="SfException">A step failed. The error says which, what is done, and what to do.</exception>
    public async Task<(AppState App, AppOutcome Outcome)> RunAsync(CancellationToken cancellationToken)
    {
        var app = await _steps.ReadAsync("look for the app", () => _reader.GetAsync(options.Name, cancellationToken)).ConfigureAwait(false);
        if (app.Kind == SfAppKind.ConnectedApp)
        {
            throw AppErrors.IsConnectedApp(app.Name);
        }

        AppSettings.RequireExecutionUser(options, app);
        var added = await _steps.ReadAsync(
            "find the users", () => _access.FindUsersAsync(options.AddUsers, cancellationToken)).ConfigureAwait(false);
        var removed = await _steps.ReadAsync(
            "find the users",
            () => _access.FindUsersAsync(options.RemoveUsers, mustBeUsable: false, cancellationToken)).ConfigureAwait(false);
        if (added.Find(removed.Contains) is { } both)
        {
            throw AppErrors.AddedAndRemoved(both.Username);
        }

        var named = options with { Name = app.Name };
        var changed = Changed(app, named);
        if (changed.Count > 0)
        {
            await DeployAsync(named, changed, cancellationToken).ConfigureAwait(false);
        }

        if (added.Count + removed.Count > 0)
        {
            await ChangeUsersAsync(app, named, added, removed, cancellationToken).ConfigureAwait(false);
        }

        return (
            await _steps.ReadAsync("read the app", () => _reader.GetAsync(app.Name, cancellationToken)).ConfigureAwait(false),
            new AppOutcome(_steps.Changes));
    }

    private static List<AppComponent> Changed(AppState app, AppOptions options)
    {
        var wantsMetadata = options is not
        {
            Label: null, ContactEmail: null, Scopes: null, CallbackUrls: null, Flows: null, IPRelaxation: null, Enabled: null,
            CertificatePem: null,
        };
        if (!wantsMetadata)
        {
            return [];
        }

        if (app.ReadError is { } error)
        {
            throw AppErrors.Unreadable(app.Name, error);
        }

        var changed = new List<AppComponent>();
        foreach (var type in AppComponentType.Parts.Prepend(AppComponentType.App))
        {
            var found = app.Component(type);
            var wanted = AppSettings.Apply(
                found?.Copy() ?? AppComponent.Create(type, app.Name, type == AppComponentType.OauthPolicies ? app.PoliciesName : null),
                options);
            if (!wanted.IsSameAs(found ?? AppComponent.Create(type, app.Name, wanted.Name)))
            {
                changed.Add(wanted);
            }
        }

        // The certificate is not among what Salesforce returns.
        var global = changed.Find(c => c.Type == AppComponentType.GlobalSettings);
        var endsJwt = options.Flows is { } flows && !flows.Contains(SfAppFlow.Jwt);
        return global is not null && global[AppSettings.Certificate] is null && !endsJwt
            ? throw AppErrors.CertificateMissing(app.Name)
            : changed;
    }

    private async Task DeployAsync(AppOptions named, List<AppComponent> changed, CancellationToken cancellationToken)
    {
        var deployer = new AppDeployer(session, named, appObserver, observer);
        var parts = string.Join(", ", changed.Select(c => c.Type.Contents));
        await _steps.DeployAsync(
            $"Change {parts}",
            named.Name,
            checkOnly => deployer.DeployAsync(changed, checkOnly, cancellationToken),
            deployment => AppDeployer.Changed(deployment).Any() ? $"Changed {parts}." : null).ConfigureAwait(false);
    }

    private async Task ChangeUsersAsync(
        AppState app, AppOptions named, List<AppUser> added, List<AppUser> removed, CancellationToken cancellationToken)
    {
        var own = app.Grants.Where(grant => !grant.IsProfile).ToList();
        var name = options.PermissionSet ?? own.Count switch
        {
            1 => own[0].Name,
            0 => null,
            _ => own.Find(grant => grant.Name.Equals(app.Name, StringComparison.OrdinalIgnoreCase))?.Name
                ?? throw AppErrors.SeveralPermissionSets(app.Name, own.Select(grant => grant.Name)),
        };
        var permissionSet = new AppPermissionSet(named with { PermissionSet = name }, _access, _steps);
        var id = await permissionSet.FindAsync(cancellationToken).ConfigureAwait(false);
        if (id is null && options.PermissionSet is not null)
        {
            throw AppErrors.NoPermissionSet(options.PermissionSet);
        }

        if (added.Count > 0)
        {
            await permissionSet.ApplyAsync(id, app, added, cancellationToken).ConfigureAwait(false);
        }

        if (removed.Count > 0 && id is not null)
        {
            await permissionSet.RemoveUsersAsync(id, removed, cancellationToken).ConfigureAwait(false);
        }
    }
}
