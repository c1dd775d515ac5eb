using System.Management.Automation;
using SalesforceJwt.Core.Apps;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Apps;

/// <summary>
/// Changes an external client app: its certificate, users, scopes, callback URLs, flows and policies. Other settings stay.
/// </summary>
[Cmdlet(VerbsCommon.Set, "SfApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SfApp))]
public sealed partial class SetSfAppCommand : SfConnectedCmdlet, IAppParameters
{
    /// <summary>API name or consumer key.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        HelpMessage = "API name of the app, or its consumer key.")]
    [Alias("ConsumerKey", "ClientId")]
    [NoSecret]
    [ReferenceTransformation("Name", "ConsumerKey", "ClientId")]
    [ValidateNotNull]
    public SfReference Name { get; set; } = new(string.Empty);

    /// <summary>The certificate.</summary>
    [Parameter(HelpMessage = "A certificate (.crt) that replaces the app's, or the present one where a change needs it.")]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    /// <summary>Users who get access.</summary>
    [Parameter(HelpMessage = "Usernames of those who get the app's permission set.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] AddUser { get; set; } = [];

    /// <summary>Users who lose access.</summary>
    [Parameter(HelpMessage = "Usernames of those who lose the app's permission set.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] RemoveUser { get; set; } = [];

    /// <summary>The permission set of the users.</summary>
    [Parameter(HelpMessage = "The permission set that the users get or lose, if the app has several.")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string? PermissionSet { get; set; }

    /// <summary>Whether login IP ranges hold.</summary>
    [Parameter(HelpMessage = "Whether the login IP ranges of users hold: Enforce, EnforceRelaxRefresh, Bypass, BypassTwoFactor.")]
    [NoSecret]
    public SfIPRelaxation? IPRelaxation { get; set; }

    /// <summary>Whether users may sign in.</summary>
    [Parameter(HelpMessage = "$false: nobody can sign in through the app. $true: users can.")]
    [NoSecret]
    public bool? Enabled { get; set; }

    private protected override object? ErrorTarget => Name.Name;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        RequireSameOrg(Name.Source);
        var name = Name.Require("an app", "Give its API name or its consumer key.");
        var keys = CertificatePath is null ? null : AppKeyPair.OpenCertificate(FullPath(CertificatePath), DateTimeOffset.UtcNow);
        var options = new AppOptions
        {
            Name = name,
            Label = Label,
            ContactEmail = ContactEmail,
            Scopes = Scope,
            CallbackUrls = CallbackUrl,
            Flows = Flow,
            IPRelaxation = IPRelaxation,
            Enabled = Enabled,
            CertificatePem = keys?.Pem,
            PermissionSet = PermissionSet,
            AddUsers = [.. AddUser.Select(SignInValue.Username)],
            RemoveUsers = RemoveUser,
            RunTests = RunTest,
            ApiVersion = Version,
        };
        using var observer = new AppObserver(this, Pump, ShouldProcess, $"Changing the app {name}");
        var (app, outcome) = await new AppUpdate(Session, options, observer, Observer).RunAsync(cancellationToken);
        if (!observer.IsDryRun)
        {
            WriteObject(app.ToModel(outcome with { CertificatePath = keys?.CertificatePath, KeyPath = keys?.KeyPath }));
        }
    }
}
