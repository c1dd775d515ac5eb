using System.Collections;
using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Admin;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.PS.Base;
using SalesforceJwt.PS.Cmdlets.Data;
using SalesforceJwt.PS.Completion;
using SalesforceJwt.PS.Models;
using SalesforceJwt.PS.Transformation;

namespace SalesforceJwt.PS.Cmdlets.Admin;

/// <summary>Asks Salesforce who a connection's user is, or finds users of the org.</summary>
[Cmdlet(VerbsCommon.Get, "SfUser", DefaultParameterSetName = OfConnection)]
[OutputType(typeof(SfUser), ParameterSetName = [OfConnection])]
[OutputType(typeof(SfUserAccount), ParameterSetName = [Search])]
public sealed class GetSfUserCommand : SfConnectedCmdlet
{
    private const string OfConnection = "Connection";
    private const string Search = "Search";

    private readonly NamedUsers _named;

    /// <summary>Creates the cmdlet.</summary>
    public GetSfUserCommand() => _named = new NamedUsers(RequireSameOrg, WriteError) { TakesPatterns = true };

    /// <summary>Names of users, with wildcards.</summary>
    [Parameter(
        Position = 0,
        ParameterSetName = Search,
        ValueFromPipeline = true,
        HelpMessage = "Usernames, ids, email addresses or aliases; with wildcards also people's names.")]
    [Alias("Username", "UserId", "Id")]
    [ArgumentCompleter(typeof(UserCompleter))]
    [SupportsWildcards]
    [UserTransformation(TakesSeveral = true)]
    [ValidateNotNullOrEmpty]
    public SfReference[] Identity { get; set; } = [];

    /// <summary>A condition of SOQL.</summary>
    [Parameter(ParameterSetName = Search, HelpMessage = "A condition of SOQL, such as \"Department = :department\".")]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string? Filter { get; set; }

    /// <summary>The values of the condition.</summary>
    [Parameter(ParameterSetName = Search, HelpMessage = "Values of the names with a colon in -Filter: @{ department = 'Sales' }.")]
    [NoSecret]
    [ValidateNotNull]
    public IDictionary? Parameter { get; set; }

    /// <summary>Only deactivated users.</summary>
    [Parameter(ParameterSetName = Search, HelpMessage = "Only deactivated users.")]
    public SwitchParameter Inactive { get; set; }

    /// <summary>Only users who have not signed in since then. Users who are newer have had less time to.</summary>
    [Parameter(
        ParameterSetName = Search,
        HelpMessage = "Only users created before this time who have not signed in since: active ones, or those of -Inactive.")]
    [NoSecret]
    [ValidateNotNull]
    public DateTimeOffset? NotSignedInSince { get; set; }

