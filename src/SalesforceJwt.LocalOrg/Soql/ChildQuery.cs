using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>A query in parentheses: the records that belong to a record of the query around it.</summary>
/// <param name="query">The query.</param>
/// <param name="reference">The field by which they belong to it.</param>
/// <param name="records">Where they are looked for, as of the moment of the query.</param>
internal sealed class ChildQuery(RecordQuery query, SObjectField reference, RecordSet records)
{
    private readonly Lazy<Dictionary<string, List<Record>>> byParent = new(() => GroupByParent(query, reference, records));

    public Projection Projection => query.Projection;

    /// <summary>The records that belong to the one with this id.</summary>
    public QueryResult Of(string parentId)
    {
        List<Record> found = byParent.Value.TryGetValue(SalesforceId.Key(parentId), out var children) ? [.. query.Cut(children)] : [];
        return new QueryResult(found.Count, found, query.Projection);
    }

    // Once for all parents: looking through all records for each of them would take forever.
    private static Dictionary<string, List<Record>> GroupByParent(RecordQuery query, SObjectField reference, RecordSet records)
    {
        var ordinal = query.Type.IndexOf(reference.Name);
        var groups = new Dictionary<string, List<Record>>(StringComparer.Ordinal);
        foreach (var record in query.Match(records))
        {
            if (record[ordinal] is string id)
            {
                var key = SalesforceId.Key(id);
                if (!groups.TryGetValue(key, out var group))
                {
                    groups[key] = group = [];
                }

                group.Add(record);
            }
        }

        return groups;
    }
}
