using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Sessions;

namespace SalesforceJwt.Core.Admin;

/// <summary>Reads what users may do, and what lets them.</summary>
/// <param name="session">The session.</param>
/// <param name="apiVersion">The API version; null for the session's.</param>
internal sealed class AccessReader(SfSession session, string? apiVersion = null, IHttpObserver? observer = null)
{
    private readonly LookUp _query = new(session, apiVersion, observer) { Explain = AdminErrors.ExplainSetup };
    private readonly VisibleObjects _visible = new(session, apiVersion, observer);

    /// <summary>Reads what each user may do with each target, in the order of both.</summary>
    /// <returns>One for each user, target and what gives access; one without access where nothing does.</returns>
    public async Task<List<SfAccess>> ReadAsync(
        IReadOnlyList<SfUserAccount> users, IReadOnlyList<AccessTarget> targets, CancellationToken cancellationToken)
    {
        if (users.Count == 0 || targets.Count == 0)
        {
            return [];
        }

        var grantors = await ReadGrantorsAsync(users, cancellationToken).ConfigureAwait(false);
        var sets = grantors.SelectMany(of => of).Select(grantor => grantor.SetId).Distinct().ToList();
        var rights = (await new AccessRights(_query).ReadAsync(sets, targets, cancellationToken).ConfigureAwait(false))
            .ToLookup(right => (right.SetId, right.Kind, Key: right.Key.ToUpperInvariant()));
        var keys = targets.Select(target => (Target: target, target.Source.Kind, Key: target.Source.Key.ToUpperInvariant())).ToList();
        return [.. users.SelectMany(user => keys.SelectMany(of => Of(user, of.Target, of.Kind, of.Key)))];

        IEnumerable<SfAccess> Of(SfUserAccount user, AccessTarget target, SfAccessKind kind, string key)
        {
            var granted = grantors[user.UserId]
                .SelectMany(grantor => rights[(grantor.SetId, kind, key)]
                    .Select(right => Make(user, target, right.Rights & (target.ObjectRights ?? right.Rights), grantor)))
                .ToList();
            return granted.Count > 0 ? granted : [Make(user, target, SfAccessRights.None, null)];
        }
    }

    /// <summary>What two users may do differently: what the one may do and the other may not, whatever grants it.</summary>
    /// <param name="access">What both may do.</param>
    public static IEnumerable<SfAccess> Compare(IEnumerable<SfAccess> access, SfUserAccount user, SfUserAccount other)
    {
        foreach (var target in access.GroupBy(one => (one.Kind, one.Target)))
        {
            var left = target.Where(one => one.UserId == user.UserId).ToList();
            var right = target.Where(one => one.UserId == other.UserId).ToList();
            var (ofLeft, ofRight) = (Sum(left), Sum(right));
            foreach (var one in left.Where(one => (one.Access & ~ofRight) != 0))
            {
                yield return one.AsSide("<=", other.Username);
            }

            foreach (var one in right.Where(one => (one.Access & ~ofLeft) != 0))
            {
                yield return one.AsSide("=>", user.Username);
            }
        }
    }

    /// <summary>
    /// Those objects and fields to which nobody has access and that the connection's user does not see either: their names may be wrong.
    /// </summary>
    public async Task<List<AccessTarget>> FindHiddenAsync(
        IEnumerable<SfAccess> access, IEnumerable<AccessTarget> targets, CancellationToken cancellationToken)
    {
        var granted = access.Where(one => one.Access != 0).Select(one => (one.Kind, one.Target)).ToHashSet();
        var hidden = new List<AccessTarget>();
        foreach (var target in targets.Where(target => !granted.Contains((target.Kind, target.Name))))
        {
            if (target.Kind == SfAccessKind.Field ? target.IsVisible != true
                : target.Kind == SfAccessKind.Object
                    && await _visible.FindAsync(target.Name, cancellationToken).ConfigureAwait(false) is null)
            {
                hidden.Add(target);
            }
        }

        return hidden;
    }

    private static SfAccessRights Sum(IEnumerable<SfAccess> access) =>
        access.Aggregate(SfAccessRights.None, (sum, one) => sum | one.Access);

    private static SfAccess Make(SfUserAccount user, AccessTarget target, SfAccessRights rights, Grantor? grantor) =>
        new(user.Username, user.UserId, target.Kind, target.Name)
        {
            Label = target.Label,
            Access = rights,
            GrantedBy = grantor?.Name,
            GrantKind = grantor?.Kind,
        };

    private async Task<ILookup<string, Grantor>> ReadGrantorsAsync(IReadOnlyList<SfUserAccount> users, CancellationToken cancellationToken)
    {
        var found = await _query.SelectInAsync(users.Select(user => user.UserId), Grantor.Query, Grantor.Read, cancellationToken)
            .ConfigureAwait(false);
        return found.Distinct()
            .OrderBy(one => one.Grantor.Kind)
            .ThenBy(one => one.Grantor.Name, StringComparer.OrdinalIgnoreCase)
            .ToLookup(one => one.UserId, one => one.Grantor);
    }
}
