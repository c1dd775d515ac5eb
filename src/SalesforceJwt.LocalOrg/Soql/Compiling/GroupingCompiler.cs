using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Soql.Execution;
using SalesforceJwt.LocalOrg.Soql.Syntax;

namespace SalesforceJwt.LocalOrg.Soql.Compiling;

/// <summary>Runs queries with aggregate functions or GROUP BY.</summary>
internal sealed class GroupingCompiler
{
    // One page: grouped queries have no further pages.
    private const int MaxRows = 2000;

    private readonly SoqlQuery _query;
    private readonly FieldResolver _fields;
    private readonly List<(string Path, SObjectField Field, Func<Record, object?> Read)> _keys;

    public GroupingCompiler(SoqlQuery query, FieldResolver fields)
    {
        _query = query;
        _fields = fields;
        _keys = [.. query.GroupBy.Select(Key)];
    }

    /// <summary>Resolves and checks the query, and returns the function that turns records into groups.</summary>
    public Func<IEnumerable<Record>, RecordQuery, GroupedResult> Compile(DateOnly today)
    {
        if (_query.GroupBy.Count == 0 && _query.Limit is not null)
        {
            throw SoqlError.Malformed(
                _query.Text, _query.From.Position, "Non-grouped query that uses overall aggregate functions cannot also use LIMIT");
        }

        var columns = Columns();
        var sorter = new RowSorter<RecordGroup>(_query.Text, _query.OrderBy, expression => Reader(expression, "Ordered field"));
        var having = _query.Having is null ? null : new ConditionCompiler<RecordGroup>(
            _query.Text, expression => Reader(expression, "Field"), (_, among) => throw SemiJoin(among), today).Compile(_query.Having);
        return (records, source) =>
        {
            var groups = Group(records).Where(group => having?.Invoke(group) ?? true);
            var rows = source.ApplyLimit(sorter.Sort(groups))
                .Select(group => columns.ConvertAll(column => column.Read(group)).ToArray())
                .ToList();
            return rows.Count <= MaxRows
                ? new GroupedResult([.. columns.Select(column => column.Column)], rows)
                : throw Rest.ApiException.BadRequest(
                    "EXCEEDED_ID_LIMIT",
                    "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch");
        };
    }

    private ICollection<RecordGroup> Group(IEnumerable<Record> records)
    {
        if (_keys.Count == 0)
        {
            return new[] { new RecordGroup([], [.. records]) };
        }

        var groups = new Dictionary<object?[], RecordGroup>(new GroupKeyEquality(_keys.Select(key => key.Field)));
        foreach (var record in records)
        {
            var values = _keys.ConvertAll(key => key.Read(record)).ToArray();
            if (!groups.TryGetValue(values, out var group))
            {
                groups[values] = group = new RecordGroup(values, []);
            }

            group.Records.Add(record);
        }

        return groups.Values;
    }

    private List<(GroupedColumn Column, Func<RecordGroup, object?> Read)> Columns()
    {
        var columns = new List<(GroupedColumn Column, Func<RecordGroup, object?> Read)>();
        var unnamed = 0;
        foreach (var item in _query.Select)
        {
            if (item is not SelectExpression { Expression: var expression, Alias: var alias })
            {
                throw SoqlError.Malformed(_query.Text, item.Position, "Grouped query cannot use child relationships in the SELECT list");
            }

            var name = alias?.Value ?? (expression is FieldPath path ? path.Segments[^1] : $"expr{unnamed++}");
            var (field, read) = Reader(expression, "Field");
            if (columns.Exists(column => column.Column.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                throw SoqlError.Malformed(_query.Text, (alias?.Position ?? item.Position), $"duplicate alias: {name}");
            }

            var aggregate = expression is not AggregateCall call ? null
                : alias?.Value ?? $"{call.Function.ToLowerInvariant()}({Path(call.Field)})";
            columns.Add((new GroupedColumn(alias is null && aggregate is null ? field.Name : name, field, aggregate), read));
        }

        return columns;
    }

    private (SObjectField Field, Func<RecordGroup, object?> Read) Reader(SoqlExpression expression, string what)
    {
        if (expression is AggregateCall call)
        {
            var (argument, read) = _fields.Reader(call.Field);
            var (result, compute) = AggregateFunction.Of(_query.Text, call, argument);
            return (result, group => compute(group.Records.Select(read).OfType<object>()));
        }

        var name = Path((FieldPath)expression);
        var index = _keys.FindIndex(key => key.Path == name);
        return index < 0
            ? throw SoqlError.Malformed(
                _query.Text, expression.Position, $"{what} must be grouped or aggregated: {((FieldPath)expression).Segments[^1]}")
            : (_keys[index].Field, group => group.Keys[index]);
    }

    private (string Path, SObjectField Field, Func<Record, object?> Read) Key(FieldPath path)
    {
        var (field, read) = _fields.Reader(path);
        return field.IsGroupable
            ? (Path(path), field, read)
            : throw SoqlError.At(_query.Text, path.Position, "INVALID_FIELD", $"field '{field.Name}' can not be grouped in a query call");
    }

    /// <summary>The canonical path of a field, however the query writes it.</summary>
    private string Path(FieldPath path)
    {
        var (references, field) = _fields.Resolve(path);
        return string.Join('.', references.Select(reference => reference.RelationshipName).Append(field.Name));
    }

    private Rest.ApiException SemiJoin(InCondition among) =>
        SoqlError.Malformed(_query.Text, among.Left.Position, "Semi join sub-selects are not allowed in the HAVING clause");
}
