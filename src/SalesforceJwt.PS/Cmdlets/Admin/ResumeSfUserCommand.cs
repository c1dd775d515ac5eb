using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Base;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>Unfreezes users, who can sign in again.</summary>
[Cmdlet(VerbsLifecycle.Resume, "SfUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SfUserChange))]
public sealed class ResumeSfUserCommand : SfUsersCmdlet
{
    private protected override string Change => "Unfreeze";

    private protected override Task ChangeAsync(IReadOnlyList<SfUserAccount> users, CancellationToken cancellationToken) =>
        ChangeStateAsync(
            users,
            chosen => new UserAdministration(Session, Version, Observer).FreezeAsync(chosen, freeze: false, cancellationToken));
}
