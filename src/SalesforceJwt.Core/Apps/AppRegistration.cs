using System.Net;
using System.Security;
using System.Text.RegularExpressions;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Apps;

/// <summary>
/// Makes an external client app with a permission set for its users, or completes one. Each step looks at what is there: running it again
/// changes what differs. The policy that admits pre-authorized users only comes last, when they are: nobody is locked out in between.
/// </summary>
/// <param name="session">An administrator's session.</param>
/// <param name="options">The settings that the app will have.</param>
/// <param name="keyFiles">Certificate and key; null for an app without the JWT flow.</param>
internal sealed partial class AppRegistration(
    SfSession session,
    AppOptions options,
    AppKeyFiles? keyFiles,
    IAppObserver appObserver,
    IHttpObserver? observer = null)
{
    private readonly AppSteps _steps = new(appObserver, AppErrors.RunRegistrationAgain(options.Name));
    private readonly AppReader _reader = new(session, options.ApiVersion, observer);
    private readonly AppAccess _access = new(session, options.ApiVersion, observer);
    private readonly AppDeployer _deployer = new(session, options, appObserver, observer);
    private AppKeyPair? _keys;

    /// <summary>Tries the app's sign-in; null before <see cref="RunAsync"/>, or where that is not possible.</summary>
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
        await _deployer.RequireVersionAsync(AppSettings.Create(options with { CertificatePem = string.Empty }), cancellationToken)
            .ConfigureAwait(false);
        var users = await _steps.ReadAsync(
            "find the users", () => _access.FindUsersAsync(options.AddUsers, cancellationToken)).ConfigureAwait(false);
        var existing = await _steps.ReadAsync(
            "look for the app", () => _reader.FindAsync(options.Name, cancellationToken)).ConfigureAwait(false);
        if (existing is { Description: var description } && description != AppSettings.Mark)
        {
            throw AppErrors.ForeignApp(options.Name);
        }

        AppSettings.RequireExecutionUser(options, existing);
        var permissionSet = new AppPermissionSet(options, _access, _steps);
        var permissionSetId = await _steps.ReadAsync(
            "look for the permission set", () => permissionSet.FindAsync(cancellationToken)).ConfigureAwait(false);

        if (keyFiles is not null)
        {
            _keys = await keyFiles.FindAsync(existing is not null, cancellationToken).ConfigureAwait(false);
            if (_keys is null)
            {
                return (null, Outcome());
            }

            SignIn = _keys.KeyPath is { } path && File.Exists(path)
                ? CreateSignIn((clientId, user) => new JwtBearerFlow(clientId, user, keyFiles.ReadKey(path), session.Token.InstanceUrl))
                : null;
        }

        var differences = new AppDifferences(session, options, _keys, SignIn, observer);
        var components = await _steps.ReadAsync(
            "compare the app", () => differences.FindAsync(existing, cancellationToken)).ConfigureAwait(false);
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

        if (app is null)
        {
            return (null, Outcome());
        }

        app = await _steps.ReadAsync("read the app", () => _reader.FindAsync(options.Name, cancellationToken)).ConfigureAwait(false);
        if (app is { ReadError: not null })
        {
            // What was deployed is used. The key of an app that was there is known only if its sign-in was tried.
            var key = existing is null || SignIn is not null ? differences.ChosenKey : null;
            app = app with { Components = components, ConsumerKey = app.ConsumerKey ?? key };
        }

        var secret = await ReadSecretAsync(app, cancellationToken).ConfigureAwait(false);
        SignIn ??= secret is null ? null : CreateSignIn((clientId, _) => new ClientCredentialsFlow(new OAuthClient(
            session.Token.InstanceUrl, clientId, new NetworkCredential(string.Empty, secret).Password)));
        return (app, Outcome() with { ConsumerSecret = secret });
    }

    [GeneratedRegex("^[A-Za-z](?:_?[A-Za-z0-9])*$", RegexOptions.CultureInvariant)]
    private static partial Regex ApiName();

    private AppOutcome Outcome() =>
        new(_steps.Changes) { CertificatePath = _keys?.CertificatePath, KeyPath = _keys?.KeyPath };

    /// <summary>The sign-in of the first user; null if there is none.</summary>
    /// <param name="createFlow">Makes the flow of consumer key and username.</param>
    private AppSignIn? CreateSignIn(Func<string, string, ISignInFlow> createFlow) => options.AddUsers is [var user, ..]
        ? new AppSignIn(session, user, clientId => createFlow(clientId, user), appObserver, observer) : null;

    /// <summary>The consumer secret, for the client credentials flow; null for other flows, or where it may not be read.</summary>
    private async Task<SecureString?> ReadSecretAsync(AppState? app, CancellationToken cancellationToken) =>
        app is null || options.Flows?.Contains(SfAppFlow.ClientCredential) != true ? null : await _steps.ReadAsync(
            "read the consumer secret",
            () => new ConsumerReader(session, options.ApiVersion, observer).ReadSecretAsync(app.Id, cancellationToken))
            .ConfigureAwait(false);

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
