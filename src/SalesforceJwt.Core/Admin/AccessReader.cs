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

    /// <summary>Reads what each user may do with each target, in the order of both.</summary>
    /// <returns>
    /// One result for each user, target and grantor; one without access if nothing grants it. Also the objects that object permissions do
    /// not govern.
    /// </returns>
    public async Task<(List<SfAccess> Access, IReadOnlySet<string> Ungoverned)> ReadAsync(
        IReadOnlyList<SfUserAccount> users, IReadOnlyList<AccessTarget> targets, CancellationToken cancellationToken)
    {
        if (users.Count == 0 || targets.Count == 0)
        {
            return ([], new HashSet<string>());
        }

        var grantors = await ReadGrantorsAsync(users, cancellationToken).ConfigureAwait(false);
        var sets = grantors.SelectMany(of => of).Select(grantor => grantor.SetId).Distinct().ToList();
        var objects = targets.Select(target => target.Object).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var sources = targets.SelectMany(target => target.Sources).Concat(objects.Select(name => (SfAccessKind.Object, name)));
        var reader = new AccessRights(_query, await _query.GetApiVersionAsync(cancellationToken).ConfigureAwait(false));
        var rights = (await reader.ReadAsync(sets, sources, cancellationToken).ConfigureAwait(false)).ToLookup(
            right => (right.SetId, right.Kind, Key: right.Key.ToUpperInvariant()), right => right.Rights);
        var known = rights.Where(of => of.Key.Kind == SfAccessKind.Object).Select(of => of.Key.Key).ToHashSet();
        var ungoverned = await reader.FindUngovernedAsync(
            [.. objects.Where(name => !known.Contains(name.ToUpperInvariant()))], cancellationToken).ConfigureAwait(false);
        return ([.. users.SelectMany(user => targets.SelectMany(target => Of(user, target)))], ungoverned);

        IEnumerable<SfAccess> Of(SfUserAccount user, AccessTarget target)
        {
            var usable = target.ObjectRights
                ?? (target.Kind == SfAccessKind.Field && !ungoverned.Contains(target.Object!)
                    ? UsableOnFields(Sum(grantors[user.UserId].Select(grantor => Given(grantor, (SfAccessKind.Object, target.Object!)))))
                    : ~SfAccessRights.None);
            var granted = grantors[user.UserId]
                .Select(grantor => (Grantor: grantor, Rights: GivenTo(target, grantor) & usable))
                .Append((
                    Grantor: Grantor.SelfAuthorization,
                    Rights: target.IsSelfAuthorized == true ? SfAccessRights.Enabled : SfAccessRights.None))
                .Where(one => one.Rights != 0)
                .Select(one => Make(user, target, one.Rights, one.Grantor))
                .ToList();
            return granted.Count > 0 ? granted : [Make(user, target, SfAccessRights.None, null)];
        }

        SfAccessRights GivenTo(AccessTarget target, Grantor grantor)
        {
            var given = Sum(target.Sources.Select(source => Given(grantor, source)));
            return target.Kind == SfAccessKind.Field
                && Given(grantor, (SfAccessKind.Object, target.Object!)).HasFlag(SfAccessRights.ViewAllFields)
                ? given | SfAccessRights.Read : given;
        }

        SfAccessRights Given(Grantor grantor, (SfAccessKind Kind, string Key) source) =>
            Sum(rights[(grantor.SetId, source.Kind, source.Key.ToUpperInvariant())]);
    }

    /// <summary>What two users may do differently: what the one may do and the other may not, whatever grants it.</summary>
    /// <param name="access">What both may do.</param>
    public static IEnumerable<SfAccess> Compare(IEnumerable<SfAccess> access, SfUserAccount user, SfUserAccount other)
    {
        foreach (var target in access.GroupBy(one => (one.Kind, one.Target)))
        {
            var left = target.Where(one => one.UserId == user.UserId).ToList();
            var right = target.Where(one => one.UserId == other.UserId).ToList();
            foreach (var one in Beyond(left, right, "<=", other).Concat(Beyond(right, left, "=>", user)))
            {
                yield return one;
            }
        }
    }

    private static IEnumerable<SfAccess> Beyond(
        IEnumerable<SfAccess> access, IEnumerable<SfAccess> others, string indicator, SfUserAccount other)
    {
        var shared = Sum(others.Select(one => one.Access));
        return access.Where(one => (one.Access & ~shared) != 0).Select(one => one.AsSide(indicator, other.Username, one.Access & ~shared));
    }

    /// <summary>What permissions on fields can give who has these rights on the object.</summary>
    private static SfAccessRights UsableOnFields(SfAccessRights ofObject) =>
        ((ofObject & SfAccessRights.Read) != 0 ? SfAccessRights.Read : SfAccessRights.None)
        | ((ofObject & (SfAccessRights.Create | SfAccessRights.Edit)) != 0 ? SfAccessRights.Edit : SfAccessRights.None);

    private static SfAccessRights Sum(IEnumerable<SfAccessRights> rights) =>
        rights.Aggregate(SfAccessRights.None, static (sum, one) => sum | one);

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
