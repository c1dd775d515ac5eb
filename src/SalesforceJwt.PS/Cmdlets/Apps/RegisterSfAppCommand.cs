using System.Management.Automation;
using System.Security;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Apps;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
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
public sealed partial class RegisterSfAppCommand : SfConnectedCmdlet, IAppParameters
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
            User = [.. User.Select(SignInValue.Username)];
            RequireFreeProfile();
            using var observer = new AppObserver(this, Pump, ShouldProcess, $"Registering the app {Name}");
            try
            {
                await RegisterAsync(observer, password, cancellationToken);
            }
            catch (OperationCanceledException) when (observer.HasBegun)
            {
                Warn(
                    $"The app was begun. Register-SfApp {Name} with the same parameters completes it, Unregister-SfApp {Name} removes it.",
                    cancellationToken);
                throw;
            }
        }
        finally
        {
            Array.Clear(password);
        }
    }

    private async Task RegisterAsync(AppObserver observer, char[] password, CancellationToken cancellationToken)
    {
        var registration = new AppRegistration(
            Session, Options(), Has(SfAppFlow.Jwt) ? KeyFiles(password, observer) : null, observer, Observer);
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

    private bool Has(SfAppFlow flow) => Flow?.Contains(flow) ?? flow == SfAppFlow.Jwt;

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

    private AppKeyFiles KeyFiles(char[] password, AppObserver observer) =>
        new(Name, CertificateFiles.In(FullPath(Path), Name, withPfx: password.Length > 0), password, observer)
        {
            CertificatePath = CertificatePath is null ? null : FullPath(CertificatePath),
            KeyPath = KeyPath is null ? null : FullPath(KeyPath),
        };

    private async Task<SfException?> TrySignInAsync(SfApp app, AppSignIn? signIn, CancellationToken cancellationToken)
    {
        if (User.Length == 0)
        {
            WriteWarning($"Nobody may sign in through the app yet: Set-SfApp {Name} -AddUser USERNAME.");
        }
        else if (signIn is null && Has(SfAppFlow.Jwt))
        {
            WriteWarning("The sign-in was not tried: there is no private key beside the certificate. -KeyPath names it.");
        }

        if (Has(SfAppFlow.ClientCredential) && app.ConsumerSecret is null)
        {
            WriteWarning(
                "The consumer secret cannot be read: copy it in Setup > External Client App Manager > the app > OAuth Settings. Reading it "
                    + "needs the setting 'Allow access to External Client App consumer secrets via REST API'.");
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
    private void RequireFreeProfile()
    {
        if (ProfileName is null)
        {
            return;
        }

        var name = StoredProfile.CheckedName(ProfileName);
        var existing = Profiles.Read().FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));
        if (existing is not null && (existing.LoginUrl != LoginUrl || existing.Username != User.FirstOrDefault()))
        {
            throw Profiles.Exists(existing.Name);
        }
    }

    private async Task SaveProfileAsync(SfApp app, CancellationToken cancellationToken)
    {
        if (ProfileName is null || app.KeyPath is null || User.Length == 0
            || !base.ShouldProcess($"{ProfileName} ({User[0]} at {Session.Token.InstanceUrl.Authority})", "Save profile"))
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
        if (app.ConsumerKey is null)
        {
            return null;
        }

        var loginUrl = CommandAdvice.Argument(LoginUrl);
        return !Has(SfAppFlow.Jwt)
                ? Has(SfAppFlow.ClientCredential)
                    ? $"Connect-SfClientCredential -ClientId {app.ConsumerKey} -LoginUrl {loginUrl} "
                        + "-ClientSecret (Read-Host 'Consumer secret' -AsSecureString)"
                : $"Connect-Sf{(Has(SfAppFlow.Web) ? "Web" : "Device")} -ClientId {app.ConsumerKey} -LoginUrl {loginUrl}"
            : ProfileName is not null && app.KeyPath is not null && User.Length > 0
                ? $"Connect-SfJwt -Profile {CommandAdvice.Argument(ProfileName)}"
            : $"Connect-SfJwt -ClientId {app.ConsumerKey} -Username {CommandAdvice.Argument(User.Length > 0 ? User[0] : "USERNAME")} "
                + $"-KeyPath {CommandAdvice.Argument(app.KeyPath ?? "KEYFILE")} -LoginUrl {loginUrl}";
    }
}
