using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>Gets what the org of a connection is: edition, instance, sandbox or not, languages, API versions, and how full it is.</summary>
[Cmdlet(VerbsCommon.Get, "SfOrg")]
[OutputType(typeof(SfOrg))]
public sealed class GetSfOrgCommand : SfConnectedCmdlet
{
    /// <summary>Objects whose records are counted.</summary>
    [Parameter(Position = 0, HelpMessage = "API names of objects: about how many records they have is returned as well.")]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] RecordCount { get; set; } = [];

    /// <summary>The connection to use, as an object or by name. Default: the session's default connection.</summary>
    [Parameter(ValueFromPipeline = true, HelpMessage = "A connection or its name. Default: the session's default connection.")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public override SfConnectionReference? Connection { get; set; }

    private protected override object? ErrorTarget => Connection?.Name;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var connection = Find(Connection);
        var org = await new OrgReader(connection.Session, Version, Observer).ReadAsync(connection.Name, RecordCount, cancellationToken);
        WriteObject(org);
        foreach (var name in RecordCount.Except(org.RecordCounts.Select(c => c.ObjectName), StringComparer.OrdinalIgnoreCase))
        {
            WriteError(
                new SfException(
                    SfErrorKind.NotFound,
                    $"Salesforce has no count of '{name}': the org has no such object, or does not count it.",
                    $"Get-SfObject lists the objects. Invoke-SfQuery 'SELECT COUNT() FROM {name}' counts exactly."),
                name);
        }
    }

    private protected override bool GoesOnAfter(SfException error) => error.Kind != SfErrorKind.NameInvalid;
}
