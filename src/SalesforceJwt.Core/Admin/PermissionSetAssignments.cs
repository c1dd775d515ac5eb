using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Query.Soql;
using SalesforceJwt.Core.Records;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Admin;

/// <summary>Assigns permission sets, groups and licenses to users, and removes them.</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class PermissionSetAssignments(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    // Both ids are in a query, whose URL may have about 16 KB.
    private const int MostSets = 100;
    private const int MostUsers = 150;

    private readonly ChangeSaver _saver = new(session, apiVersion, observer);

    /// <summary>Assigns them: each to each user.</summary>
    /// <param name="pairs">Users and what they get.</param>
    public async Task<UserChanges> AddAsync(
        IReadOnlyList<(SfUserAccount User, SfPermissionSet Set)> pairs, CancellationToken cancellationToken)
    {
        var existing = await FindAsync(pairs, cancellationToken).ConfigureAwait(false);
        return await _saver.SaveAsync(
            [.. pairs.Select(pair => existing.ContainsKey((pair.User.UserId, pair.Set.Id))
                ? PlannedChange.None(pair.User, Change("Assign", pair.Set))
                : Assign(pair.User, pair.Set))],
            RecordAction.Create,
            Explain,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes them.</summary>
    /// <param name="pairs">Users and what they lose.</param>
    public async Task<UserChanges> RemoveAsync(
        IReadOnlyList<(SfUserAccount User, SfPermissionSet Set)> pairs, CancellationToken cancellationToken)
    {
        var existing = await FindAsync(pairs, cancellationToken).ConfigureAwait(false);
        return await _saver.SaveAsync(
            [.. pairs.Select(pair => existing.TryGetValue((pair.User.UserId, pair.Set.Id), out var id)
                ? PlannedChange.Delete(pair.User, Change("Remove", pair.Set), id)
                : PlannedChange.None(pair.User, Change("Remove", pair.Set)))],
            RecordAction.Delete,
            Explain,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The text of a change, for results and confirmations.</summary>
    public static string Change(string verb, SfPermissionSet set) => $"{verb} {set.Name}";

    private static PlannedChange Assign(SfUserAccount user, SfPermissionSet set)
    {
        var table = PermissionSetTable.Of(set.Kind);
        return PlannedChange.Save(user, Change("Assign", set), table.Assignment, ("AssigneeId", user.UserId), (table.IdField, set.Id));
    }

    private static SfException Explain(SfException error) => AdminErrors.ExplainHidden(error, "Assign Permission Sets");

    /// <summary>The assignments that exist, by user and set.</summary>
    private async Task<Dictionary<(string UserId, string SetId), string>> FindAsync(
        IReadOnlyList<(SfUserAccount User, SfPermissionSet Set)> pairs, CancellationToken cancellationToken)
    {
        var query = new LookUp(session, apiVersion, observer) { Explain = Explain };
        var found = new Dictionary<(string, string), string>();
        foreach (var kind in pairs.GroupBy(pair => pair.Set.Kind))
        {
            var table = PermissionSetTable.Of(kind.Key);
            foreach (var some in kind.Select(pair => pair.Set.Id).Distinct().Chunk(MostSets))
            {
                var rows = await query.SelectInAsync(
                    kind.Select(pair => pair.User.UserId),
                    users => $"SELECT Id, AssigneeId, {table.IdField} FROM {table.Assignment} "
                        + $"WHERE {table.IdField} IN ({SoqlLiteral.ListOf(some)}) AND AssigneeId IN {users}",
                    row => (Key: (row.RequiredText("AssigneeId"), row.RequiredText(table.IdField)), Id: row.RequiredText("Id")),
                    cancellationToken,
                    MostUsers).ConfigureAwait(false);
                rows.ForEach(row => found[row.Key] = row.Id);
            }
        }

        return found;
    }
}