    /// <summary>Only users with these profiles.</summary>
    [Parameter(ParameterSetName = Search, HelpMessage = "Only users with one of these profiles.")]
    [ArgumentCompleter(typeof(UserProfileCompleter))]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] Profile { get; set; } = [];

    /// <summary>Only users with these permission sets.</summary>
    [Parameter(ParameterSetName = Search, HelpMessage = "Only users with one of these permission sets, groups or licenses.")]
    [ArgumentCompleter(typeof(PermissionSetCompleter))]
    [NoSecret]
    [ValidateNotNullOrEmpty]
    public string[] PermissionSet { get; set; } = [];

    /// <summary>A connection of the pipeline. Texts of the pipeline name users.</summary>
    [Parameter(ParameterSetName = OfConnection, ValueFromPipeline = true, HelpMessage = "A connection, whose user is returned.")]
    [ConnectionTransformation(AcceptsConnectionsOnly = true)]
    public SfConnectionReference? InputObject { get; set; }

    private protected override object? ErrorTarget => (InputObject ?? Connection)?.Name;

    private protected override bool GoesOnAfter(SfException error) => ParameterSetName == OfConnection;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        if (ParameterSetName == OfConnection)
        {
            var connection = Find(InputObject ?? Connection);
            var user = await connection.Session.GetUserInfoAsync(Observer, cancellationToken);
            ((IOrgObject)user).Origin = connection.RecordOrigin;
            WriteObject(user);
            return;
        }

        _named.Add(Identity);
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        // The last object of a pipeline that names users may be one without.
        if (ParameterSetName == OfConnection && _named.Identities.Count == 0)
        {
            return;
        }

        var query = new UserQuery(Session, Version, Observer) { ReadsFrozen = true };
        var conditions = Conditions();
        var written = new Dictionary<string, SfUserAccount>();
        foreach (var holders in await HoldersAsync(cancellationToken))
        {
            List<string> all = [.. conditions, .. holders];
            if (Identity.Length > 0 || MyInvocation.ExpectingInput)
            {
                foreach (var (identity, users) in await query.FindAsync(_named.Identities, all, cancellationToken))
                {
                    Write(users, written);
                    if (users.Count == 0 && identity.Kind != UserIdentityKind.Pattern && all.Count == 0)
                    {
                        WriteError(AdminErrors.NoUser(identity), identity.Text);
                    }
                }
            }
            else
            {
                await foreach (var page in query.FindAsync(all, cancellationToken))
                {
                    Write(page, written);
                }
            }
        }

        await CheckProfilesAsync(written.Values, cancellationToken);
    }

    private void Write(List<SfUserAccount> users, Dictionary<string, SfUserAccount> written)
    {
        foreach (var user in users.Where(user => written.TryAdd(user.UserId, user)))
        {
            WriteObject(user);
        }
    }

    private List<string> Conditions()
    {
        if (Parameter is not null && Filter is null)
        {
            throw new SfException(
                SfErrorKind.ArgumentConflict,
                "-Parameter was given without -Filter, whose values it holds.",
                "Give the condition as well: -Filter 'Department = :department'.");
        }

        var conditions = new List<string>();
        if (Filter is not null)
        {
            conditions.Add(QueryParameters.Bind(Filter, Parameter));
        }

        if (Inactive || NotSignedInSince is not null)
        {
            conditions.Add(Inactive ? "IsActive = false" : "IsActive = true");
        }

        if (NotSignedInSince is { } since)
        {
            conditions.Add(
                $"LastLoginDate < {SoqlLiteral.Of(since)} OR (LastLoginDate = null AND CreatedDate < {SoqlLiteral.Of(since)})");
        }

        if (Profile.Length > 0)
        {
            conditions.Add($"Profile.Name IN ({SoqlLiteral.ListOf(Profile)})");
        }

        return conditions;
    }

    /// <summary>The condition of -PermissionSet. SOQL takes one for permission sets or one for groups, and not both with OR.</summary>
    private async Task<List<string[]>> HoldersAsync(CancellationToken cancellationToken)
    {
        if (PermissionSet.Length == 0)
        {
            return [[]];
        }

        var service = new PermissionSets(Session, Version, Observer);
        var (sets, errors) = await service.FindAsync(PermissionSet, kind: null, cancellationToken);
        errors.ForEach(one => WriteError(one.Error, one.Name));
        return [.. (await service.FindHoldersConditionsAsync([.. sets.Select(one => one.Set)], cancellationToken))
            .Select(condition => new[] { condition })];
    }

    /// <summary>Writes an error for each name that no profile has. Names that a found user's profile has need no look.</summary>
    private async Task CheckProfilesAsync(IEnumerable<SfUserAccount> found, CancellationToken cancellationToken)
    {
        var seen = found.Select(user => user.Profile).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unseen = Profile.Where(name => !seen.Contains(name)).ToList();
        foreach (var name in unseen.Count == 0
            ? [] : await new UserQuery(Session, Version, Observer).FindUnknownProfilesAsync(unseen, cancellationToken))
        {
            WriteError(AdminErrors.NoProfile(name), name);
        }
    }
}
