using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Metadata;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Apps;

/// <summary>
/// Reads the org's apps. What they are and who may use them are records; scopes, callback URLs and consumer keys are metadata, which not
/// every session may read.
/// </summary>
internal sealed class AppReader(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    // Names have up to 80 characters and keys, as they were seen, about 120. Longer ones would not fit into a URL.
    private const int LongestKey = 512;

    private const string Fields = "Id, DeveloperName, MasterLabel, Description, ContactEmail, CreatedDate, LastModifiedDate";

    private readonly LookUp _query = new(session, apiVersion, observer);
    private readonly MetadataReader _metadata = new(session, apiVersion, observer);
    private readonly AppAccess _access = new(session, apiVersion, observer);

    /// <summary>All apps: the external client apps, and the connected apps as far as they can be read.</summary>
    /// <exception cref="SfException">The call failed; the error says why and what to do.</exception>
    public async Task<List<AppState>> ListAsync(CancellationToken cancellationToken)
    {
        var apps = await SelectExternalAsync(string.Empty, cancellationToken).ConfigureAwait(false);
        var connected = await SelectConnectedAsync(string.Empty, cancellationToken).ConfigureAwait(false);
        return await CompleteAsync([.. apps, .. connected], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The app with an API name (of a connected app: its name) or a consumer key.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.AppNotFound"/>, or the call failed.</exception>
    public async Task<AppState> GetAsync(string nameOrKey, CancellationToken cancellationToken)
    {
        var clean = OAuth.SignInValue.Clean(nameOrKey);
        if (clean.Length > LongestKey)
        {
            throw AppErrors.NotFound(nameOrKey);
        }

        if (await FindAsync(clean, cancellationToken).ConfigureAwait(false) is { } app)
        {
            return app;
        }

        var connected = await SelectConnectedAsync($" WHERE Name = {SoqlLiteral.Of(clean)}", cancellationToken).ConfigureAwait(false);
        if (connected.Count > 0)
        {
            return (await CompleteAsync(connected, cancellationToken).ConfigureAwait(false))[0];
        }

        // No object has the keys of apps in a field that can be searched.
        var all = await CompleteAsync(await SelectExternalAsync(string.Empty, cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
        return all.Find(other => other.ConsumerKey == clean) ?? throw AppErrors.NotFound(nameOrKey);
    }

    /// <summary>The external client app with an API name; null if there is none.</summary>
    public async Task<AppState?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var found = await SelectExternalAsync($" WHERE DeveloperName = {SoqlLiteral.Of(name)}", cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? null : (await CompleteAsync(found, cancellationToken).ConfigureAwait(false))[0];
    }

    private async Task<List<AppState>> SelectExternalAsync(string condition, CancellationToken cancellationToken)
    {
        try
        {
            return await _query.SelectAsync(
                $"SELECT {Fields} FROM ExternalClientApplication{condition} ORDER BY DeveloperName",
                static app => new AppState(app.RequiredText("Id"), app.RequiredText("DeveloperName"), SfAppKind.ExternalClientApp)
                {
                    Label = app.Text("MasterLabel"),
                    Description = app.Text("Description"),
                    ContactEmail = app.Text("ContactEmail"),
                    CreatedAt = app.Time("CreatedDate"),
                    ModifiedAt = app.Time("LastModifiedDate"),
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (SfRestException e) when (e.Errors.Any(error => error.ErrorCode == "INVALID_TYPE"))
        {
            throw AppErrors.NoApps(e);
        }
    }

    private async Task<List<AppState>> SelectConnectedAsync(string condition, CancellationToken cancellationToken)
    {
        try
        {
            return await _query.SelectAsync(
                "SELECT Id, Name, OptionsAllowAdminApprovedUsersOnly, CreatedDate, LastModifiedDate "
                    + $"FROM ConnectedApplication{condition} ORDER BY Name",
                static app => new AppState(app.RequiredText("Id"), app.RequiredText("Name"), SfAppKind.ConnectedApp)
                {
                    Label = app.Text("Name"),
                    PermittedUsers = app.Flag("OptionsAllowAdminApprovedUsersOnly") is { } isApproved
                        ? isApproved ? SfPermittedUsers.AdminApprovedPreAuthorized : SfPermittedUsers.AllSelfAuthorized
                        : null,
                    CreatedAt = app.Time("CreatedDate"),
                    ModifiedAt = app.Time("LastModifiedDate"),
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (SfRestException e) when (e.Errors.Any(error => error.ErrorCode is "INVALID_TYPE" or "INVALID_FIELD"))
        {
            return [];
        }
    }

    private async Task<List<AppState>> CompleteAsync(List<AppState> apps, CancellationToken cancellationToken)
    {
        var external = apps.Where(app => app.Kind == SfAppKind.ExternalClientApp).ToList();
        var (components, readError) = await ReadComponentsAsync(external, cancellationToken).ConfigureAwait(false);
        var policies = external.Count == 0 ? [] : await SelectPoliciesAsync(external, cancellationToken).ConfigureAwait(false);
        var grants = await _access.ListGrantsAsync([.. apps.Select(app => app.Id)], cancellationToken).ConfigureAwait(false);
        var users = await _access.ListUsersAsync(
            [.. grants.Select(grant => grant.PermissionSetId).Distinct()], cancellationToken).ConfigureAwait(false);
        var complete = new List<AppState>();
        foreach (var app in apps)
        {
            var own = grants.Where(grant => grant.AppId == app.Id).ToList();
            var parts = components.Where(c => c.AppName.Equals(app.Name, StringComparison.OrdinalIgnoreCase)).ToList();
            var state = app with
            {
                Components = app.Kind == SfAppKind.ExternalClientApp ? parts : [],
                ReadError = readError,
                ConsumerKey = parts.Find(c => c.Type == AppComponentType.GlobalSettings)?[AppSettings.ConsumerKey],
                Grants = own,
                Users = [.. users.Where(user => own.Exists(grant => grant.PermissionSetId == user.PermissionSetId))
                    .Select(user => user.Username).Distinct(StringComparer.OrdinalIgnoreCase)],
            };
            complete.Add(policies.TryGetValue(app.Id, out var policy)
                ? state with { PoliciesName = policy.Name, PermittedUsers = policy.PermittedUsers, IPRelaxation = policy.IPRelaxation }
                : state);
        }

        if (readError is not null && complete is [{ Kind: SfAppKind.ExternalClientApp } only])
        {
            var key = await new ConsumerReader(session, apiVersion, observer).ReadKeyAsync(only.Id, cancellationToken)
                .ConfigureAwait(false);
            complete[0] = only with { ConsumerKey = key };
        }

        return complete;
    }

    /// <summary>Reads the components of apps, by their names where there is only one app.</summary>
    /// <returns>The components, or why the session may not read them.</returns>
    private async Task<(List<AppComponent> Components, SfException? Error)> ReadComponentsAsync(
        List<AppState> apps, CancellationToken cancellationToken)
    {
        if (apps.Count == 0)
        {
            return ([], null);
        }

        try
        {
            var found = await Task.WhenAll(AppComponentType.Parts.Select(ReadAllAsync)
                .Prepend(ReadAsync(AppComponentType.App, apps.Select(app => app.Name)))).ConfigureAwait(false);
            return ([.. found.SelectMany(some => some)], null);
        }
        catch (SfRestException e)
        {
            // This session may not use the SOAP API, or nobody may here. What records say is read all the same.
            return ([], e);
        }

        async Task<List<AppComponent>> ReadAllAsync(AppComponentType type)
        {
            var names = await _metadata.ListAsync(type.Name, cancellationToken).ConfigureAwait(false);

            // Most names begin with the app's, and then others need not be read.
            var likely = apps.Count > 1 ? names : names.FindAll(n => n.StartsWith(apps[0].Name, StringComparison.OrdinalIgnoreCase));
            var found = await ReadAsync(type, likely).ConfigureAwait(false);
            return found.Count > 0 ? found : await ReadAsync(type, names.Except(likely)).ConfigureAwait(false);
        }

        async Task<List<AppComponent>> ReadAsync(AppComponentType type, IEnumerable<string> names) =>
            [.. (await _metadata.ReadAsync(type.Name, names, cancellationToken).ConfigureAwait(false))
                .Select(read => AppComponent.Of(type, read))
                .Where(c => apps.Exists(app => app.Name.Equals(c.AppName, StringComparison.OrdinalIgnoreCase)))];
    }

    private async Task<Dictionary<string, (string Name, SfPermittedUsers? PermittedUsers, SfIPRelaxation? IPRelaxation)>>
        SelectPoliciesAsync(List<AppState> apps, CancellationToken cancellationToken)
    {
        var condition = apps.Count == 1 ? $" WHERE ExternalClientApplicationId = {SoqlLiteral.Of(apps[0].Id)}" : string.Empty;
        var policies = await _query.SelectAsync(
            "SELECT ExternalClientApplicationId, DeveloperName, PermittedUsersPolicyType, IpRelaxationPolicyType "
                + $"FROM ExtlClntAppOauthPlcyCnfg{condition}",
            static row => (
                App: row.Text("ExternalClientApplicationId") ?? string.Empty,
                Name: row.Text("DeveloperName") ?? string.Empty,
                PermittedUsers: AppSettings.ParsePermittedUsers(row.Text("PermittedUsersPolicyType")),
                IPRelaxation: AppSettings.ParseIPRelaxation(row.Text("IpRelaxationPolicyType"))),
            cancellationToken).ConfigureAwait(false);
        return policies.DistinctBy(p => p.App).ToDictionary(p => p.App, p => (p.Name, p.PermittedUsers, p.IPRelaxation));
    }

}
