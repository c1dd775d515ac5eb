using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>Runs queries with aggregate functions or GROUP BY.</summary>
internal sealed class GroupingCompiler
{
    // A page: there is no way to ask for more.
    private const int MaxRows = 2000;

    private readonly SoqlQuery query;
    private readonly FieldResolver fields;
    private readonly List<(string Path, SObjectField Field, Func<Record, object?> Read)> keys;

    public GroupingCompiler(SoqlQuery query, FieldResolver fields)
    {
        this.query = query;
        this.fields = fields;
        keys = [.. query.GroupBy.Select(Key)];
    }

    /// <summary>Names and checks all that the query says, and gives what turns records into groups.</summary>
    public Func<IEnumerable<Record>, RecordQuery, GroupedResult> Compile(DateOnly today)
    {
        if (query.GroupBy.Count == 0 && query.Limit is not null)
        {
            throw SoqlError.Malformed(
                query.Text, query.From.Position, "Non-grouped query that uses overall aggregate functions cannot also use LIMIT");
        }

        var columns = Columns();
        var sorter = new RowSorter<RecordGroup>(query.Text, query.OrderBy, expression => Reader(expression, "Ordered field"));
        var having = query.Having is null ? null : new ConditionCompiler<RecordGroup>(
            query.Text, expression => Reader(expression, "Field"), (_, among) => throw SemiJoin(among), today).Compile(query.Having);
        return (records, cut) =>
        {
            var groups = Group(records).Where(group => having?.Invoke(group) ?? true);
            var rows = cut.Cut(sorter.Sort(groups)).Select(group => columns.ConvertAll(column => column.Read(group)).ToArray()).ToList();
            return rows.Count <= MaxRows
                ? new GroupedResult([.. columns.Select(column => (column.Name, column.Field))], rows)
                : throw Rest.ApiException.BadRequest(
                    "EXCEEDED_ID_LIMIT", "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch");
        };
    }

    private ICollection<RecordGroup> Group(IEnumerable<Record> records)
    {
        if (keys.Count == 0)
        {
            return new[] { new RecordGroup([], [.. records]) };
        }

        var groups = new Dictionary<object?[], RecordGroup>(new GroupKeyEquality(keys.Select(key => key.Field)));
        foreach (var record in records)
        {
            var values = keys.ConvertAll(key => key.Read(record)).ToArray();
            if (!groups.TryGetValue(values, out var group))
            {
                groups[values] = group = new RecordGroup(values, []);
            }

            group.Records.Add(record);
        }

        return groups.Values;
    }

    private List<(string Name, SObjectField Field, Func<RecordGroup, object?> Read)> Columns()
    {
        var columns = new List<(string Name, SObjectField Field, Func<RecordGroup, object?> Read)>();
        var unnamed = 0;
        foreach (var item in query.Select)
        {
            if (item is not SelectExpression { Expression: var expression, Alias: var alias })
            {
                throw SoqlError.Malformed(query.Text, item.Position, "Grouped query cannot use child relationships in the SELECT list");
            }

            var name = alias?.Value ?? (expression is FieldPath path ? path.Segments[^1] : $"expr{unnamed++}");
            var (field, read) = Reader(expression, "Field");
            if (columns.Exists(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                throw SoqlError.Malformed(query.Text, (alias?.Position ?? item.Position), $"duplicate alias: {name}");
            }

            columns.Add((alias is null && expression is FieldPath ? field.Name : name, field, read));
        }

        return columns;
    }

    private (SObjectField Field, Func<RecordGroup, object?> Read) Reader(SoqlExpression expression, string what)
    {
        if (expression is AggregateCall call)
        {
            var (argument, read) = fields.Reader(call.Field);
            var (result, compute) = AggregateFunction.Of(query.Text, call, argument);
            return (result, group => compute(group.Records.Select(read).OfType<object>()));
        }

        var name = Path((FieldPath)expression);
        var index = keys.FindIndex(key => key.Path == name);
        return index < 0
            ? throw SoqlError.Malformed(query.Text, expression.Position, $"{what} must be grouped or aggregated: {((FieldPath)expression).Segments[^1]}")
            : (keys[index].Field, group => group.Keys[index]);
    }

    private (string Path, SObjectField Field, Func<Record, object?> Read) Key(FieldPath path)
    {
        var (field, read) = fields.Reader(path);
        return field.IsGroupable
            ? (Path(path), field, read)
            : throw SoqlError.At(query.Text, path.Position, "INVALID_FIELD", $"field '{field.Name}' can not be grouped in a query call");
    }

    /// <summary>The same text for each way to write a field.</summary>
    private string Path(FieldPath path)
    {
        var (references, field) = fields.Resolve(path);
        return string.Join('.', references.Select(reference => reference.RelationshipName).Append(field.Name));
    }

    private Rest.ApiException SemiJoin(InCondition among) =>
        SoqlError.Malformed(query.Text, among.Left.Position, "Semi join sub-selects are not allowed in the HAVING clause");
}
