using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Base;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>Deactivates users: they cannot sign in any more, and their license is free for others.</summary>
[Cmdlet(VerbsLifecycle.Disable, "SfUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SfUserChange))]
public sealed class DisableSfUserCommand : SfUserStateCmdlet
{
    private protected override string Change => "Deactivate";

    private protected override string EffectOnOneself => "This connection ends, and another administrator has to activate the user.";

    private protected override Task<UserChanges> ChangeAsync(IReadOnlyList<SfUserAccount> users, CancellationToken cancellationToken) =>
        new UserAdministration(Session, Version, Observer).SetActiveAsync(users, active: false, cancellationToken);
}
