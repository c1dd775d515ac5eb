using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Cmdlets.Admin;
using SalesforceJwt.PS.Completion;

namespace SalesforceJwt.PS.Base;

/// <summary>
/// A cmdlet that changes the state of users. It collects the whole pipeline, finds all users in few requests, and changes 200 of them a
/// request.
/// </summary>
public abstract class SfUserStateCmdlet : SfConnectedCmdlet
{
    private readonly NamedUsers _named = new();

    /// <summary>The users.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Usernames, ids, email addresses or aliases of users, or users as Get-SfUser returns them.")]
    [Alias("UserId", "Username", "Id")]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Identity { get; set; } = [];

    /// <summary>The change, for the question of -Confirm.</summary>
    private protected abstract string Change { get; }

    /// <summary>What the change would do to the connection's own user; null if it is harmless.</summary>
    private protected virtual string? EffectOnOneself => null;

    /// <summary>Makes the change.</summary>
    private protected abstract Task<UserChanges> ChangeAsync(IReadOnlyList<SfUserAccount> users, CancellationToken cancellationToken);

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        _named.Add(Identity, WriteError);
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        var found = await _named.FindAsync(new UserQuery(Session, Version, Observer), WriteError, cancellationToken);
        var chosen = found.Select(pair => pair.User).DistinctBy(user => user.UserId)
            .Where(user => ShouldProcess($"{user.Username} ({user.Name})", Change) && ConfirmsOneself(user)).ToList();
        if (chosen.Count > 0)
        {
            ChangeOutput.Write(await ChangeAsync(chosen, cancellationToken), WriteObject, WriteError);
        }
    }

    private bool ConfirmsOneself(SfUserAccount user) =>
        EffectOnOneself is not { } effect || ConfirmsOwnUser(user.UserId, user.Username, $". {effect}", Change);
}
