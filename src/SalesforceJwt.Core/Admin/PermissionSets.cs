using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Security;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Admin;

/// <summary>Finds permission sets, their groups and licenses. Those that belong to profiles or groups are left out.</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class PermissionSets(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    private readonly LookUp _query = new(session, apiVersion, observer);

    /// <summary>Lists them.</summary>
    /// <param name="names">API names or labels, with wildcards; none for all.</param>
    /// <param name="kind">Which kind; null for all.</param>
    public async Task<List<SfPermissionSet>> ListAsync(
        IReadOnlyList<string> names, SfPermissionSetKind? kind, CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(PermissionSetTable.All.Where(table => kind is null || table.Kind == kind).Select(
            table => _query.SelectAsync(table.Query(names), row => table.Read(row), cancellationToken))).ConfigureAwait(false);
        return [.. lists.SelectMany(list => list).Where(set => names.Count == 0 || names.Any(name => Is(set, name)))];
    }

    /// <summary>Finds those of exact names, in the order of the names.</summary>
    /// <param name="names">API names or labels.</param>
    /// <param name="kind">Which kind; null for any that has the name.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.PermissionSetNotFound"/> or <see cref="SfErrorKind.MultipleMatches"/>.
    /// </exception>
    public async Task<List<SfPermissionSet>> FindAsync(
        IReadOnlyList<string> names, SfPermissionSetKind? kind, CancellationToken cancellationToken)
    {
        List<string> exact = [.. names.Where(name => !NamePatterns.IsPattern(name))];
        var all = exact.Count == 0 ? [] : await ListAsync(exact, kind, cancellationToken).ConfigureAwait(false);
        return [.. names.Select(name => Choose(name, all))];
    }

    /// <summary>Lists those that users have.</summary>
    public async Task<List<SfPermissionSet>> OfUsersAsync(
        IReadOnlyList<SfUserAccount> users, SfPermissionSetKind? kind, CancellationToken cancellationToken)
    {
        var found = new List<SfPermissionSet>();
        foreach (var some in users.Chunk(LookUp.MostInList))
        {
            var ids = SoqlLiteral.ListOf(some.Select(user => user.UserId));
            var lists = await Task.WhenAll(PermissionSetTable.All.Where(table => kind is null || table.Kind == kind).Select(
                table => _query.SelectAsync(table.QueryOfUsers(ids), table.ReadOfUser, cancellationToken))).ConfigureAwait(false);
            found.AddRange(lists.SelectMany(list => list));
        }

        // In the order of the users.
        var order = users.Select((user, i) => (user.UserId, i)).ToDictionary(pair => pair.UserId, pair => pair.i);
        return [.. found.OrderBy(set => order[set.UserId!])];
    }

    /// <summary>Conditions of SOQL, each for some of the users who have one of these.</summary>
    public static List<string> HoldersConditions(IReadOnlyList<SfPermissionSet> sets) =>
        [.. PermissionSetTable.All.Select(table => (table, Ids: sets.Where(set => set.Kind == table.Kind).Select(set => set.Id).ToList()))
            .Where(some => some.Ids.Count > 0)
            .Select(some => $"Id IN (SELECT AssigneeId FROM {some.table.Assignment} "
                + $"WHERE {some.table.IdField} IN ({SoqlLiteral.ListOf(some.Ids)}))")];

    private static SfPermissionSet Choose(string name, List<SfPermissionSet> all)
    {
        var byName = all.Where(set => name.Equals(set.Name, StringComparison.OrdinalIgnoreCase)).ToList();
        var matches = byName.Count > 0 ? byName : [.. all.Where(set => name.Equals(set.Label, StringComparison.OrdinalIgnoreCase))];
        return matches switch
        {
            [var one] => one,
            [] => throw new SfException(
                SfErrorKind.PermissionSetNotFound,
                $"There is no permission set, permission set group or license {SecretText.Quote(name)}.",
                new Advice("Give the API name or the label.", NextStep.ListPermissionSets)),
            _ => throw new SfException(
                SfErrorKind.MultipleMatches,
                $"{SecretText.Quote(name)} is the name of several: "
                    + $"{string.Join(", ", matches.Select(set => $"{set.Name} ({set.Kind})"))}. Nothing was done.",
                new Advice("Give the API name, and the kind.", NextStep.SetPermissionSetKind)),
        };
    }

    /// <summary>Whether a name, with wildcards, is its API name or its label.</summary>
    public static bool Is(SfPermissionSet set, string name) =>
        NamePatterns.Match([name], set.Name) || NamePatterns.Match([name], set.Label ?? string.Empty);
}
