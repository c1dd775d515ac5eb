using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Base;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>Removes permission sets, permission set groups and permission set licenses from users.</summary>
[Cmdlet(VerbsCommon.Remove, "SfPermissionSet", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(SfUserChange))]
public sealed class RemoveSfPermissionSetCommand : SfPermissionSetCmdlet
{
    private protected override string Describe(SfPermissionSet set) => PermissionSetAssignments.Change("Remove", set);

    private protected override Task<UserChanges> ChangeAsync(
        IReadOnlyList<(SfUserAccount User, SfPermissionSet Set)> pairs, CancellationToken cancellationToken) =>
        new PermissionSetAssignments(Session, Version, Observer).RemoveAsync(pairs, cancellationToken);
}
