using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Admin;

/// <summary>Assigns permission sets, groups and licenses to users, and removes them.</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class PermissionSetAssignments(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    private readonly ChangeSaver _saver = new(session, apiVersion, observer);

    /// <summary>Assigns them: each to each user. An assignment that has expired is renewed: from now on, it does not expire.</summary>
    /// <param name="pairs">Users and what they get.</param>
    public async Task<UserChanges> AddAsync(
        IReadOnlyList<(SfUserAccount User, SfPermissionSet Set)> pairs, CancellationToken cancellationToken)
    {
        var existing = await FindAsync(pairs, cancellationToken).ConfigureAwait(false);
        Assignment? Of((SfUserAccount User, SfPermissionSet Set) pair) => existing.GetValueOrDefault((pair.User.UserId, pair.Set.Id));

        // Permission sets can need a license that is assigned with them.
        var changes = await _saver.SaveAsync(
            [.. pairs.Select(pair => Add(pair.User, pair.Set, Of(pair)) with { Phase = IsLicense(pair.Set) ? 0 : 1 })],
            Explain,
            cancellationToken).ConfigureAwait(false);
        return changes with
        {
            All =
            [
                .. changes.All.Zip(pairs, (change, pair) => change is { Error: { } error, WasStopped: false }
                    && Of(pair) is { IsActive: false, ExpiresAt: { } expiry }
                        ? change with { Error = AdminErrors.NotRenewed(error, expiry) } : change),
            ],
        };
    }

    /// <summary>Removes them.</summary>
    /// <param name="pairs">Users and what they lose.</param>
    public async Task<UserChanges> RemoveAsync(
        IReadOnlyList<(SfUserAccount User, SfPermissionSet Set)> pairs, CancellationToken cancellationToken)
    {
        var existing = await FindAsync(pairs, cancellationToken).ConfigureAwait(false);
        var groups = new PermissionSetsOfGroups(session, apiVersion, observer);
        var kept = await groups.FindAsync(pairs, cancellationToken).ConfigureAwait(false);
        var changes = await _saver.SaveAsync(
            [.. pairs.Select(pair => Remove(pair.User, pair.Set, existing.GetValueOrDefault((pair.User.UserId, pair.Set.Id))) with
            {
                Phase = IsLicense(pair.Set) ? 1 : 0,
            })],
            Explain,
            cancellationToken).ConfigureAwait(false);
        return changes with
        {
            Warnings = PermissionSetsOfGroups.Warnings(
                kept, [.. pairs.Where((_, i) => changes.All[i].Outcome != SfChangeOutcome.Failed)]),
        };
    }

    /// <summary>The text of a change, for results and confirmations.</summary>
    public static string Change(string verb, SfPermissionSet set) => $"{verb} {set.Name}";

    private static bool IsLicense(SfPermissionSet set) => set.Kind == SfPermissionSetKind.License;

    private static PlannedChange Add(SfUserAccount user, SfPermissionSet set, Assignment? existing)
    {
        var (table, change) = (PermissionSetTable.Of(set.Kind), Change("Assign", set));
        return existing switch
        {
            null => PlannedChange.Save(user, change, table.Assignment, ("AssigneeId", user.UserId), (table.IdField, set.Id)),
            { IsActive: true } => PlannedChange.None(user, change),
            { ExpiresAt: not null } => PlannedChange.Save(user, change, table.Assignment, ("Id", existing.Id), ("ExpirationDate", null)),
            _ => PlannedChange.Fails(user, change, AdminErrors.InactiveAssignment(set)),
        };
    }

    private static PlannedChange Remove(SfUserAccount user, SfPermissionSet set, Assignment? existing) => existing is null
        ? PlannedChange.None(user, Change("Remove", set)) : PlannedChange.Delete(user, Change("Remove", set), existing.Id);

    private static SfException Explain(SfException error) => AdminErrors.ExplainHidden(error, "Assign Permission Sets");

    /// <summary>The assignments that exist, by user and set.</summary>
    private async Task<Dictionary<(string UserId, string SetId), Assignment>> FindAsync(
        IReadOnlyList<(SfUserAccount User, SfPermissionSet Set)> pairs, CancellationToken cancellationToken)
    {
        var query = new LookUp(session, apiVersion, observer) { Explain = Explain };
        var version = await query.GetApiVersionAsync(cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<(string, string), Assignment>();
        foreach (var kind in pairs.GroupBy(pair => pair.Set.Kind))
        {
            var table = PermissionSetTable.Of(kind.Key);
            var expiry = table.HasExpiry(version) ? $", {PermissionSetTable.ExpiryFields}" : string.Empty;
            var rows = await query.SelectInAsync(
                kind.Select(pair => pair.Set.Id),
                kind.Select(pair => pair.User.UserId),
                (sets, users) => $"SELECT Id, AssigneeId, {table.IdField}{expiry} FROM {table.Assignment} "
                    + $"WHERE {table.IdField} IN {sets} AND AssigneeId IN {users}",
                row => (Key: (row.RequiredText("AssigneeId"), row.RequiredText(table.IdField)), Assignment: Assignment.Read(row)),
                cancellationToken).ConfigureAwait(false);
            rows.ForEach(row => found[row.Key] = row.Assignment);
        }

        return found;
    }

    private sealed record Assignment(string Id, bool IsActive, DateTimeOffset? ExpiresAt)
    {
        public static Assignment Read(JsonElement row) =>
            new(row.RequiredText("Id"), row.Flag("IsActive") ?? true, row.Time("ExpirationDate"));
    }
}
