using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Base;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>Activates users who were deactivated. Each takes a license.</summary>
[Cmdlet(VerbsLifecycle.Enable, "SfUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SfUserChange))]
public sealed class EnableSfUserCommand : SfUsersCmdlet
{
    private protected override string Change => "Activate";

    private protected override Task ChangeAsync(IReadOnlyList<SfUserAccount> users, CancellationToken cancellationToken) =>
        ChangeStateAsync(
            users,
            chosen => new UserAdministration(Session, Version, Observer).SetActiveAsync(chosen, active: true, cancellationToken));
}
