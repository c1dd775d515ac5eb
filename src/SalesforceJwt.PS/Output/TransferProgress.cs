using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using SalesforceJwt.Core.Security;
using SalesforceJwt.PS.Base;

namespace SalesforceJwt.PS.Output;

/// <summary>Shows the progress of operations that last over a second, at most five times a second. Any thread may report.</summary>
internal sealed class TransferProgress : IProgress<long>, IDisposable
{
    private const long QuietMilliseconds = 1000;
    private const long IntervalMilliseconds = 200;

    private static int s_lastId;

    private readonly PSCmdlet _cmdlet;
    private readonly PipelinePump _pump;
    private readonly string _unit;
    private readonly Lazy<int> _id = new(() => Interlocked.Increment(ref s_lastId));
    private readonly string _activity;
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _shownAt;

    public TransferProgress(PSCmdlet cmdlet, PipelinePump pump, string activity, string unit, long? total)
    {
        _cmdlet = cmdlet;
        _pump = pump;
        _unit = unit;
        Total = total;
        _activity = activity;
    }

    /// <summary>The amount at the end; null if it is not known.</summary>
    public long? Total { get; set; }

    public void Report(long value)
    {
        if (IsDue())
        {
            Show(
                Total is { } total
                    ? string.Create(CultureInfo.InvariantCulture, $"{value:N0} of {total:N0} {_unit}")
                    : string.Create(CultureInfo.InvariantCulture, $"{value:N0} {_unit}"),
                Total is > 0 ? (int)Math.Min(100, value * 100 / Total.Value) : -1);
        }
    }

    /// <summary>Shows progress in words.</summary>
    /// <param name="status">The words.</param>
    /// <param name="percent">0 to 100; -1 if it is not known.</param>
    public void Report(string status, int percent)
    {
        if (IsDue())
        {
            Show(SecretText.Redact(status), percent);
        }
    }

    /// <inheritdoc cref="Complete"/>
    public void Dispose() => Complete();

    /// <summary>Removes the progress bar. On the pipeline thread.</summary>
    public void Complete()
    {
        if (Interlocked.Read(ref _shownAt) > 0)
        {
            var record = Record("…");
            record.RecordType = ProgressRecordType.Completed;
            _cmdlet.WriteProgress(record);
        }
    }

    private bool IsDue()
    {
        var elapsed = (long)Stopwatch.GetElapsedTime(_started).TotalMilliseconds;
        var shownAt = Interlocked.Read(ref _shownAt);
        return elapsed >= QuietMilliseconds
            && elapsed - shownAt >= IntervalMilliseconds
            && Interlocked.CompareExchange(ref _shownAt, elapsed, shownAt) == shownAt;
    }

    private void Show(string status, int percent) => _pump.Post(() =>
    {
        var record = Record(status);
        record.PercentComplete = percent;
        _cmdlet.WriteProgress(record);
    });

    // A record of its own each time: jobs and other hosts keep them.
    private ProgressRecord Record(string status) => new(_id.Value, SecretText.Redact(_activity), status);
}
