using System.Collections.Concurrent;
using System.Text.Json;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Query.Soql;

namespace SalesforceJwt.Core.Admin;

/// <summary>Reads the rights that permission sets give.</summary>
/// <param name="query">Sends queries.</param>
/// <param name="apiVersion">Their API version.</param>
internal sealed class AccessRights(LookUp query, string apiVersion)
{
    // A query's URL may have about 16 KB, and names of fields have up to 80 characters.
    private const int MostSets = 100;
    private const int MostTargets = 60;
    private const int MostColumns = 150;
    private const int QueriesAtOnce = 4;

    // Spring '25.
    private const string FirstWithAllFields = "63.0";

    private static readonly (string Field, SfAccessRights Right)[] OfFields =
        [("PermissionsRead", SfAccessRights.Read), ("PermissionsEdit", SfAccessRights.Edit)];

    private readonly (string Field, SfAccessRights Right)[] _ofObjects =
    [
        ("PermissionsRead", SfAccessRights.Read),
        ("PermissionsCreate", SfAccessRights.Create),
        ("PermissionsEdit", SfAccessRights.Edit),
        ("PermissionsDelete", SfAccessRights.Delete),
        ("PermissionsViewAllRecords", SfAccessRights.ViewAll),
        ("PermissionsModifyAllRecords", SfAccessRights.ModifyAll),
        .. ApiVersion.Compare(apiVersion, FirstWithAllFields) < 0
            ? Array.Empty<(string, SfAccessRights)>() : [("PermissionsViewAllFields", SfAccessRights.ViewAllFields)],
    ];

    /// <summary>Reads them.</summary>
    /// <param name="setIds">Ids of the permission sets.</param>
    /// <param name="sources">The permissions to look for.</param>
    public async Task<IEnumerable<AccessRight>> ReadAsync(
        IReadOnlyList<string> setIds, IEnumerable<(SfAccessKind Kind, string Key)> sources, CancellationToken cancellationToken)
    {
        var queries = sources.GroupBy(source => source.Kind).SelectMany(
            of => of.Select(source => source.Key).Distinct(StringComparer.OrdinalIgnoreCase)
                .Chunk(of.Key == SfAccessKind.SystemPermission ? MostColumns : MostTargets)
                .SelectMany(keys => setIds.Chunk(MostSets).Select(sets => (Kind: of.Key, Keys: keys, Sets: SoqlLiteral.ListOf(sets)))));
        var rights = new ConcurrentBag<AccessRight>();
        await Parallel.ForEachAsync(
            queries,
            new ParallelOptions { MaxDegreeOfParallelism = QueriesAtOnce, CancellationToken = cancellationToken },
            async (one, cancel) =>
            {
                var rows = await query.SelectAsync(Query(one.Kind, one.Keys, one.Sets), row => Read(one.Kind, one.Keys, row), cancel)
                    .ConfigureAwait(false);
                rows.SelectMany(some => some).ToList().ForEach(rights.Add);
            }).ConfigureAwait(false);
        return rights;
    }

    /// <summary>Those of objects on which no profile or permission set of the org has permissions.</summary>
    public async Task<HashSet<string>> FindUngovernedAsync(IReadOnlyCollection<string> objects, CancellationToken cancellationToken)
    {
        var governed = await query.SelectInAsync(
            objects,
            static names => $"SELECT SobjectType FROM ObjectPermissions WHERE SobjectType IN {names} GROUP BY SobjectType",
            static row => row.RequiredText("SobjectType"),
            cancellationToken,
            MostTargets).ConfigureAwait(false);
        return objects.Except(governed, StringComparer.OrdinalIgnoreCase).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private string Query(SfAccessKind kind, IEnumerable<string> keys, string parents) => kind switch
    {
        SfAccessKind.SystemPermission => $"SELECT Id, {string.Join(",", keys)} FROM PermissionSet WHERE Id IN ({parents})",
        SfAccessKind.Object => $"SELECT ParentId, SobjectType, {string.Join(",", _ofObjects.Select(right => right.Field))} "
            + $"FROM ObjectPermissions WHERE ParentId IN ({parents}) AND SobjectType IN ({SoqlLiteral.ListOf(keys)})",
        SfAccessKind.Field => $"SELECT ParentId, Field, {string.Join(",", OfFields.Select(right => right.Field))} "
            + $"FROM FieldPermissions WHERE ParentId IN ({parents}) AND Field IN ({SoqlLiteral.ListOf(keys)})",
        _ => $"SELECT ParentId, SetupEntityId FROM SetupEntityAccess WHERE ParentId IN ({parents}) "
            + $"AND SetupEntityId IN ({SoqlLiteral.ListOf(keys)})",
    };

    private IEnumerable<AccessRight> Read(SfAccessKind kind, IEnumerable<string> keys, JsonElement row)
    {
        if (kind == SfAccessKind.SystemPermission)
        {
            var id = row.RequiredText("Id");
            return [.. keys.Where(key => row.Flag(key) == true).Select(key => new AccessRight(kind, key, id, SfAccessRights.Enabled))];
        }

        var (keyField, rights) = kind switch
        {
            SfAccessKind.Object => ("SobjectType", Sum(_ofObjects, row)),
            SfAccessKind.Field => ("Field", Sum(OfFields, row)),
            _ => ("SetupEntityId", SfAccessRights.Enabled),
        };
        return rights == SfAccessRights.None ? []
            : [new AccessRight(kind, row.RequiredText(keyField), row.RequiredText("ParentId"), rights)];
    }

    private static SfAccessRights Sum((string Field, SfAccessRights Right)[] rights, JsonElement row) =>
        rights.Where(right => row.Flag(right.Field) == true).Aggregate(SfAccessRights.None, (sum, right) => sum | right.Right);
}
