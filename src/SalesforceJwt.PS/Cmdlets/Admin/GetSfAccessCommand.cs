using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>Gets what users may do, and which profile, permission set or group lets them.</summary>
[Cmdlet(VerbsCommon.Get, "SfAccess")]
[OutputType(typeof(SfAccess))]
public sealed class GetSfAccessCommand : SfConnectedCmdlet
{
    private readonly NamedUsers _named;

    /// <summary>Creates the cmdlet.</summary>
    public GetSfAccessCommand() => _named = new NamedUsers(RequireSameOrg, WriteError);

    /// <summary>The users.</summary>
    [Parameter(
        Mandatory = true, Position = 0, ValueFromPipeline = true,
        HelpMessage = "Usernames, ids, email addresses or aliases.")]
    [Alias("Username", "UserId", "Identity")]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserTransformation(TakesSeveral = true)]
    [ValidateNotNullOrEmpty]
    public SfReference[] User { get; set; } = [];

    /// <summary>The objects.</summary>
    [Parameter(HelpMessage = "API names of objects.")]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "Salesforce names them so.")]
    public string[] Object { get; set; } = [];

    /// <summary>The fields.</summary>
    [Parameter(HelpMessage = "API names of fields, each after its object's: Account.Industry.")]
    [ArgumentCompleter(typeof(FieldPathCompleter))]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] Field { get; set; } = [];

    /// <summary>The Apex classes.</summary>
    [Parameter(HelpMessage = "Names of Apex classes.")]
    [ArgumentCompleter(typeof(ApexClassCompleter))]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] ApexClass { get; set; } = [];

    /// <summary>The apps.</summary>
    [Parameter(HelpMessage = "Names or labels of apps.")]
    [ArgumentCompleter(typeof(AppCompleter))]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] App { get; set; } = [];

    /// <summary>The permissions.</summary>
    [Parameter(HelpMessage = "API names or labels of system permissions or custom permissions: ApiEnabled, 'API Enabled'.")]
    [ArgumentCompleter(typeof(PermissionNameCompleter))]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] Permission { get; set; } = [];

    /// <summary>The user with whom the users are compared.</summary>
    [Parameter(HelpMessage = "Another user: only what this one may do differently.")]
    [ArgumentCompleter(typeof(UserCompleter))]
    [UserTransformation]
    [ValidateNotNull]
    public SfReference? CompareTo { get; set; }

    private protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        _named.Add(User);
        return Task.CompletedTask;
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        var otherIdentity = CompareTo is null ? null : _named.Require(CompareTo);
        var found = await _named.FindAsync(new UserQuery(Session, Version, Observer) { ReadsFrozen = true }, cancellationToken);
        var other = found.Find(pair => pair.Identity == otherIdentity).User;
        List<SfUserAccount> users = [.. found.Select(pair => pair.User).DistinctBy(user => user.UserId)];
        if (users.All(user => user == other))
        {
            return;
        }

        var names = new AccessNames { Objects = Object, Fields = Field, Classes = ApexClass, Apps = App, Permissions = Permission };
        var (targets, errors) = await new AccessTargets(Session, Version, Observer).FindAsync(names, cancellationToken);
        errors.ForEach(one => WriteError(one.Error, one.Name));
        var (access, ungoverned) = await new AccessReader(Session, Version, Observer).ReadAsync(users, targets, cancellationToken);
        var warnings = await new AccessWarnings(Session, Version, Observer).FindAsync(access, targets, ungoverned, cancellationToken);
        foreach (var warning in AccessWarnings.OfUsers(users).Concat(warnings))
        {
            WriteWarning(warning);
        }

        var byUser = access.ToLookup(one => one.UserId);
        var written = other is null ? access.Where(one => !names.IsEmpty || one.Access != 0)
            : users.Where(user => user.UserId != other.UserId).SelectMany(
                user => AccessReader.Compare(byUser[user.UserId].Concat(byUser[other.UserId]), user, other));
        foreach (var one in written)
        {
            WriteObject(one);
        }
    }
}
