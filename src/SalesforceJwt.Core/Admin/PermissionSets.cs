using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Query.Soql;
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

    /// <summary>Finds those of exact names.</summary>
    /// <param name="names">API names or labels.</param>
    /// <param name="kind">Which kind; null for any that has the name.</param>
    /// <returns>Those that were found, in the order of the names; for the other names an error,
    /// <see cref="SfErrorKind.PermissionSetNotFound"/> or <see cref="SfErrorKind.MultipleMatches"/>.</returns>
    public async Task<(List<(string Name, SfPermissionSet Set)> Found, List<(string Name, SfException Error)> Errors)> FindAsync(
        IReadOnlyList<string> names, SfPermissionSetKind? kind, CancellationToken cancellationToken)
    {
        List<string> exact = [.. names.Where(name => !NamePatterns.IsPattern(name))];
        var all = exact.Count == 0 ? [] : await ListAsync(exact, kind, cancellationToken).ConfigureAwait(false);
        var found = new List<(string, SfPermissionSet)>();
        var errors = new List<(string, SfException)>();
        var missing = kind is null ? [] : exact.FindAll(name => Matches(name, all).Count == 0);
        var others = missing.Count == 0 ? [] : await ListAsync(missing, kind: null, cancellationToken).ConfigureAwait(false);
        foreach (var name in names.Distinct())
        {
            switch (Matches(name, all))
            {
                case [var one]:
                    found.Add((name, one));
                    break;
                case var several:
                    errors.Add((name, AdminErrors.NoSinglePermissionSet(name, kind, several, Matches(name, others))));
                    break;
            }
        }

        return (found, errors);
    }

    /// <summary>Lists those that users have.</summary>
    public async Task<List<SfPermissionSet>> OfUsersAsync(
        IReadOnlyList<SfUserAccount> users, SfPermissionSetKind? kind, CancellationToken cancellationToken)
    {
        var version = await _query.GetApiVersionAsync(cancellationToken).ConfigureAwait(false);
        var lists = await Task.WhenAll(TablesOf(kind).Select(table => _query.SelectInAsync(
            users.Select(user => user.UserId), ids => table.QueryOfUsers(ids, version), table.ReadOfUser, cancellationToken)))
            .ConfigureAwait(false);

        // In the order of the users.
        var order = users.Select((user, i) => (user.UserId, i)).ToDictionary(pair => pair.UserId, pair => pair.i);
        return [.. lists.SelectMany(list => list).OrderBy(set => order[set.UserId!])];
    }

    /// <summary>Conditions of SOQL, each for some of the users who have one of these. Expired assignments do not count.</summary>
    public async Task<List<string>> FindHoldersConditionsAsync(IReadOnlyList<SfPermissionSet> sets, CancellationToken cancellationToken)
    {
        var version = await _query.GetApiVersionAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. sets.GroupBy(set => set.Kind).SelectMany(of => of.Select(set => set.Id).Chunk(MostHeld).Select(ids => (of.Key, ids)))
                .Select(some => (Table: PermissionSetTable.Of(some.Key), some.ids))
                .Select(some => $"Id IN (SELECT AssigneeId FROM {some.Table.Assignment} WHERE {some.Table.IdField} IN "
                    + $"({SoqlLiteral.ListOf(some.ids)}){(some.Table.HasExpiry(version) ? " AND IsActive = true" : string.Empty)})"),
        ];
    }

    /// <summary>Whether a name, with wildcards, is its API name or its label.</summary>
    public static bool Is(SfPermissionSet set, string name) =>
        NamePatterns.Match([name], set.Name) || NamePatterns.Match([name], set.Label ?? string.Empty);

    private static IEnumerable<PermissionSetTable> TablesOf(SfPermissionSetKind? kind) =>
        PermissionSetTable.All.Where(table => kind is null || table.Kind == kind);

    /// <summary>The sets of an API name or, if none has it, of a label.</summary>
    private static List<SfPermissionSet> Matches(string name, List<SfPermissionSet> all) =>
        all.FindAll(set => name.Equals(set.Name, StringComparison.OrdinalIgnoreCase)) is { Count: > 0 } byName ? byName
            : all.FindAll(set => name.Equals(set.Label, StringComparison.OrdinalIgnoreCase));
}
