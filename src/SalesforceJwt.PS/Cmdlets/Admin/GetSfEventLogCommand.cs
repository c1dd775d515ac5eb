using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.Core.Bulk.Export;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Base.Parameters;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Output;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>Lists event log files, or returns their rows.</summary>
[Cmdlet(VerbsCommon.Get, "SfEventLog")]
[OutputType(typeof(SfEventLog), typeof(SfRecord))]
public sealed partial class GetSfEventLogCommand : SfConnectedCmdlet, ILogParameters
{
    private readonly List<string> _ids = [];

    /// <summary>The kinds of events.</summary>
    [Parameter(Position = 0, HelpMessage = "Only files with events of these kinds, such as Login or API; wildcards are allowed.")]
    [ArgumentCompleter(typeof(EventTypeCompleter))]
    [SupportsWildcards]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] EventType { get; set; } = [];

    /// <summary>Days or hours.</summary>
    [Parameter(HelpMessage = "Only files of whole days, or only those of hours.")]
    [NoSecret]
    [ValidateNotNull]
    public SfEventLogInterval? Interval { get; set; }

    /// <summary>The files.</summary>
    [Parameter(
        ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "Only the files with these ids, of any time.")]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>Returns the rows.</summary>
    [Parameter(HelpMessage = "Returns the events of the files: an object for each row.")]
    public SwitchParameter AsObject { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (var id in Id)
        {
            if (Core.Records.RecordId.Check(id) is { } fault)
            {
                WriteError(fault, id);
            }
            else
            {
                _ids.Add(id);
            }
        }

        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        var byId = MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(Id));
        var period = byId && Since is null && Until is null ? null : this.ToPeriod();
        if (byId && _ids.Count == 0)
        {
            return;
        }

        var files = new EventLogFiles(Session, Version, Observer);
        var logs = files.ListAsync(period, byId ? _ids : null, EventType, Interval, First, cancellationToken);
        var found = new HashSet<string>();
        await foreach (var page in logs)
        {
            foreach (var log in page)
            {
                found.Add(log.Id[..15]);
                if (AsObject)
                {
                    await WriteRowsAsync(files, log, cancellationToken);
                }
                else
                {
                    WriteObject(log);
                }
            }
        }

        // With other conditions, a file may be left out because of these.
        if (period is null && EventType.Length == 0 && Interval is null && First is null)
        {
            foreach (var id in _ids.Where(id => !found.Contains(id[..15])))
            {
                WriteError(AdminErrors.NoEventLog(id), id);
            }
        }
    }

    private async Task WriteRowsAsync(EventLogFiles files, SfEventLog log, CancellationToken cancellationToken)
    {
        var reader = new BulkRecordReader(type: null, Origin);
        try
        {
            using var progress = StartProgress($"Receiving {log}", "bytes", log.Length);
            var rows = CsvDownload.ReadAsync(
                $"The event log file {log} ({log.Id})",
                path => files.SaveAsync(log, path, progress, cancellationToken),
                reader.Read,
                cancellationToken);
            await foreach (var batch in rows)
            {
                foreach (var row in batch)
                {
                    WriteObject(row);
                }
            }
        }
        catch (SfException e) when (!EndsAll(e))
        {
            // Go on with the other files.
            WriteError(e, log.Id);
        }
    }
}
