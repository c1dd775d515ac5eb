using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.Core.Sessions;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Output;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>A cmdlet that works with the org of a connection, in an API version that can be chosen.</summary>
public abstract class SfConnectedCmdlet : SfCmdlet
{
    private RecordOrigin? _default;
    private bool _yesToAll;
    private bool _noToAll;

    /// <summary>The API version.</summary>
    [Parameter(HelpMessage = "REST API version, such as 68.0. Default: the connection's.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ApiVersionCompleter))]
    public virtual string? ApiVersion { get; set; }

    /// <summary>The connection to use, as an object or by name. Default: the session's default connection.</summary>
    [Parameter(HelpMessage = "A connection or its name. Default: the session's default connection.")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    public virtual SfConnectionReference? Connection { get; set; }

    /// <summary>The session of the connection.</summary>
    private protected SfSession Session => Find(Connection).Session;

    /// <summary>What the records of this call remember of the connection.</summary>
    private protected RecordOrigin Origin => Find(Connection).RecordOrigin;

    /// <summary>The API version as requests need it; null for the connection's. Parsed here and not while parameters are bound, since
    /// PowerShell would replace the error's id by its own.</summary>
    private protected string? Version => ApiVersion is null ? null : Core.Http.ApiVersion.Parse(ApiVersion);

    /// <summary>Asks for confirmation. The question names the org, so that the wrong one is noticed.</summary>
    private protected new bool ShouldProcess(string target, string action) => base.ShouldProcess($"{target} ({Origin})", action);

    /// <summary>Asks once more where the connection's own user would lose access, unless -Confirm:$false says otherwise.</summary>
    /// <param name="effect">What would happen, as a sentence that goes on after the connection's name.</param>
    /// <param name="action">What is to be done.</param>
    /// <returns>Whether to do it; always for other users.</returns>
    private protected bool ConfirmsOwnUser(string? userId, string? username, string effect, string action) =>
        userId != Session.UserId
        || MyInvocation.BoundParameters.GetValueOrDefault("Confirm") is SwitchParameter { IsPresent: false }
        || ShouldContinue(
            $"{username} is the user of this connection ({Origin}){effect}", action, ref _yesToAll, ref _noToAll);

    /// <summary>Writes a result. Objects of an org remember where they were read.</summary>
    private protected new void WriteObject(object? value)
    {
        if (PSValue.Unwrap(value) is IOrgObject result)
        {
            result.Origin ??= Origin;
        }

        base.WriteObject(value);
    }

    /// <summary>
    /// Rejects a record or another object that was read from another org, where only the default connection says in which org it is meant:
    /// copies of an org (sandboxes) have the same ids and names.
    /// </summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.RecordOfOtherOrg"/>.</exception>
    private protected void RequireSameOrg(object? item)
    {
        var value = PSValue.Unwrap(item);
        var origin = value switch
        {
            SfRecord record => record.Source.Origin,
            IOrgObject other => other.Origin,
            _ => null,
        };
        if (Connection is null && origin is not null && !origin.IsSameOrg(_default ??= Origin))
        {
            throw new SfException(
                SfErrorKind.RecordOfOtherOrg,
                $"{(value is SfRecord ? "The record " : string.Empty)}{value} was read from another org ({origin}) than that of the "
                    + $"default connection ({_default}). Nothing was done with it.",
                $"Name the connection: -Connection {origin.Connection}, or -Connection {_default.Connection} if that org is meant.");
        }
    }

    /// <summary>
    /// Warns if nothing was found for other users and the connection's user lacks the permission to see it: Salesforce returns no error
    /// then. Sends no request if something was found for one of them.
    /// </summary>
    /// <param name="what">What was looked for, in the plural.</param>
    /// <param name="permissions">The permissions, one of which shows that of all users: fields, and names in Setup.</param>
    /// <param name="users">The users that were named; null for none.</param>
    /// <param name="seen">The ids of those for whom something was found.</param>
    private protected async Task WarnOfHiddenAsync(
        string what,
        IReadOnlyList<(string Field, string Name)> permissions,
        IReadOnlyList<SfUserAccount>? users,
        HashSet<string?> seen,
        CancellationToken cancellationToken)
    {
        var others = users?.Where(user => user.UserId != Session.UserId).ToList() ?? [];
        if (others.Count == 0 || others.Exists(user => seen.Contains(user.UserId)))
        {
            return;
        }

        var own = new OwnPermissions(Session, Version, Observer);
        if (await own.ExplainNothingAsync(what, permissions, cancellationToken) is { } warning)
        {
            WriteWarning(warning);
        }
    }

    /// <summary>A progress bar.</summary>
    private protected TransferProgress StartProgress(string activity, string unit, long? total = null) =>
        new(this, Pump, activity, unit, total);

    /// <summary>Runs work that goes on in Salesforce after an error or Ctrl+C (bulk jobs, deployments), and then warns about it.</summary>
    private protected async Task GuardAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is SfException or OperationCanceledException)
        {
            if (await StopAsync() is { } text)
            {
                Warn(text, cancellationToken);
            }

            throw;
        }
    }

    /// <summary>Stops the work of <see cref="GuardAsync"/>.</summary>
    /// <returns>A description of what goes on; null if there is nothing.</returns>
    private protected virtual Task<string?> StopAsync() => Task.FromResult<string?>(null);

    /// <summary>Warns, also after Ctrl+C, which closes the warning stream, but not the host.</summary>
    private protected void Warn(string text, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            Host?.UI?.WriteWarningLine(text);
        }
        else
        {
            WriteWarning(text);
        }
    }
}
