using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>Runs queries on the records of the org.</summary>
internal sealed class QueryExecutor(RecordStore store)
{
    private const int MaxOffset = 2000;

    /// <exception cref="Rest.ApiException">The query is malformed or names what does not exist.</exception>
    public QueryResult Execute(string text, bool withDeleted)
    {
        var query = SoqlParser.Parse(text);
        var type = Schema.Find(query.From.Value)
            ?? throw SoqlError.NoSuchType(text, query.From.Position, query.From.Value);
        var fields = new FieldResolver(query, type, store);
        var projection = Project(query, type, fields);
        var condition = query.Where is null ? _ => true : new ConditionCompiler(query, fields).Compile(query.Where);
        var orderings = query.OrderBy.Select(ordering => (Ordering: ordering, Reader: fields.Reader(ordering.Field))).ToList();
        if (query.Offset > MaxOffset)
        {
            throw Rest.ApiException.BadRequest("NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000");
        }

        var records = store.All(type).Where(record => (withDeleted || !record.IsDeleted) && condition(record));
        records = orderings.Aggregate(records, (sorted, key) => Sort(sorted, key.Ordering, key.Reader));
        var found = records.Skip(query.Offset).Take(query.Limit ?? int.MaxValue).ToList();
        return new QueryResult(found.Count, query.IsCount ? [] : found, projection);
    }

    private static IEnumerable<Record> Sort(
        IEnumerable<Record> records, SoqlOrdering ordering, (SObjectField Field, Func<Record, object?> Read) reader)
    {
        var comparer = Comparer<object?>.Create((left, right) => (left, right) switch
        {
            (null, null) => 0,
            (null, _) => ordering.NullsFirst ? -1 : 1,
            (_, null) => ordering.NullsFirst ? 1 : -1,
            _ => FieldComparer.Compare(reader.Field, left, right) * (ordering.Descending ? -1 : 1),
        });
        return records is IOrderedEnumerable<Record> sorted ? sorted.ThenBy(reader.Read, comparer) : records.OrderBy(reader.Read, comparer);
    }

    private static Projection Project(SoqlQuery query, SObjectType type, FieldResolver fields)
    {
        var projection = new Projection(type);
        foreach (var path in query.Fields)
        {
            var (references, field) = fields.Resolve(path);
            var target = references.Aggregate(projection, (current, reference) => current.ParentBy(reference));
            if (target.Items.Contains((field, null)))
            {
                throw SoqlError.At(query.Text, path.Position, "INVALID_FIELD", $"duplicate field selected: {field.Name}");
            }

            target.Items.Add((field, null));
        }

        return projection;
    }
}
