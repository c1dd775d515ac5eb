using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>Gets changes of the org's setup.</summary>
[Cmdlet(VerbsCommon.Get, "SfAuditTrail")]
[OutputType(typeof(SfAuditTrailEntry))]
public sealed class GetSfAuditTrailCommand : SfUserLogCmdlet
{
    /// <summary>Sections of Setup.</summary>
    [Parameter(HelpMessage = "Only changes in these sections of Setup; wildcards are allowed.")]
    [SupportsWildcards]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] Section { get; set; } = [];

    /// <summary>Salesforce's names of the changes.</summary>
    [Parameter(HelpMessage = "Only these changes, by Salesforce's names such as PermSetCreate; wildcards are allowed.")]
    [SupportsWildcards]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] Action { get; set; } = [];

    /// <summary>Texts of the changes.</summary>
    [Parameter(HelpMessage = "Only changes whose text is like this, such as *password*.")]
    [SupportsWildcards]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] Display { get; set; } = [];

    private protected override Task ReadAsync(LogPeriod period, IReadOnlyList<SfUserAccount>? users, CancellationToken cancellationToken) =>
        WriteAsync(new AuditTrail(Session, Version, Observer).ReadAsync(period, users, Action, Section, Display, First, cancellationToken));
}
