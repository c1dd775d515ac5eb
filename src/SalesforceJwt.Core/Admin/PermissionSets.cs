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
    // A query's URL may have about 16 KB. Names have up to 80 characters, which stand there twice; holders are conditions beside others.
    private const int MostNames = 20;
    private const int MostHeld = 100;

    private readonly LookUp _query = new(session, apiVersion, observer) { Explain = AdminErrors.ExplainSetup };

    /// <summary>Lists them.</summary>
    /// <param name="names">API names or labels, with wildcards; none for all.</param>
    /// <param name="kind">Which kind; null for all.</param>
    public async Task<List<SfPermissionSet>> ListAsync(
        IReadOnlyList<string> names, SfPermissionSetKind? kind, CancellationToken cancellationToken)
    {
        var found = new List<SfPermissionSet>();
        foreach (var some in names.Count == 0 ? [[]] : names.Distinct().Chunk(MostNames))
        {
            var lists = await Task.WhenAll(TablesOf(kind).Select(
                table => _query.SelectAsync(table.Query(some), table.Read, cancellationToken))).ConfigureAwait(false);
            found.AddRange(lists.SelectMany(list => list).Where(set => names.Count == 0 || some.Any(name => Is(set, name))));
        }

        return [.. found.DistinctBy(set => set.Id).OrderBy(set => set.Kind).ThenBy(set => set.Name, StringComparer.OrdinalIgnoreCase)];
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
        var lists = await Task.WhenAll(TablesOf(kind).Select(table => _query.SelectInAsync(
            users.Select(user => user.UserId), table.QueryOfUsers, table.ReadOfUser, cancellationToken))).ConfigureAwait(false);

        // In the order of the users.
        var order = users.Select((user, i) => (user.UserId, i)).ToDictionary(pair => pair.UserId, pair => pair.i);
        return [.. lists.SelectMany(list => list).OrderBy(set => order[set.UserId!])];
    }

    /// <summary>Conditions of SOQL, each for some of the users who have one of these.</summary>
    public static List<string> HoldersConditions(IReadOnlyList<SfPermissionSet> sets) =>
        [.. sets.GroupBy(set => set.Kind).SelectMany(of => of.Select(set => set.Id).Chunk(MostHeld).Select(ids => (of.Key, ids)))
            .Select(some => (Table: PermissionSetTable.Of(some.Key), some.ids))
            .Select(some => $"Id IN (SELECT AssigneeId FROM {some.Table.Assignment} "
                + $"WHERE {some.Table.IdField} IN ({SoqlLiteral.ListOf(some.ids)}))")];

    private static IEnumerable<PermissionSetTable> TablesOf(SfPermissionSetKind? kind) =>
        PermissionSetTable.All.Where(table => kind is null || table.Kind == kind);

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
