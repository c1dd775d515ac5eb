using System.Collections;
using System.Management.Automation;
using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Records;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Output;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Data;

/// <summary>
/// Creates records: one, or all from the pipeline (hashtables, objects, rows of Import-Csv), 200 per request. Returns a result for each, in
/// input order; one that fails causes a non-terminating error that names it.
/// </summary>
[Cmdlet(VerbsCommon.New, "SfRecord", SupportsShouldProcess = true, DefaultParameterSetName = "InputObject")]
[OutputType(typeof(SfRecordResult))]
public sealed partial class NewSfRecordCommand : SfRecordCmdlet, IRecordTypeParameters, INullValueParameters
{
    private RecordRows? _rows;

    /// <summary>The fields of one record.</summary>
    [Parameter(
        Mandatory = true, Position = 1, ParameterSetName = "Field",
        HelpMessage = "Fields of one record: @{ LastName = 'Ito'; Account = @{ Code__c = 'A1' } }.")]
    [NoSecret]
    [ValidateNotNull]
    public IDictionary? Field { get; set; }

    /// <summary>The records.</summary>
    [Parameter(
        Mandatory = true, ValueFromPipeline = true, ParameterSetName = "InputObject",
        HelpMessage = "Records: hashtables or objects whose properties are the fields. Empty text is omitted.")]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    private protected override (string Verb, string Activity) Labels => ("Create", "Creating records");

    private protected override RecordOptions Options()
    {
        _rows = new RecordRows(Type is null ? null : ApiName.Require(Type, "an object"), NullValue);
        return new RecordOptions { Action = RecordAction.Create, AllOrNone = AllOrNone, BatchSize = BatchSize, ApiVersion = Version };
    }

    private protected override IEnumerable<object> Items() => Field is null ? RecordFields.Each(InputObject) : [Field];

    private protected override RecordRow Row(object item, long number) => _rows!.Create(item, number);
}
