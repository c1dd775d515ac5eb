using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using SalesforceJwt.Core.Keys;

namespace SalesforceJwt.PS.Signing;

/// <summary>
/// Runs a user's code in a runspace of its own, for the first signature and for those of all renewals, on whatever thread they run. In the
/// user's runspace, a script block would wait until that runspace is idle, while the runspace waits for the renewal.
/// </summary>
internal sealed class RunspaceSigner(SignerScript script) : IDigestSigner
{
    private readonly SemaphoreSlim _turn = new(1);
    private Runspace? _runspace;

    /// <inheritdoc/>
    public async Task<byte[]> SignAsync(byte[] digest, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RunAsync(script.CreateCall(digest, data.ToArray()), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Closing waits for what runs there.
        if (Interlocked.Exchange(ref _runspace, null) is { } runspace)
        {
            _ = Task.Run(runspace.Dispose);
        }
    }

    private async Task<byte[]> RunAsync(PowerShell call, CancellationToken cancellationToken)
    {
        var running = Task.Run(
            () =>
            {
                call.Runspace = _runspace ??= script.Open();
                return call.Invoke();
            },
            CancellationToken.None);
        try
        {
            var output = await running.WaitAsync(cancellationToken).ConfigureAwait(false);
            return output.Count == 0 && call.Streams.Error is [var error, ..]
                ? throw SignerFailure.Of(error, error.Exception)
                : SignerOutput.Read(output);
        }
        catch (RuntimeException e)
        {
            throw SignerFailure.Of(e.ErrorRecord, e);
        }
        finally
        {
            if (running.IsCompleted)
            {
                call.Dispose();
            }
            else
            {
                Abandon(call, running);
            }
        }
    }

    /// <summary>
    /// Stops a call whose caller no longer waits. Code that cannot be stopped keeps its runspace; the next call gets another.
    /// </summary>
    private void Abandon(PowerShell call, Task<Collection<PSObject>> running)
    {
        var runspace = Interlocked.Exchange(ref _runspace, null);
        _ = Task.Run(async () =>
        {
            call.Stop();
            await running.ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
            call.Dispose();
            runspace?.Dispose();
        });
    }
}
