using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Base;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>Freezes users: they cannot sign in any more, and their sessions end. They keep license and settings.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "SfUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SfUserChange))]
public sealed class SuspendSfUserCommand : SfUsersCmdlet
{
    private protected override string Change => "Freeze";

    private protected override Task ChangeAsync(IReadOnlyList<SfUserAccount> users, CancellationToken cancellationToken) =>
        ChangeStateAsync(
            users,
            chosen => new UserAdministration(Session, Version, Observer).FreezeAsync(chosen, freeze: true, cancellationToken),
            "This connection ends, and another administrator has to unfreeze the user.");
}
