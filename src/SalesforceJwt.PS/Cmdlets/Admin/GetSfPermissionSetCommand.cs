using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>Lists permission sets, permission set groups and permission set licenses: those of the org, or those of users.</summary>
[Cmdlet(VerbsCommon.Get, "SfPermissionSet")]
[OutputType(typeof(SfPermissionSet))]
public sealed class GetSfPermissionSetCommand : SfConnectedCmdlet
{
    private readonly NamedUsers _named;

    /// <summary>Creates the cmdlet.</summary>
    public GetSfPermissionSetCommand() => _named = new NamedUsers(RequireSameOrg, WriteError);

    /// <summary>Names, with wildcards.</summary>
    [Parameter(Position = 0, HelpMessage = "API names or labels; wildcards are allowed.")]
    [ArgumentCompleter(typeof(PermissionSetCompleter))]
    [SupportsWildcards]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>The users whose permission sets are listed.</summary>
    [Parameter(
        ValueFromPipeline = true,
        HelpMessage = "Only those of these users: usernames, ids, email addresses or aliases.")]
    [Alias("Username", "UserId", "Identity")]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserTransformation(TakesSeveral = true)]
    [ValidateNotNullOrEmpty]
    public SfReference[] User { get; set; } = [];

    /// <summary>The kind.</summary>
    [Parameter(HelpMessage = "Only permission sets, only groups, or only licenses.")]
    [NoSecret]
    public SfPermissionSetKind? Kind { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        _named.Add(User);
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        var sets = new PermissionSets(Session, Version, Observer);
        if (User.Length == 0 && !MyInvocation.ExpectingInput)
        {
            (await sets.ListAsync(Name, Kind, cancellationToken)).ForEach(WriteObject);
            return;
        }

        var users = await _named.FindUsersAsync(new UserQuery(Session, Version, Observer), cancellationToken);
        var found = await sets.OfUsersAsync(users, Kind, cancellationToken);
        foreach (var set in found.Where(set => Name.Length == 0 || Array.Exists(Name, name => PermissionSets.Is(set, name))))
        {
            WriteObject(set);
        }
    }
}
