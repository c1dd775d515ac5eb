namespace SalesforceJwt.Core.Apps;

/// <summary>Deploys who may sign in through an app: users with its permission sets only.</summary>
internal sealed class AppPolicies(AppDeployer deployer, AppOptions options)
{
    /// <summary>The policies that pre-authorize the users of permission sets.</summary>
    /// <param name="app">The app as it is; null in a dry run that would make it.</param>
    /// <param name="permissionSet">Name of the permission set that is added.</param>
    public AppComponent PreAuthorize(AppState? app, string permissionSet)
    {
        var policies = app?.Component(AppComponentType.OauthPolicies)?.Copy()
            ?? AppComponent.Create(AppComponentType.OauthPolicies, options.Name, app?.PoliciesName);
        policies = AppSettings.Apply(policies, options with { IPRelaxation = options.IPRelaxation ?? app?.IPRelaxation });
        policies[AppSettings.PermittedUsers] = nameof(SfPermittedUsers.AdminApprovedPreAuthorized);

        // What is not named loses its access.
        var names = (app?.Grants ?? []).Where(grant => !grant.IsProfile).Select(grant => grant.Name).Append(permissionSet);
        policies[AppSettings.PermissionSets] = string.Join(",", names.Distinct(StringComparer.OrdinalIgnoreCase));
        var profiles = (app?.Grants ?? []).Where(grant => grant.IsProfile).Select(grant => grant.Name).ToList();
        policies[AppSettings.Profiles] = profiles.Count > 0 ? string.Join(",", profiles) : null;
        return policies;
    }

    /// <summary>Deploys policies.</summary>
    /// <param name="ids">
    /// The ids of permission sets by their names: Salesforce's document asks for ids, orgs were seen to want names.
    /// </param>
    /// <returns>Whether that changed something.</returns>
    public async Task<bool> DeployAsync(
        AppComponent policies, IReadOnlyDictionary<string, string> ids, bool checkOnly, CancellationToken cancellationToken)
    {
        SfDeployment deployment;
        try
        {
            deployment = await deployer.DeployAsync([policies], checkOnly, cancellationToken).ConfigureAwait(false);
        }
        catch (SfException e) when (e.Message.Contains("permission set", StringComparison.OrdinalIgnoreCase)
            || e.Message.Contains("PermissionSet", StringComparison.Ordinal))
        {
            var names = policies[AppSettings.PermissionSets]!.Split(',');
            if (!names.All(ids.ContainsKey))
            {
                throw;
            }

            var withIds = policies.Copy();
            withIds[AppSettings.PermissionSets] = string.Join(",", names.Select(name => ids[name]));
            deployment = await deployer.DeployAsync([withIds], checkOnly, cancellationToken).ConfigureAwait(false);
        }

        return AppDeployer.Changed(deployment).Any();
    }
}
