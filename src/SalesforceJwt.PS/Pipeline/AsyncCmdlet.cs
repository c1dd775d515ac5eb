using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.PS.Errors;

namespace SalesforceJwt.PS.Pipeline;

/// <summary>A cmdlet whose work is asynchronous. Its methods run on the pipeline thread, awaits included; Ctrl+C cancels their token.</summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>What an error is about, for its record.</summary>
    private protected virtual object? ErrorTarget => null;

    /// <summary>The pump of the work that runs; posts to the pipeline thread.</summary>
    private protected PipelinePump? Pump { get; private set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stopping.Dispose();
        }
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(ProcessAsync);

    /// <inheritdoc/>
    protected sealed override void StopProcessing()
    {
        try
        {
            _stopping.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Ctrl+C in the moment in which the cmdlet ends anyway.
        }
    }

    /// <summary>Processes one record.</summary>
    /// <param name="cancellationToken">Set by Ctrl+C.</param>
    private protected abstract Task ProcessAsync(CancellationToken cancellationToken);

    /// <summary>Writes an error that does not end the pipeline.</summary>
    private protected void WriteError(SfException error, object? target) => WriteError(ErrorRecords.From(error, target));

    private void Run(Func<CancellationToken, Task> work)
    {
        try
        {
            PipelinePump.Run(
                pump =>
                {
                    Pump = pump;
                    return work(_stopping.Token);
                },
                _stopping.Token);
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            // Not in the filter's type, so that Core is first loaded where there is an error to report.
            Report(e);
            throw;
        }
    }

    private void Report(Exception e)
    {
        if (e is SfException error)
        {
            ThrowTerminatingError(ErrorRecords.From(error, ErrorTarget));
        }
    }
}
