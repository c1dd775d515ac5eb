using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Security;
using SalesforceJwt.PS.Errors;

namespace SalesforceJwt.PS.Base;

/// <summary>A cmdlet whose work is asynchronous. Its methods run on the pipeline thread, awaits included; Ctrl+C cancels their token.</summary>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private PipelinePump? _pump;

    /// <summary>Whether an error that is written ends the pipeline: nothing can be written after it.</summary>
    private protected bool StopsAtErrors =>
        LanguagePrimitives.TryConvertTo(
            MyInvocation.BoundParameters.GetValueOrDefault("ErrorAction") ?? GetVariableValue("ErrorActionPreference"),
            out ActionPreference action)
        && action is ActionPreference.Stop or ActionPreference.Inquire;

    /// <summary>What an error is about, for its record.</summary>
    private protected virtual object? ErrorTarget => null;

    /// <summary>Posts to the pipeline thread, for as long as the cmdlet lives.</summary>
    private protected PipelinePump Pump => _pump ??= new PipelinePump(_stopping.Token);

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
    protected sealed override void EndProcessing() => Run(EndAsync);

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

    /// <summary>Does what is left when the last record was processed.</summary>
    /// <param name="cancellationToken">Set by Ctrl+C.</param>
    private protected virtual Task EndAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Writes an error that does not end the pipeline.</summary>
    private protected void WriteError(SfException error, object? target) => WriteError(ErrorRecords.From(error, target));

    /// <summary>Writes a warning, with secrets redacted.</summary>
    private protected new void WriteWarning(string text) => base.WriteWarning(SecretText.Redact(text));

    /// <summary>Asks for confirmation, with secrets redacted.</summary>
    private protected new bool ShouldProcess(string target, string action) =>
        base.ShouldProcess(SecretText.Redact(target), SecretText.Redact(action));

    /// <summary>Runs a long computation on another thread, so that Ctrl+C frees the pipeline thread at once.</summary>
    /// <param name="work">The work; writes nothing.</param>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    private protected static Task<T> ComputeAsync<T>(Func<T> work, CancellationToken cancellationToken) =>
        Task.Run(work, cancellationToken).WaitAsync(cancellationToken);

    private void Run(Func<CancellationToken, Task> work)
    {
        try
        {
            Pump.Run(work);
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

        if (SecretText.IsIn(e))
        {
            ThrowTerminatingError(ErrorRecords.From(new SfException(SfErrorKind.RequestFailed, e.Message), ErrorTarget));
        }
    }
}
