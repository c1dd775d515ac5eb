using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>A cmdlet that changes users. It collects the whole pipeline, and finds all users in few requests.</summary>
public abstract class SfUsersCmdlet : SfConnectedCmdlet
{
    private readonly NamedUsers _named;

    /// <summary>Creates the cmdlet.</summary>
    private protected SfUsersCmdlet() => _named = new NamedUsers(RequireSameOrg, WriteError);

    /// <summary>The users.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        HelpMessage = "Usernames, ids, email addresses or aliases of users, or users as Get-SfUser returns them.")]
    [Alias("Username", "UserId", "Id")]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserTransformation(TakesSeveral = true)]
    [ValidateNotNullOrEmpty]
    public SfReference[] Identity { get; set; } = [];

    /// <summary>The change, for the question of -Confirm.</summary>
    private protected abstract string Change { get; }

    /// <summary>Asks for confirmation, and makes the change.</summary>
    /// <param name="users">The users that were found, each once.</param>
    private protected abstract Task ChangeAsync(IReadOnlyList<SfUserAccount> users, CancellationToken cancellationToken);

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        _named.Add(Identity);
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken) => await ChangeAsync(
        await _named.FindUsersAsync(new UserQuery(Session, Version, Observer), cancellationToken), cancellationToken);

    /// <summary>Asks for confirmation.</summary>
    private protected bool Confirms(SfUserAccount user) => ShouldProcess($"{user.Username} ({user.Name})", Change);

    /// <summary>Changes the state of users, 200 a request, and writes what became of each.</summary>
    /// <param name="change">Makes the change of those that were confirmed.</param>
    /// <param name="effectOnOneself">What the change would do to the connection's own user; null if it is harmless.</param>
    private protected async Task ChangeStateAsync(
        IReadOnlyList<SfUserAccount> users, Func<IReadOnlyList<SfUserAccount>, Task<UserChanges>> change, string? effectOnOneself = null)
    {
        var chosen = users.Where(user => Confirms(user)
            && (effectOnOneself is null || ConfirmsOwnUser(user.UserId, user.Username, $". {effectOnOneself}", Change))).ToList();
        if (chosen.Count > 0)
        {
            ChangeOutput.Write(await change(chosen), WriteObject, WriteError);
        }
    }
}
