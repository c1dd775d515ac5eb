using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Admin;

/// <summary>Finds the permission sets that users have through permission set groups.</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class PermissionSetsOfGroups(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    private const int MostNamed = 5;

    private readonly LookUp _query = new(session, apiVersion, observer);

    /// <summary>Finds who will keep a permission set that is removed, since they have it through a group that is not.</summary>
    /// <param name="pairs">Users and what they lose.</param>
    /// <returns>Names of groups by user and set; none where the connection's user may not see it.</returns>
    public async Task<ILookup<(string UserId, string SetId), string>> FindAsync(
        IReadOnlyList<(SfUserAccount User, SfPermissionSet Set)> pairs, CancellationToken cancellationToken)
    {
        try
        {
            var sets = pairs.Where(pair => pair.Set.Kind == SfPermissionSetKind.PermissionSet).Select(pair => pair.Set.Id);
            var members = await _query.SelectInAsync(
                sets,
                static ids => "SELECT PermissionSetId, PermissionSetGroupId, PermissionSetGroup.DeveloperName, "
                    + $"PermissionSetGroup.NamespacePrefix FROM PermissionSetGroupComponent WHERE PermissionSetId IN {ids}",
                static row => (SetId: row.RequiredText("PermissionSetId"), GroupId: row.RequiredText("PermissionSetGroupId"),
                    Name: row.Member("PermissionSetGroup") is { } group ? PackagedName.Of(group, group.RequiredText("DeveloperName")) : ""),
                cancellationToken).ConfigureAwait(false);
            var removed = pairs.Select(pair => (pair.User.UserId, pair.Set.Id)).ToHashSet();
            var holders = await FindHoldersAsync(
                members.Select(member => member.GroupId), pairs.Select(pair => pair.User.UserId), cancellationToken).ConfigureAwait(false);
            return holders.Where(holder => !removed.Contains((holder.UserId, holder.GroupId)))
                .Join(members, holder => holder.GroupId, member => member.GroupId, (holder, member) => (holder.UserId, member))
                .ToLookup(one => (one.UserId, one.member.SetId), one => one.member.Name);
        }
        catch (SfRestException e) when (AdminErrors.IsHidden(e) || e.ErrorCode == "INVALID_FIELD")
        {
            observer?.OnNote($"Whether users keep permission sets through groups is not known: {e.Message}");
            return Enumerable.Empty<int>().ToLookup(_ => (string.Empty, string.Empty), _ => string.Empty);
        }
    }

    /// <summary>What to warn of: one sentence for each permission set and group.</summary>
    /// <param name="kept">What <see cref="FindAsync"/> has found.</param>
    /// <param name="removed">What users have lost.</param>
    public static IReadOnlyList<string> Warnings(
        ILookup<(string UserId, string SetId), string> kept, IReadOnlyList<(SfUserAccount User, SfPermissionSet Set)> removed) =>
    [
        .. removed.SelectMany(pair => kept[(pair.User.UserId, pair.Set.Id)].Select(group => (pair.User, Set: pair.Set.Name, Group: group)))
            .GroupBy(one => (one.Set, one.Group), one => one.User.Username)
            .Select(one => $"Still with {one.Key.Set} through the permission set group {one.Key.Group}: "
                + $"{string.Join(", ", one.Take(MostNamed))}{More(one.Count())}."),
    ];

    private static string More(int count) =>
        count > MostNamed ? FormattableString.Invariant($" and {count - MostNamed} more users") : string.Empty;

    private async Task<List<(string UserId, string GroupId)>> FindHoldersAsync(
        IEnumerable<string> groups, IEnumerable<string> users, CancellationToken cancellationToken)
    {
        var version = await _query.GetApiVersionAsync(cancellationToken).ConfigureAwait(false);
        var active = PermissionSetTable.Of(SfPermissionSetKind.Group).HasExpiry(version) ? " AND IsActive = true" : string.Empty;
        return await _query.SelectInAsync(
            groups,
            users,
            (some, of) => "SELECT AssigneeId, PermissionSetGroupId FROM PermissionSetAssignment "
                + $"WHERE PermissionSetGroupId IN {some} AND AssigneeId IN {of}{active}",
            static row => (row.RequiredText("AssigneeId"), row.RequiredText("PermissionSetGroupId")),
            cancellationToken).ConfigureAwait(false);
    }
}
