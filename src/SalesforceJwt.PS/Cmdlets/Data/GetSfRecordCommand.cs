using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Describe;
using SalesforceJwt.Core.Records;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Output;

namespace SalesforceJwt.PS.Cmdlets.Data;

/// <summary>
/// Gets records by their ids or external ids, in input order: with -Field 2,000 per request, without it all fields and 25 per request. A
/// record that does not exist causes a non-terminating error with its id.
/// </summary>
[Cmdlet(VerbsCommon.Get, "SfRecord", DefaultParameterSetName = "Id")]
[OutputType(typeof(SfRecord))]
public sealed partial class GetSfRecordCommand : SfConnectedCmdlet, IRecordTypeParameters
{
    // While one request's records are written, the next one is under way.
    private const int Ahead = 2;

    private OrderedWork<(IReadOnlyList<FetchedRecord> Found, object[] Records)>? _work;
    private FetchBatcher? _batcher;
    private object? _target;

    /// <summary>The ids.</summary>
    [Parameter(
        Mandatory = true, Position = 1, ParameterSetName = "Id",
        HelpMessage = "Ids of the records; with -ExternalId, values of that field.")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <summary>The ids, or objects with them.</summary>
    [Parameter(
        Mandatory = true, ValueFromPipeline = true, ParameterSetName = "InputObject",
        HelpMessage = "Ids, or objects with a field Id (or the field of -ExternalId).")]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The fields.</summary>
    [Parameter(
        Position = 2,
        HelpMessage =
            "API names of the fields, at 2,000 records per request. Default: all fields that you may see, at 25 records per request.")]
    [ArgumentCompleter(typeof(FieldNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Field { get; set; }

    /// <summary>The external id field.</summary>
    [Parameter(HelpMessage = "Finds records by this external id field instead of Id.")]
    [ArgumentCompleter(typeof(ExternalIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ExternalId { get; set; }

    /// <summary>Converts date texts to .NET dates.</summary>
    [Parameter(HelpMessage = "Converts text with date and time to DateTimeOffset, and text with a date to DateOnly.")]
    public SwitchParameter Typed { get; set; }

    private protected override object? ErrorTarget => _target;

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        _work ??= new(Ahead, WriteNextAsync, cancellationToken);
        return _work.RunAsync(async () =>
        {
            foreach (var item in Id ?? RecordFields.Each(InputObject))
            {
                _target = item;
                RequireSameOrg(item);
                if (KeyOf(item) is { } key)
                {
                    await SendAsync(Batcher().Add(TypeOf(item), key));
                }
            }

            await _work.WriteReadyAsync();
        });
    }

    private protected override Task EndAsync(CancellationToken cancellationToken) => _work?.RunAsync(async () =>
    {
        await SendAsync(_batcher?.Flush());
        await _work.WriteAllAsync();
    }) ?? Task.CompletedTask;

    /// <summary>Cancels the requests under way, when the pipeline ends before they do.</summary>
    /// <param name="disposing">Whether it is called by <see cref="SfCmdlet.Dispose()"/>.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _work?.Dispose();
        }

        base.Dispose(disposing);
    }

    private string TypeOf(object item) => Type ?? RecordClass.ObjectNameOf(PSObject.AsPSObject(item)) ?? throw new SfException(
        SfErrorKind.ValueMissing,
        "The object of the records is unknown.",
        "Name it: -Type Contact. Records from Invoke-SfQuery name it themselves.");

    /// <summary>The key of an item; null, and an error, where it has none.</summary>
    private string? KeyOf(object item)
    {
        try
        {
            var key = RecordRows.RequireIdOf(item, ExternalId ?? "Id");
            return ExternalId is null && RecordId.Check(key) is { } fault ? throw fault : key;
        }
        catch (SfException e)
        {
            WriteError(e, item);
            return null;
        }
    }

    private FetchBatcher Batcher()
    {
        if (_batcher is null)
        {
            var options = new FetchOptions
            {
                Fields = [.. (Field ?? []).Select(f => ApiName.Require(f, "a field"))],
                ExternalIdField = ExternalId is null ? null : ApiName.Require(ExternalId, "a field"),
                ApiVersion = Version,
            };
            _batcher = new FetchBatcher(Session, options, Observer);
        }

        return _batcher;
    }

    private async Task SendAsync(FetchBatch? batch)
    {
        if (batch is null)
        {
            return;
        }

        await _work!.MakeRoomAsync();
        var parser = new RecordParser(asHashtable: false, Typed, Origin);
        _work.Begin(async cancel =>
        {
            var found = await batch.FetchAsync(cancel).ConfigureAwait(false);
            return (found, parser.Read(found.Where(f => f.Error is null).Select(f => f.Json)));
        });
    }

    private async Task WriteNextAsync()
    {
        var (found, records) = await _work!.NextAsync();
        WriteObject(records, enumerateCollection: true);
        foreach (var missing in found.Where(f => f.Error is not null))
        {
            WriteError(missing.Error!, missing.Key);
        }
    }
}
