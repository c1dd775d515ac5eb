using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Base;

/// <summary>
/// A cmdlet that assigns permission sets to users, or removes them. It collects the whole pipeline, looks all names up in few requests, and
/// makes 200 changes a request.
/// </summary>
public abstract class SfPermissionSetCmdlet : SfConnectedCmdlet
{
    private readonly NamedUsers _named;
    private readonly List<(UserIdentity User, string Name, SfPermissionSetKind? Kind)> _wanted = [];

    /// <summary>Creates the cmdlet.</summary>
    private protected SfPermissionSetCmdlet() => _named = new NamedUsers(RequireSameOrg, WriteError);

    /// <summary>The permission sets.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "API names or labels of permission sets, groups or licenses.")]
    [ArgumentCompleter(typeof(PermissionSetCompleter))]
    [Alias("PermissionSet")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>The users.</summary>
    [Parameter(
        Mandatory = true,
        Position = 1,
        ValueFromPipeline = true,
        HelpMessage = "Usernames, ids, email addresses or aliases of users, or users as Get-SfUser returns them.")]
    [Alias("Username", "UserId", "Identity")]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserTransformation(TakesSeveral = true)]
    [ValidateNotNullOrEmpty]
    public SfReference[] User { get; set; } = [];

    /// <summary>The kind.</summary>
    [Parameter(
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "The kind, where a permission set, a group and a license have the same name.")]
    [NoSecret]
    public SfPermissionSetKind? Kind { get; set; }

    /// <summary>The change of a permission set, for the question of -Confirm.</summary>
    private protected abstract string Describe(SfPermissionSet set);

    /// <summary>Makes the change.</summary>
    private protected abstract Task<UserChanges> ChangeAsync(
        IReadOnlyList<(SfUserAccount User, SfPermissionSet Set)> pairs, CancellationToken cancellationToken);

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        var users = _named.Add(User);
        _wanted.AddRange(users.SelectMany(user => Name.Select(name => (user, name, Kind))));
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_wanted.Count == 0)
        {
            return;
        }

        var sets = await FindSetsAsync(cancellationToken);
        var users = (await _named.FindAsync(new UserQuery(Session, Version, Observer), cancellationToken))
            .ToDictionary(pair => pair.Identity, pair => pair.User);
        var pairs = _wanted.Where(wanted => users.ContainsKey(wanted.User) && sets.ContainsKey((wanted.Name, wanted.Kind)))
            .Select(wanted => (User: users[wanted.User], Set: sets[(wanted.Name, wanted.Kind)]))
            .DistinctBy(pair => (pair.User.UserId, pair.Set.Id))
            .Where(pair => ShouldProcess($"{pair.User.Username} ({pair.User.Name})", Describe(pair.Set)))
            .ToList();
        if (pairs.Count > 0)
        {
            var changes = await ChangeAsync(pairs, cancellationToken);
            foreach (var warning in changes.Warnings)
            {
                WriteWarning(warning);
            }

            ChangeOutput.Write(changes, WriteObject, WriteError);
        }
    }

    /// <summary>Finds the permission sets, and writes an error for each name that none has, or several.</summary>
    private async Task<Dictionary<(string Name, SfPermissionSetKind? Kind), SfPermissionSet>> FindSetsAsync(
        CancellationToken cancellationToken)
    {
        var service = new PermissionSets(Session, Version, Observer);
        var found = new Dictionary<(string, SfPermissionSetKind?), SfPermissionSet>();
        foreach (var kind in _wanted.Select(wanted => (wanted.Name, wanted.Kind)).Distinct().GroupBy(wanted => wanted.Kind))
        {
            var (sets, errors) = await service.FindAsync([.. kind.Select(wanted => wanted.Name)], kind.Key, cancellationToken);
            sets.ForEach(one => found[(one.Name, kind.Key)] = one.Set);
            errors.ForEach(one => WriteError(one.Error, one.Name));
        }

        return found;
    }
}
