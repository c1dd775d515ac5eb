using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Base;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>Freezes users: they cannot sign in any more, and their sessions end. They keep license and settings.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "SfUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SfUserChange))]
public sealed class SuspendSfUserCommand : SfUserStateCmdlet
{
    private protected override string Change => "Freeze";

    private protected override string EffectOnOneself => "This connection ends, and another administrator has to unfreeze the user.";

    private protected override Task<UserChanges> ChangeAsync(IReadOnlyList<SfUserAccount> users, CancellationToken cancellationToken) =>
        new UserAdministration(Session, Version, Observer).FreezeAsync(users, freeze: true, cancellationToken);
}
