using System.Management.Automation;
using System.Management.Automation.Runspaces;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Keys;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.Core.Security;
using SalesforceJwt.PS.Connections;
using SalesforceJwt.PS.Errors;
using SalesforceJwt.PS.Models;

namespace SalesforceJwt.PS.Base;

/// <summary>
/// The base of all cmdlets of the module. Their work is asynchronous: their methods run on the pipeline thread, awaits included; Ctrl+C
/// cancels their token.
/// </summary>
public abstract class SfCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private PipelinePump? _pump;

    /// <summary>The connections of this runspace.</summary>
    private protected static ConnectionStore Connections => ConnectionStore.Of(Runspace.DefaultRunspace);

    /// <summary>The saved sign-ins of this user.</summary>
    /// <exception cref="SfException">The system names no place for them.</exception>
    private protected ProfileStore Profiles => ProfileStore.OfUser(FullPath);

    /// <summary>Writes the HTTP traffic of this cmdlet as verbose and debug output.</summary>
    private protected HttpObserver Observer => HttpObserver.For(this, Pump);

    /// <summary>Whether an error that is written ends the pipeline: nothing can be written after it.</summary>
    private protected bool StopsAtErrors =>
        LanguagePrimitives.TryConvertTo(
            MyInvocation.BoundParameters.GetValueOrDefault("ErrorAction") ?? GetVariableValue("ErrorActionPreference"),
            out ActionPreference action)
        && action is ActionPreference.Stop or ActionPreference.Inquire;

    /// <summary>The target object of an error record.</summary>
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
    protected sealed override void ProcessRecord() => Run(ProcessAsync, isOfObject: true);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Run(EndAsync, isOfObject: false);

    /// <inheritdoc/>
    protected sealed override void StopProcessing()
    {
        try
        {
            _stopping.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Ctrl+C while the cmdlet ends anyway.
        }
    }

    /// <summary>Processes one record.</summary>
    private protected abstract Task ProcessAsync(CancellationToken cancellationToken);

    /// <summary>Runs after the last record.</summary>
    private protected virtual Task EndAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Whether the cmdlet goes on with the next object of the pipeline after this error of one.</summary>
    private protected virtual bool GoesOnAfter(SfException error) => false;

    /// <summary>
    /// The connection that -Connection names; the default one for null. Where the session has no connection, and the environment names a
    /// sign-in, this signs in.
    /// </summary>
    /// <exception cref="SfException">There is none, or none of that name.</exception>
    private protected SfConnection Find(SfConnectionReference? reference)
    {
        if (reference is null && Connections.All.Count == 0)
        {
            EnvironmentSignIn.Run(this);
        }

        return Connections.Get(reference);
    }

    /// <summary>Writes an error that does not end the pipeline.</summary>
    private protected void WriteError(SfException error, object? target) => WriteError(ErrorRecords.From(error, target));

    /// <summary>Writes a warning, with secrets redacted.</summary>
    private protected new void WriteWarning(string text) => base.WriteWarning(SecretText.Redact(text));

    /// <summary>Asks for confirmation, with secrets redacted.</summary>
    private protected new bool ShouldProcess(string target, string action) =>
        base.ShouldProcess(SecretText.Redact(target), SecretText.Redact(action));

    /// <summary>Runs a long computation on another thread, so that Ctrl+C frees the pipeline thread at once.</summary>
    /// <param name="work">The work; writes nothing.</param>
    private protected static Task<T> ComputeAsync<T>(Func<T> work, CancellationToken cancellationToken) =>
        Task.Run(work, cancellationToken).WaitAsync(cancellationToken);

    /// <summary>
    /// Whether every further record of the pipeline would fail with the same error: its cause is the connection, not the record.
    /// </summary>
    private protected static bool EndsAll(SfException error) => error.InnerException is SfLoginException || SignerErrors.Has(error.Kind)
        || error.Kind is SfErrorKind.NotConnected or SfErrorKind.ConnectionNotFound
        or SfErrorKind.SessionExpired or SfErrorKind.SessionNotValidForApi
        or SfErrorKind.RequestLimitExceeded or SfErrorKind.RequestLimitGuard
        or SfErrorKind.ApiVersionInvalid or SfErrorKind.ApiVersionNotFound
        or SfErrorKind.HostUnreachable or SfErrorKind.TlsFailed or SfErrorKind.ProxyFailed;

    /// <summary>Writes a file as Get-Item does, so that Get-Content and other cmdlets accept it from the pipeline.</summary>
    private protected void WriteFile(string path) => FilePaths.Write(this, path);

    /// <summary>The full path of a file or folder in the file system; it need not exist.</summary>
    private protected string FullPath(string path) => new FilePaths(SessionState).Resolve(path);

    /// <summary>The full paths of files that paths with wildcards name.</summary>
    private protected IEnumerable<string> ResolveFiles(IEnumerable<string> paths) => new FilePaths(SessionState).ResolveWildcards(paths);

    /// <summary>The full path of the one file or folder that a path with wildcards names.</summary>
    private protected string ResolveOne(string path) => new FilePaths(SessionState).ResolveOne(path);

    /// <summary>The full paths of the files of -Path, with wildcards, or of -LiteralPath, whichever parameter set was chosen.</summary>
    private protected IEnumerable<string> ResolveFiles(string[] path, string[] literalPath) =>
        ParameterSetName == "Path" ? ResolveFiles(path) : literalPath.Select(FullPath);

    private void Run(Func<CancellationToken, Task> work, bool isOfObject)
    {
        try
        {
            Pump.Run(work);
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            // SfException is not named in the filter, so that Core loads only when there is an error to report.
            if (!isOfObject || !TryGoOn(e))
            {
                Report(e);
                throw;
            }
        }
    }

    /// <summary>Writes the error of one object of the pipeline, where the others can still succeed.</summary>
    private bool TryGoOn(Exception e)
    {
        if (e is not SfException error || !MyInvocation.ExpectingInput || !GoesOnAfter(error))
        {
            return false;
        }

        WriteError(error, ErrorTarget);
        return true;
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
