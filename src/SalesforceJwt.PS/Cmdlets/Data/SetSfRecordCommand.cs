using System.Collections;
using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Records;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Output;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Data;

/// <summary>
/// Changes records: one, all from the pipeline with their own fields, or all of them in the same way (-Field). With -ExternalId it
/// upserts: records that do not exist are created, unless -UpdateOnly is given. All fields of an object are sent, except Id and attributes;
/// empty text clears its field, as $null does.
/// </summary>
[Cmdlet(VerbsCommon.Set, "SfRecord", SupportsShouldProcess = true, DefaultParameterSetName = "InputObject")]
[OutputType(typeof(SfRecordResult))]
public sealed partial class SetSfRecordCommand : SfRecordCmdlet, IRecordTypeParameters, INullValueParameters
{
    private RecordRows? _rows;

    /// <summary>The ids of the records.</summary>
    [Parameter(
        Position = 1, ParameterSetName = "Field",
        HelpMessage = "Ids of the records to which -Field applies; they can be piped in instead.")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <summary>The change.</summary>
    [Parameter(
        Mandatory = true, Position = 2, ParameterSetName = "Field",
        HelpMessage = "Fields and their new values; $null clears a field. With -ExternalId, include that field.")]
    [NoSecret]
    [ValidateNotNull]
    public IDictionary? Field { get; set; }

    /// <summary>The records.</summary>
    [Parameter(
        Mandatory = true, ValueFromPipeline = true, ParameterSetName = "InputObject",
        HelpMessage = "Records with their Id (or external id) and the fields to set. With -Field: records or ids to which it applies.")]
    [Parameter(
        ValueFromPipeline = true, ParameterSetName = "Field",
        HelpMessage = "Records with their Id (or external id) and the fields to set. With -Field: records or ids to which it applies.")]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The external id field.</summary>
    [Parameter(HelpMessage = "Finds records by this external id field instead of Id, and creates those that do not exist (upsert).")]
    [ArgumentCompleter(typeof(ExternalIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ExternalId { get; set; }

    /// <summary>Creates no records.</summary>
    [Parameter(
        HelpMessage = "With -ExternalId: updates records only. One that does not exist causes an error, and is not created.")]
    public SwitchParameter UpdateOnly { get; set; }

    /// <summary>Leaves fields with empty text unchanged.</summary>
    [Parameter(
        HelpMessage = "Leaves fields with empty text (an empty cell of a CSV file) unchanged, instead of clearing them.")]
    public SwitchParameter SkipEmpty { get; set; }

    private protected override (string Verb, string Activity) Labels =>
        Upserts ? ("Upsert", "Upserting records") : ("Update", "Updating records");

    private bool Upserts => ExternalId is not null && !UpdateOnly;

    /// <summary>Whether records are found by their ids, which -ExternalId can name as well.</summary>
    private bool IsById => !Upserts && (ExternalId ?? "Id").Equals("Id", StringComparison.OrdinalIgnoreCase);

    private protected override RecordOptions Options()
    {
        if (ExternalId is not null && Field is not null && (Id is not null || InputObject is not null))
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict,
                "-ExternalId finds a record by a value in -Field, and ids were given as well.",
                "Leave out -ExternalId, or give records with their external ids in place of -Field.");
        }

        if (Id is not null && InputObject is not null)
        {
            throw new SfException(SfErrorKind.ArgumentConflict, "Both -Id and records from the pipeline were given.", "Give one of them.");
        }

        _rows = new RecordRows(Type is null ? null : ApiName.Require(Type, "an object"), NullValue);
        return new RecordOptions
        {
            Action = Upserts ? RecordAction.Upsert : RecordAction.Update,
            ExternalIdField = IsById ? null : ApiName.Require(ExternalId!, "a field"),
            AllOrNone = AllOrNone,
            BatchSize = BatchSize,
            ApiVersion = Version,
        };
    }

    private protected override IEnumerable<object> Items() =>
        Field is null || InputObject is not null ? RecordFields.Each(InputObject) : Id ?? (IEnumerable<object>)[Field];

    private protected override RecordRow Row(object item, long number) =>
        !IsById ? _rows!.Upsert(item, number, ExternalId!, SkipEmpty, UpdateOnly)
        : Field is null || ReferenceEquals(item, Field) ? _rows!.Update(item, number, SkipEmpty)
        : _rows!.Change(item, RecordFields.Read(Field), number, SkipEmpty);
}
