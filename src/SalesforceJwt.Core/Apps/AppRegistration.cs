using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Metadata;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Apps;

/// <summary>
/// Makes an external client app with a permission set for its users, or completes one. Each step looks at what is there: running it again
/// changes what differs. The policy that admits pre-authorized users only comes last, when they are: nobody is locked out in between.
/// </summary>
/// <param name="session">An administrator's session.</param>
/// <param name="options">What the app shall be.</param>
/// <param name="findKeys">
/// Finds the certificate, or makes it for an app that is not there yet; null for an app without the JWT flow.
/// </param>
/// <param name="createSignIn">Tries a key; null where it is not here, or nobody would use it.</param>
internal sealed partial class AppRegistration(
    SfSession session,
    AppOptions options,
    Func<bool, CancellationToken, Task<AppKeyPair>>? findKeys,
    Func<AppKeyPair, AppSignIn?> createSignIn,
    IAppObserver appObserver,
    IHttpObserver? observer = null)
{
    private readonly AppSteps _steps = new(options.Name, appObserver);
    private readonly AppReader _reader = new(session, options.ApiVersion, observer);
    private readonly AppAccess _access = new(session, options.ApiVersion, observer);
    private readonly AppDeployer _deployer = new(session, options, appObserver, observer);
    private AppKeyPair? _keys;

    /// <summary>Tries the app's key; null before <see cref="RunAsync"/>, or where that is not possible.</summary>
    public AppSignIn? SignIn { get; private set; }

    /// <summary>Checks a name.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.NameInvalid"/>.</exception>
    public static void RequireName(string name)
    {
        if (!ApiName().IsMatch(name) || name.Length > 80)
        {
            throw AppErrors.Name(name);
        }
    }

    /// <summary>Makes or completes the app.</summary>
    /// <returns>The app as it is now, and what was changed; the app is null if it was not made (a dry run).</returns>
    /// <exception cref="SfException">A step failed. The error says which, what is done, and what to do.</exception>
    public async Task<(AppState? App, AppOutcome Outcome)> RunAsync(CancellationToken cancellationToken)
    {
        RequireName(options.Name);
        var users = await _steps.ReadAsync(
            "find the users", () => _access.FindUsersAsync(options.AddUsers, cancellationToken)).ConfigureAwait(false);
        var existing = await _steps.ReadAsync(
            "look for the app", () => _reader.FindAsync(options.Name, cancellationToken)).ConfigureAwait(false);
        if (existing is { Description: var description } && description != AppSettings.Mark)
        {
            throw AppErrors.ForeignApp(options.Name);
        }

        var permissionSet = new AppPermissionSet(options, _access, _steps);
        var permissionSetId = await _steps.ReadAsync(
            "look for the permission set", () => permissionSet.FindAsync(cancellationToken)).ConfigureAwait(false);

        if (findKeys is not null)
        {
            _keys = await findKeys(existing is not null, cancellationToken).ConfigureAwait(false);
            SignIn = createSignIn(_keys);
        }

        var components = await ComponentsAsync(existing, cancellationToken).ConfigureAwait(false);
        if (components.Count > 0)
        {
            await DeployAsync(
                existing is null ? "Create external client app" : "Update external client app", components, cancellationToken)
                .ConfigureAwait(false);
        }

        var app = await _steps.ReadAsync(
            "read the app", () => _reader.FindAsync(options.Name, cancellationToken)).ConfigureAwait(false);
        if (app is null && !_steps.IsDryRun)
        {
            return (null, Outcome());
        }

        if (await permissionSet.ApplyAsync(permissionSetId, app, users, cancellationToken).ConfigureAwait(false) is { } name)
        {
            await PreAuthorizeAsync(app, name, cancellationToken).ConfigureAwait(false);
        }

        app = app is null ? null : await _steps.ReadAsync(
            "read the app", () => _reader.FindAsync(options.Name, cancellationToken)).ConfigureAwait(false);
        return (app is null ? null : WithWhatWasDeployed(app, components), Outcome());
    }

    [GeneratedRegex("^[A-Za-z](?:_?[A-Za-z0-9])*$", RegexOptions.CultureInvariant)]
    private static partial Regex ApiName();

    /// <summary>Where the session may not read the app's settings, they are what was deployed.</summary>
    private AppState WithWhatWasDeployed(AppState app, IReadOnlyList<AppComponent> components) => app.ReadError is null ? app : app with
    {
        Components = components,
        ConsumerKey = app.ConsumerKey ?? ChosenKey(),
    };

    private AppOutcome Outcome() =>
        new(_steps.Changes) { CertificatePath = _keys?.CertificatePath, KeyPath = _keys?.KeyPath };

    private async Task<IReadOnlyList<AppComponent>> ComponentsAsync(AppState? existing, CancellationToken cancellationToken)
    {
        var wanted = options with
        {
            CertificatePem = _keys?.Pem,
            ContactEmail = options.ContactEmail ?? existing?.ContactEmail ?? await AdminEmailAsync(cancellationToken).ConfigureAwait(false),
        };
        if (existing is { ReadError: not null })
        {
            return Named(AppSettings.Create(wanted with { Label = options.Label ?? existing.Label }));
        }

        var created = AppSettings.Create(wanted);
        if (existing is not null)
        {
            return await DifferencesAsync(existing, created, wanted, cancellationToken).ConfigureAwait(false);
        }

        // A key that cannot be read back is chosen; otherwise Salesforce makes one, since some orgs refuse others.
        if (!await IsReadableAsync(cancellationToken).ConfigureAwait(false))
        {
            created.First(c => c.Type == AppComponentType.GlobalSettings)[AppSettings.ConsumerKey] = ChosenKey();
        }

        return created;
    }

    /// <summary>
    /// The components about which the options say something. A deploy makes an app whole or not at all, so the others of an app that cannot
    /// be read are as they were made or changed since, and stay.
    /// </summary>
    private List<AppComponent> Named(IReadOnlyList<AppComponent> created) => [.. created.Where(component =>
        component.Type == AppComponentType.App ? options.Label is not null || options.ContactEmail is not null
        : component.Type == AppComponentType.OauthSettings ? options.Scopes is not null
        : options.CallbackUrls is not null || options.Flows is not null)];

    /// <summary>The components that differ from what is there.</summary>
    private async Task<IReadOnlyList<AppComponent>> DifferencesAsync(
        AppState existing, IReadOnlyList<AppComponent> created, AppOptions wanted, CancellationToken cancellationToken)
    {
        var differing = new List<AppComponent>();
        foreach (var component in created)
        {
            var found = existing.Component(component.Type);
            var changed = found is null ? component : AppSettings.Apply(found.Copy(), wanted);

            // The certificate cannot be read back and compared: if its key signs in, it is the right one.
            var compared = changed.Copy();
            compared[AppSettings.Certificate] = found?[AppSettings.Certificate];
            var isSame = found?.IsSameAs(compared) == true
                && (changed[AppSettings.Certificate] is null || await IsInUseAsync(existing, cancellationToken).ConfigureAwait(false));
            if (!isSame)
            {
                differing.Add(changed);
            }
        }

        return differing;
    }

    private async Task<bool> IsInUseAsync(AppState app, CancellationToken cancellationToken) =>
        SignIn is not null && app.ConsumerKey is { } key && await SignIn.WorksAsync(key, cancellationToken).ConfigureAwait(false);

    private async Task<string?> AdminEmailAsync(CancellationToken cancellationToken) =>
        (await session.GetUserInfoAsync(observer, cancellationToken).ConfigureAwait(false)).Email;

    private async Task<bool> IsReadableAsync(CancellationToken cancellationToken)
    {
        try
        {
            await new MetadataReader(session, options.ApiVersion, observer)
                .ListAsync(AppComponentType.App.Name, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (SfRestException)
        {
            return false;
        }
    }

    /// <summary>The same key for the same org, app and certificate, so that running it again finds it.</summary>
    private string ChosenKey() => "SFJWT" + Convert.ToHexString(SHA512.HashData(
        Encoding.UTF8.GetBytes($"{session.Token.InstanceUrl.Host}\n{options.Name}\n{_keys?.Fingerprint}")));

    private Task<bool> DeployAsync(string action, IReadOnlyList<AppComponent> components, CancellationToken cancellationToken) =>
        _steps.DeployAsync(
            action,
            options.Name,
            checkOnly => _deployer.DeployAsync(components, checkOnly, cancellationToken),
            deployment =>
            {
                var changed = AppDeployer.Changed(deployment).ToList();
                return changed.Count == 0 ? null
                    : changed.Exists(c => c.Created && c.Type == AppComponentType.App.Name) ? $"Created the app {options.Name}."
                    : $"Changed of the app: {string.Join(", ", changed.Select(c => AppComponentType.Describe(c.Type)).Distinct())}.";
            });

    private async Task PreAuthorizeAsync(AppState? app, string permissionSet, CancellationToken cancellationToken)
    {
        var policies = new AppPolicies(_deployer, options);
        var wanted = policies.PreAuthorize(app, permissionSet);
        if (app?.Component(AppComponentType.OauthPolicies) is { } found && found.IsSameAs(wanted))
        {
            return;
        }

        await _steps.DoAsync("Pre-authorize users of the permission set", permissionSet, async () =>
        {
            var grants = await _access.ListGrantsAsync([app!.Id], cancellationToken).ConfigureAwait(false);
            var ids = grants.Where(grant => !grant.IsProfile).DistinctBy(grant => grant.Name, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(grant => grant.Name, grant => grant.PermissionSetId, StringComparer.OrdinalIgnoreCase);
            return await policies.DeployAsync(wanted, ids, checkOnly: false, cancellationToken).ConfigureAwait(false)
                ? "Only pre-authorized users may sign in: those with " + wanted[AppSettings.PermissionSets] + "."
                : null;
        }).ConfigureAwait(false);
    }
}
