using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql.Execution;

/// <summary>A child query in parentheses: the child records of each record of the outer query.</summary>
/// <param name="query">The query.</param>
/// <param name="reference">The field that refers to the parent.</param>
/// <param name="records">The records of the child object at the time of the query.</param>
internal sealed class ChildQuery(RecordQuery query, SObjectField reference, RecordSet records)
{
    private readonly Lazy<Dictionary<string, List<Record>>> _byParent = new(() => GroupByParent(query, reference, records));

    public Projection Projection => query.Projection;

    /// <summary>The child records of the record with this id.</summary>
    public QueryResult Of(string parentId)
    {
        List<Record> found = _byParent.Value.TryGetValue(SalesforceId.Key(parentId), out var children)
            ? [.. query.ApplyLimit(children)]
            : [];
        return new QueryResult(found.Count, found, query.Projection);
    }

    // Once for all parents, rather than a scan of all records for each of them.
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
