using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Base;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>Deactivates users: they cannot sign in any more, and their license is free for others.</summary>
[Cmdlet(VerbsLifecycle.Disable, "SfUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SfUserChange))]
public sealed class DisableSfUserCommand : SfUsersCmdlet
{
    private protected override string Change => "Deactivate";

    private protected override Task ChangeAsync(IReadOnlyList<SfUserAccount> users, CancellationToken cancellationToken) =>
        ChangeStateAsync(
            users,
            chosen => new UserAdministration(Session, Version, Observer).SetActiveAsync(chosen, active: false, cancellationToken),
            "This connection ends, and another administrator has to activate the user.");
}
