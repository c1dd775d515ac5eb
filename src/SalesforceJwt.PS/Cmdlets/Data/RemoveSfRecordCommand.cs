using System.Management.Automation;
using SalesforceJwt.Core.Records;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Cmdlets.Data;

/// <summary>Deletes records, 200 per request: they go to the recycle bin. Returns a result for each, in input order.</summary>
[Cmdlet(VerbsCommon.Remove, "SfRecord", SupportsShouldProcess = true, DefaultParameterSetName = "InputObject")]
[OutputType(typeof(SfRecordResult))]
public sealed class RemoveSfRecordCommand : SfRecordCmdlet
{
    /// <summary>The ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Id", HelpMessage = "Ids of the records.")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <summary>The records.</summary>
    [Parameter(
        Mandatory = true, ValueFromPipeline = true, ParameterSetName = "InputObject",
        HelpMessage = "Records with their Id, or ids.")]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    private protected override (string Verb, string Activity) Labels => ("Delete", "Deleting records");

    private protected override RecordOptions Options() =>
        new() { Action = RecordAction.Delete, AllOrNone = AllOrNone, BatchSize = BatchSize, ApiVersion = Version };

    private protected override IEnumerable<object> Items() => Id ?? RecordFields.Each(InputObject);

    private protected override RecordRow Row(object item, long number) => RecordRows.Delete(item, number);
}
