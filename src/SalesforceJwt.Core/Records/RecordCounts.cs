using System.Globalization;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Records;

/// <summary>Counts the outcomes of records, for the error that ends the work before the last of them.</summary>
internal sealed class RecordCounts
{
    private long _saved;
    private long _failed;
    private long _inDoubt;

    /// <summary>Records that were sent: saved, failed or in doubt.</summary>
    public long Done => _saved + _failed + _inDoubt;

    /// <summary>Counts a result.</summary>
    /// <param name="result">The result.</param>
    public void Add(RecordResult result)
    {
        if (result.WasStopped)
        {
            return;
        }

        _saved += result.Success ? 1 : 0;
        _inDoubt += result.IsInDoubt ? 1 : 0;
        _failed += result is { Success: false, IsInDoubt: false } ? 1 : 0;
    }

    /// <summary>The error that ends the work, with the number of records that were done before.</summary>
    /// <param name="stop">The reason.</param>
    public SfException End(SfException stop)
    {
        if (Done == 0)
        {
            return stop;
        }

        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"{stop.Message} Before that, {_saved:N0} records were done and {_failed:N0} failed"
                + $"{(_inDoubt > 0 ? $", and {_inDoubt:N0} are in doubt" : string.Empty)}; no other was.");
        return stop is SfRestException rest
            ? rest.With(rest.Kind, message, rest.Advice)
            : new SfException(stop.Kind, message, stop.Advice, stop) { StatusCode = stop.StatusCode, ServerText = stop.ServerText };
    }
}
