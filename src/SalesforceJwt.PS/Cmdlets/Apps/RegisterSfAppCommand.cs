using System.Management.Automation;
using System.Security;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Apps;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Errors;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Apps;

/// <summary>
/// Makes an external client app that scripts sign in through: key and certificate, the app, a permission set for its users; and waits until
/// the sign-in works. Running it again completes what was broken off, and changes what differs.
/// </summary>
[Cmdlet(VerbsLifecycle.Register, "SfApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SfApp))]
public sealed class RegisterSfAppCommand : SfConnectedCmdlet
{
    /// <summary>API name of the app.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "API name of the app, such as ci_deploy.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <summary>The users who may sign in.</summary>
    [Parameter(Position = 1, HelpMessage = "Usernames of those who may sign in through it. The first one's sign-in is tried.")]
    [Alias("Username")]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = [];

    /// <summary>The flows.</summary>
    [Parameter(HelpMessage = "How users sign in: Jwt, Web, Device, ClientCredential. Default: Jwt.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public SfAppFlow[]? Flow { get; set; }

    /// <summary>OAuth scopes.</summary>
    [Parameter(HelpMessage = "OAuth scopes. Default: api, refresh_token.")]
    [ArgumentCompleter(typeof(ScopeCompleter))]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[]? Scope { get; set; }

    /// <summary>Where browsers return to.</summary>
    [Parameter(HelpMessage = "Callback URLs of browser sign-ins. Default: http://localhost:1717/OauthRedirect.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[]? CallbackUrl { get; set; }

    /// <summary>The app's label.</summary>
    [Parameter(HelpMessage = "Label of the app. Default: its name.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string? Label { get; set; }

    /// <summary>Who takes care of the app.</summary>
    [Parameter(HelpMessage = "E-mail address of whoever takes care of the app. Default: that of the connection's user.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string? ContactEmail { get; set; }

    /// <summary>The permission set of the users.</summary>
    [Parameter(HelpMessage = "API name of the permission set whose users may sign in. Default: a new one, named after the app.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string? PermissionSet { get; set; }

    /// <summary>An existing certificate.</summary>
    [Parameter(HelpMessage = "A certificate (.crt) to upload. Default: NAME.crt in -Path, which is made with its key if it is missing.")]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>The certificate's private key.</summary>
    [Parameter(HelpMessage = "The private key of -CertificatePath. Default: the .key file beside it.")]
    [ValidateNotNullOrEmpty]
    public string? KeyPath { get; set; }

    /// <summary>Encrypts a new key, opens an existing one.</summary>
    [Parameter(HelpMessage = "Password of the key: encrypts a new one, opens an existing one.")]
    [NoPlainText]
    [ValidateNotNull]
    public SecureString? KeyPassword { get; set; }

    /// <summary>The folder of a new certificate.</summary>
    [Parameter(HelpMessage = "Folder for a new certificate and key; it must exist. Default: the current folder.")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ".";

    /// <summary>Saves a profile.</summary>
    [Parameter(HelpMessage = "Saves the sign-in under this name, for Connect-SfJwt -Profile.")]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ProfileName { get; set; }

    /// <summary>Test classes.</summary>
    [Parameter(HelpMessage = "Test classes to run, where a production org demands tests with each deployment.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] RunTest { get; set; } = [];

    /// <summary>How long the first sign-in is tried.</summary>
    [Parameter(HelpMessage = "Seconds for which the first sign-in is tried. Default: 600.")]
    [NoSecret]
    [ValidateRange(0, int.MaxValue / 1000)]
    public int TimeoutSec { get; set; } = (int)AppOptions.DefaultTimeout.TotalSeconds;

    /// <summary>Does not try the sign-in.</summary>
    [Parameter(HelpMessage = "Does not wait until the sign-in works. Salesforce needs up to ten minutes.")]
    public SwitchParameter NoWait { get; set; }

    private protected override object? ErrorTarget => Name;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        AppRegistration.RequireName(Name);
        var password = Secret.Reveal(KeyPassword);
        try
        {
            var user = User.Length > 0 ? SignInValue.Username(User[0]) : null;
            RequireFreeProfile(user);
            using var observer = new AppObserver(this, Pump, ShouldProcess, $"Registering the app {Name}");
            var (session, http) = (Session, Observer);
            var registration = new AppRegistration(
                session,
                Options(),
                HasJwt ? FindKeys(password, observer) : null,
                keys => keys.KeyPath is { } path && user is not null && File.Exists(path)
                    ? new AppSignIn(session, user, path, password, observer, http) : null,
                observer,
                http);
            var (app, outcome) = await registration.RunAsync(cancellationToken);
            if (app is null)
            {
                return;
            }

            var model = app.ToModel(outcome);
            model.Command = CommandFor(model);
            SfException? refusal = null;
            if (!observer.IsDryRun)
            {
                refusal = await TrySignInAsync(model, registration.SignIn, cancellationToken);
                await SaveProfileAsync(model, cancellationToken);
            }

            // Shown as a list with the consumer key and the command; in a table of apps, these have no place.
            var registered = PSObject.AsPSObject(model);
            registered.TypeNames.Insert(0, typeof(SfApp).FullName + "#Registered");
            WriteObject(registered);
            if (refusal is not null)
            {
                WriteError(refusal, Name);
            }
        }
        finally
        {
            Array.Clear(password);
        }
    }

    private bool HasJwt => Flow is null || Flow.Contains(SfAppFlow.Jwt);

    private AppOptions Options() => new()
    {
        Name = Name,
        Label = Label,
        ContactEmail = ContactEmail,
        Scopes = Scope,
        CallbackUrls = CallbackUrl,
        Flows = Flow,
        PermissionSet = PermissionSet,
        AddUsers = User,
        RunTests = RunTest,
        ApiVersion = Version,
    };

    /// <summary>Finds the certificate: the given one, that of an earlier run, or for a new app a new one.</summary>
    private Func<bool, CancellationToken, Task<AppKeyPair>> FindKeys(char[] password, AppObserver observer)
    {
        // On the pipeline thread; the result is called elsewhere.
        var files = CertificateFiles.In(FullPath(Path), Name, withPfx: password.Length > 0);
        var given = CertificatePath is null ? null : FullPath(CertificatePath);
        var keyPath = KeyPath is null ? null : FullPath(KeyPath);
        return async (appExists, cancellationToken) =>
        {
            var now = DateTimeOffset.UtcNow;
            return given is not null || File.Exists(files.CertificatePath)
                    ? AppKeyPair.Open(given ?? files.CertificatePath, keyPath, password, now)
                : files.Paths.FirstOrDefault(File.Exists) is { } other ? throw AppErrors.HalfOfPair(other, files.CertificatePath)
                : appExists ? throw AppErrors.CertificateElsewhere(Name, files.CertificatePath)
                : await CreateKeysAsync(files, password, observer, now, cancellationToken);
        };
    }

    private async Task<AppKeyPair> CreateKeysAsync(
        CertificateFiles files, char[] password, AppObserver observer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var certificate = await ComputeAsync(
            () => SelfSignedCertificate.Create(new CertificateRequestOptions { Subject = Name }), cancellationToken);
        if (!await observer.ConfirmAsync(string.Join(", ", files.Paths), "Create certificate and private key"))
        {
            // What is validated needs a certificate; nothing is written.
            return observer.IsDryRun ? AppKeyPair.Of(certificate, null, now) : throw new PipelineStoppedException();
        }

        files.Write(certificate, password, overwrite: false);
        return AppKeyPair.Of(certificate, files, now);
    }

    private async Task<SfException?> TrySignInAsync(SfApp app, AppSignIn? signIn, CancellationToken cancellationToken)
    {
        if (User.Length == 0)
        {
            WriteWarning($"Nobody may sign in through the app yet: Set-SfApp {Name} -AddUser USERNAME.");
        }
        else if (signIn is null && HasJwt)
        {
            WriteWarning("The sign-in was not tried: there is no private key beside the certificate. -KeyPath names it.");
        }

        var refusal = signIn is null || NoWait || app.ConsumerKey is null ? null
            : await signIn.WaitAsync(app.ConsumerKey, TimeSpan.FromSeconds(TimeoutSec), cancellationToken);
        if (refusal is null)
        {
            return null;
        }

        var advice = refusal.Advice ?? new Advice(string.Empty);
        var (time, then) = AppSignIn.MayPass(refusal.Kind)
            ? ($" within {TimeoutSec} seconds",
                advice.After("Salesforce needs up to ten minutes for a new app: try the line of Command later."))
            : (string.Empty, advice);
        return new SfException(
            refusal.Kind, $"The app is there, but the sign-in of {User[0]} did not work{time}. {refusal.Message}", then, refusal);
    }

    /// <summary>Checks the profile's name before anything is made. A profile of another org or user is not overwritten.</summary>
    private void RequireFreeProfile(string? user)
    {
        if (ProfileName is null)
        {
            return;
        }

        var name = StoredProfile.CheckedName(ProfileName);
        var existing = Profiles.Read().FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));
        if (existing is not null && (existing.LoginUrl != LoginUrl || existing.Username != user))
        {
            throw Profiles.Exists(existing.Name);
        }
    }

    private async Task SaveProfileAsync(SfApp app, CancellationToken cancellationToken)
    {
        if (ProfileName is null || app.KeyPath is null || User.Length == 0
            || !base.ShouldProcess($"{ProfileName} ({User[0]} at {Session.Token.InstanceUrl.Host})", "Save profile"))
        {
            return;
        }

        var profile = new StoredProfile
        {
            Name = ProfileName,
            LoginUrl = LoginUrl,
            ClientId = app.ConsumerKey,
            Username = User[0],
            Key = new SecretLocation(SecretLocationKind.Path, app.KeyPath),
        };
        await Profiles.SaveAsync(profile, overwrite: true, cancellationToken);
    }

    private string LoginUrl => Core.OAuth.LoginUrl.ToAudience(Session.Token.InstanceUrl);

    private string? CommandFor(SfApp app)
    {
        if (app.ConsumerKey is null || !HasJwt)
        {
            return Flow?.Contains(SfAppFlow.Web) == true && app.ConsumerKey is not null
                ? $"Connect-SfWeb -ClientId {app.ConsumerKey} -LoginUrl {CommandAdvice.Argument(LoginUrl)}" : null;
        }

        var user = CommandAdvice.Argument(User.Length > 0 ? User[0] : "USERNAME");
        return ProfileName is not null && app.KeyPath is not null && User.Length > 0
            ? $"Connect-SfJwt -Profile {CommandAdvice.Argument(ProfileName)}"
            : $"Connect-SfJwt -ClientId {app.ConsumerKey} -Username {user} -KeyPath {CommandAdvice.Argument(app.KeyPath ?? "KEYFILE")} "
                + $"-LoginUrl {CommandAdvice.Argument(LoginUrl)}";
    }
}
