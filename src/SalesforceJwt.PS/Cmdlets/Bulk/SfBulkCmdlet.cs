using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Bulk;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Pipeline;

namespace SalesforceJwt.PS.Cmdlets.Bulk;

/// <summary>What the cmdlets of Bulk API 2.0 share.</summary>
public abstract class SfBulkCmdlet : SfCmdlet
{
    private volatile bool _isStopped;

    /// <summary>The API version.</summary>
    [Parameter(HelpMessage = "REST API version of new jobs and of lists, such as 68.0. Left out: the connection's.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ApiVersionCompleter))]
    public string? ApiVersion { get; set; }

    /// <summary>The connection to use, as an object or by name; the default one where it is left out.</summary>
    [Parameter(HelpMessage = "A connection or its name; left out: the session's default.")]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    [ValidateNotNull]
    public SfConnectionReference? Connection { get; set; }

    /// <summary>The API version as requests want it.</summary>
    private protected string? Version => ApiVersion is null ? null : Core.Rest.ApiVersion.Parse(ApiVersion);

    private protected BulkJobs Jobs() => new(Connections.Get(Connection).Session, Version, HttpObserver.For(this, Pump));

    /// <summary>Runs work that leaves jobs behind when it fails or is stopped, and tells of them then.</summary>
    private protected async Task GuardAsync(Func<Task> work, Func<Task<string?>> left, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is SfException or OperationCanceledException)
        {
            _isStopped = cancellationToken.IsCancellationRequested;
            if (await left() is { } text)
            {
                Tell(text);
            }

            throw;
        }
    }

    /// <summary>Warns, even when Ctrl+C has closed the streams: the host is still there.</summary>
    private protected void Tell(string text)
    {
        if (!_isStopped)
        {
            WriteWarning(text);
            return;
        }

        Host?.UI?.WriteWarningLine(text);
    }
}
