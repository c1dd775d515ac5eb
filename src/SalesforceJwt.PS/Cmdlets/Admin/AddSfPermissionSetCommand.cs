using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Base;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>Assigns permission sets, permission set groups and permission set licenses to users.</summary>
[Cmdlet(VerbsCommon.Add, "SfPermissionSet", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(SfUserChange))]
public sealed class AddSfPermissionSetCommand : SfPermissionSetCmdlet
{
    private protected override string Describe(SfPermissionSet set) => PermissionSetAssignments.Change("Assign", set);

    private protected override Task<UserChanges> ChangeAsync(
        IReadOnlyList<(SfUserAccount User, SfPermissionSet Set)> pairs, CancellationToken cancellationToken) =>
        new PermissionSetAssignments(Session, Version, Observer).AddAsync(pairs, cancellationToken);
}
