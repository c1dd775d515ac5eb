using System.Globalization;
using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Records;
using SalesforceJwt.PS.Output;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>
/// A cmdlet that saves or deletes records: it collects records from the pipeline into batches, sends batches while it reads further
/// records, and writes a result for each record, in their order.
/// </summary>
public abstract class SfRecordCmdlet : SfConnectedCmdlet
{
    private readonly RecordCounts _counts = new();
    private readonly List<RecordRow> _sent = [];
    private OrderedWork<SavedBatch>? _work;
    private RecordOptions? _options;
    private RecordBatcher? _batcher;
    private RecordSaver? _saver;
    private TransferProgress? _progress;
    private object? _target;
    private long _number;
    private long _written;

    /// <summary>Rolls back a batch in which a record fails.</summary>
    [Parameter(HelpMessage = "If a record fails, rolls back all records of its batch (not those of other batches).")]
    public SwitchParameter AllOrNone { get; set; }

    /// <summary>Records per request.</summary>
    [Parameter(HelpMessage = "Records per request, 1 to 200.")]
    [NoSecret]
    [ValidateRange(1, RecordOptions.LargestBatch)]
    public int BatchSize { get; set; } = RecordOptions.LargestBatch;

    /// <summary>Concurrent requests.</summary>
    [Parameter(
        HelpMessage = "Concurrent requests. 1 saves records in input order; more is faster if no record depends on another.")]
    [NoSecret]
    [ValidateRange(1, 25)]
    public int ThrottleLimit { get; set; } = 1;

    private protected override object? ErrorTarget => _target;

    /// <summary>The verb of confirmation prompts, and the activity of the progress bar.</summary>
    private protected abstract (string Verb, string Activity) Labels { get; }

    /// <summary>How records are saved; called once.</summary>
    private protected abstract RecordOptions Options();

    /// <summary>The items of the current pipeline object: one, or those of an array.</summary>
    private protected abstract IEnumerable<object> Items();

    /// <summary>Converts an item. Its own faults become part of the row; faults that concern all records throw.</summary>
    private protected abstract RecordRow Row(object item, long number);

    private protected override Task ProcessAsync(CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            foreach (var item in Items())
            {
                Start();
                _target = item;
                RequireSameOrg(item);
                if (_batcher!.Add(Row(item, ++_number)) is { } batch)
                {
                    await SendAsync(batch);
                }
            }

            await _work!.WriteReadyAsync();
        },
        cancellationToken);

    private protected override Task EndAsync(CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            if (_batcher is not null)
            {
                await SendAsync(_batcher.Flush());
                await _work!.WriteAllAsync();
                _progress!.Complete();
            }
        },
        cancellationToken);

    /// <summary>Cancels the requests under way, when the pipeline ends before they do.</summary>
    /// <param name="disposing">Whether it is called by <see cref="SfCmdlet.Dispose()"/>.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _work?.Dispose();
            if (_sent.FirstOrDefault(r => r.Number > _written) is { } first)
            {
                // After Ctrl+C, or when a later command stops the pipeline, the streams are closed; the host can still show a warning.
                Host?.UI?.WriteWarningLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The records {first.Number:N0} to {_sent[^1].Number:N0} were being sent, and their outcome is unknown. ")
                    + "Look into the org before you send them again.");
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>
    /// Runs a step. If it fails, the results of the batches that were sent are written, and the error says how many there were.
    /// </summary>
    private async Task RunAsync(Func<Task> step, CancellationToken cancellationToken)
    {
        _work ??= new OrderedWork<SavedBatch>(ThrottleLimit, WriteNextAsync, cancellationToken);
        try
        {
            await _work.RunAsync(step);
        }
        catch (SfException e)
        {
            _progress?.Complete();
            throw _counts.End(e);
        }
    }

    private void Start()
    {
        if (_saver is null)
        {
            _options = Options();
            _saver = new RecordSaver(Session, _options, Observer);
            _batcher = new RecordBatcher(_options);
            _progress = StartProgress(Labels.Activity, "records");
        }
    }

    private async Task SendAsync(IReadOnlyList<RecordRow> batch)
    {
        await _work!.MakeRoomAsync();
        if (batch.Count > 0 && ShouldProcess(Describe(batch), Labels.Verb))
        {
            _sent.AddRange(batch.Where(r => r.Fault is null));
            _work.Begin(cancel => _saver!.SaveAsync(batch, cancel));
        }
    }

    /// <summary>Writes the results of the next batch: first all of them, since an error may be made to end the pipeline.</summary>
    private async Task WriteNextAsync()
    {
        var batch = await _work!.NextAsync();
        List<RecordResult> failed = [.. Write(batch)];
        var stop = batch.Stop;

        // With ErrorAction Stop nothing can be written after the error, and the other batches are sent already.
        while (failed.Count > 0 && !_work.IsEmpty && StopsAtErrors)
        {
            var other = await _work.NextAsync();
            failed.AddRange(Write(other));
            stop ??= other.Stop;
        }

        foreach (var result in failed)
        {
            WriteError(result.Error!, result.Row.Source);
        }

        if (stop is not null)
        {
            _target = null;
            throw stop;
        }
    }

    /// <summary>Writes the results of a batch, and returns those that failed.</summary>
    private IEnumerable<RecordResult> Write(SavedBatch batch)
    {
        foreach (var result in batch.Results)
        {
            _counts.Add(result);
            _written = result.Row.Number;
            WriteObject(result.ToModel(byExternalId: _options!.ExternalIdField is not null));
        }

        _sent.RemoveAll(r => r.Number <= _written);

        _progress!.Report(_counts.Done);
        return batch.Results.Where(r => r is { Success: false, WasStopped: false });
    }

    private static string Describe(IReadOnlyList<RecordRow> batch)
    {
        var types = string.Join(", ", batch.Select(r => r.Type).Where(t => t.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase));
        return batch.Count == 1
            ? string.Join(' ', new[] { types, batch[0].Key }.Where(w => !string.IsNullOrEmpty(w)))
            : FormattableString.Invariant(
                $"{batch.Count} {types}{(types.Length > 0 ? " " : string.Empty)}records, {batch[0].Number} to {batch[^1].Number}");
    }
}
