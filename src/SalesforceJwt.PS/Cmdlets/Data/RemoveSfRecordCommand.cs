using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Records;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Cmdlets.Data;

/// <summary>
/// Deletes records by their ids or external ids, 200 per request: they go to the recycle bin. Returns a result for each, in input order.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "SfRecord", SupportsShouldProcess = true, DefaultParameterSetName = "InputObject")]
[OutputType(typeof(SfRecordResult))]
public sealed class RemoveSfRecordCommand : SfRecordCmdlet
{
    private RecordRows? _rows;

    /// <summary>The ids.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ParameterSetName = "Id",
        HelpMessage = "Ids of the records; with -ExternalId, values of that field.")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <summary>The records.</summary>
    [Parameter(
        Mandatory = true, ValueFromPipeline = true, ParameterSetName = "InputObject",
        HelpMessage = "Records with their Id (or the field of -ExternalId), or ids.")]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The external id field.</summary>
    [Parameter(HelpMessage = "Finds records by this external id field instead of Id.")]
    [ArgumentCompleter(typeof(ExternalIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ExternalId { get; set; }

    /// <summary>The object.</summary>
    [Parameter(
        HelpMessage = "With -ExternalId: API name of the object, such as Contact or Invoice__c. Default: the object of each record, as "
            + "Invoke-SfQuery returns it.")]
    [Alias("SObject", "SObjectType")]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Type { get; set; }

    private protected override (string Verb, string Activity) Labels => ("Delete", "Deleting records");

    private protected override RecordOptions Options()
    {
        if (Type is not null && ExternalId is null)
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict,
                "-Type was given without -ExternalId: records are deleted by their ids, whatever their object.",
                "Leave out -Type, or name the external id field.");
        }

        _rows = new RecordRows(Type is null ? null : ApiName.Require(Type, "an object"), nullValue: null);
        return new RecordOptions
        {
            Action = RecordAction.Delete,
            ExternalIdField = ExternalId is null ? null : ApiName.Require(ExternalId, "a field"),
            AllOrNone = AllOrNone,
            BatchSize = BatchSize,
            ApiVersion = Version,
        };
    }

    private protected override IEnumerable<object> Items() => Id ?? RecordFields.Each(InputObject);

    private protected override RecordRow Row(object item, long number) =>
        ExternalId is null ? RecordRows.Delete(item, number) : _rows!.Delete(item, number, ExternalId);
}
