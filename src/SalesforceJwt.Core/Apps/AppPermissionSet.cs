namespace SalesforceJwt.Core.Apps;

/// <summary>The permission set that says who may sign in through an app.</summary>
internal sealed class AppPermissionSet(AppOptions options, AppAccess access, AppSteps steps)
{
    private string Name => options.PermissionSet ?? options.Name;

    /// <summary>Whether a permission set was made for an app; another one may have the same name.</summary>
    /// <param name="description">The permission set's description. API names ignore case.</param>
    public static bool IsMadeFor(string appName, string? description) =>
        MarkOf(appName).Equals(description, StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the permission set, and checks that it is meant.</summary>
    /// <returns>Its id; null if it has to be made.</returns>
    /// <exception cref="SfException"><see cref="SfErrorKind.Conflict"/>: one of the default name was made for something else.</exception>
    public async Task<string?> FindAsync(CancellationToken cancellationToken)
    {
        var found = await access.FindPermissionSetAsync(Name, cancellationToken).ConfigureAwait(false);
        return found is { } set && options.PermissionSet is null && !IsMadeFor(options.Name, set.Description)
            ? throw AppErrors.ForeignPermissionSet(Name)
            : found?.Id;
    }

    /// <summary>Makes the permission set, its access to the app, and its assignments, as far as they are missing.</summary>
    /// <param name="id">Its id; null if it has to be made.</param>
    /// <param name="app">The app; null in a dry run that would make it.</param>
    /// <param name="users">The users.</param>
    /// <returns>Its name; null if the user declined to make it.</returns>
    public async Task<string?> ApplyAsync(
        string? id, AppState? app, IReadOnlyList<AppUser> users, CancellationToken cancellationToken)
    {
        if (id is null && !await steps.DoAsync("Create permission set", Name, async () =>
        {
            // One that another run created in the meantime is found.
            id = await access.CreatePermissionSetAsync(Name, options.Label ?? Name, MarkOf(options.Name), cancellationToken)
                .ConfigureAwait(false) ?? await FindAsync(cancellationToken).ConfigureAwait(false);
            return $"Created the permission set {Name}.";
        }).ConfigureAwait(false) && !steps.IsDryRun)
        {
            return null;
        }

        if (app?.Grants.Any(grant => grant.PermissionSetId == id) != true)
        {
            await steps.DoAsync("Give the app to the permission set", Name, async () =>
            {
                await access.GrantAsync(id!, app!.Id, cancellationToken).ConfigureAwait(false);
                return $"Users with the permission set {Name} may use the app.";
            }).ConfigureAwait(false);
        }

        var open = id is null ? users : await access.FindUnassignedAsync(id, users, cancellationToken).ConfigureAwait(false);
        foreach (var user in open)
        {
            await steps.DoAsync($"Assign permission set {Name}", user.Username, async () =>
            {
                await access.AssignAsync(id!, user, cancellationToken).ConfigureAwait(false);
                return $"{user.Username} has the permission set {Name}.";
            }).ConfigureAwait(false);
        }

        return Name;
    }

    /// <summary>Takes the permission set from users.</summary>
    public async Task RemoveUsersAsync(string id, IReadOnlyList<AppUser> users, CancellationToken cancellationToken)
    {
        var assignments = await access.FindAssignmentsAsync(id, users, cancellationToken).ConfigureAwait(false);
        foreach (var (assignmentId, userId) in assignments)
        {
            var username = users.First(user => user.Id == userId).Username;
            await steps.DoAsync($"Remove permission set {Name}", username, async () =>
            {
                await access.DeleteAsync("PermissionSetAssignment", assignmentId, cancellationToken).ConfigureAwait(false);
                return $"{username} no longer has the permission set {Name}.";
            }).ConfigureAwait(false);
        }
    }

    private static string MarkOf(string appName) => $"Users who may sign in through the app {appName}. Made with SalesforceJwt.PS.";
}
