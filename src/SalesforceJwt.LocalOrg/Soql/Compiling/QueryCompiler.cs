using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Soql.Execution;
using SalesforceJwt.LocalOrg.Soql.Syntax;

namespace SalesforceJwt.LocalOrg.Soql.Compiling;

/// <summary>Finds what a query's names mean, and checks it.</summary>
/// <param name="store">The records.</param>
/// <param name="withDeleted">Whether records in the recycle bin are included.</param>
/// <param name="visible">Which records of an object the user may see; null for all.</param>
internal sealed class QueryCompiler(RecordStore store, bool withDeleted, Func<SObjectType, Func<Record, bool>?>? visible = null)
{
    private const int MaxOffset = 2000;
    private const int MaxFieldsLimit = 200;

    private DateOnly Today => DateOnly.FromDateTime(store.Now.UtcDateTime);

    /// <summary>Runs the query.</summary>
    public QueryResult Run(SoqlQuery query, SObjectType type)
    {
        var fields = new FieldResolver(query, type, store);
        if (type == store.Schema.ContentDocumentLink)
        {
            FileLinkRules.Check(query);
        }

        if (query.IsGrouped && type == store.Schema.SetupAuditTrail)
        {
            throw SoqlError.Malformed(query.Text, query.From.Position, $"Aggregate queries are not supported on {type.Name}");
        }

        if (query.IsGrouped)
        {
            var grouping = new GroupingCompiler(query, fields).Compile(Today);
            var source = Compile(query with { OrderBy = [] }, type, new Projection(type), fields);
            var groups = grouping(source.Match(store.All(type)), source);
            return new QueryResult(groups.Rows.Count, [], source.Projection) { Groups = groups };
        }

        var compiled = Compile(query, type, Project(query, type, fields), fields);
        var found = compiled.Run(store.All(type));
        if (!query.IsCount && found.Count > type.MaxRows)
        {
            found = [.. found.Take(type.MaxRows.Value)];
        }

        return new QueryResult(found.Count, query.IsCount ? [] : found, compiled.Projection) { MarksRecent = query.MarksRecent };
    }

    /// <summary>The records that the query finds among those that a search has matched.</summary>
    public QueryResult Search(SoqlQuery query, SObjectType type, Func<Record, bool> matches)
    {
        var fields = new FieldResolver(query, type, store);
        var compiled = Compile(query, type, Project(query, type, fields), fields);
        var condition = compiled.Condition;
        compiled = compiled with { Condition = record => matches(record) && (condition is null || condition(record)) };
        var found = compiled.Run(store.All(type));
        return new QueryResult(found.Count, found, compiled.Projection);
    }

    private RecordQuery Compile(SoqlQuery query, SObjectType type, Projection projection, FieldResolver fields)
    {
        var condition = query.Where is null ? null : new ConditionCompiler<Record>(
            query.Text,
            expression => Reader(query, fields, expression),
            (field, among) => SelectIds(query, type, field, among),
            Today).Compile(query.Where);
        if (visible?.Invoke(type) is { } mayRead)
        {
            var ofQuery = condition;
            condition = record => mayRead(record) && (ofQuery is null || ofQuery(record));
        }

        var sorter = new RowSorter<Record>(query.Text, query.OrderBy, expression => Reader(query, fields, expression));
        return query.Offset > MaxOffset
            ? throw Rest.ApiException.BadRequest("NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000")
            : new RecordQuery(type, projection, condition, sorter, query.Limit, query.Offset, withDeleted);
    }

    private static (SObjectField Field, Func<Record, object?> Read) Reader(
        SoqlQuery query, FieldResolver fields, SoqlExpression expression) =>
        expression is FieldPath path ? fields.Reader(path) : throw SoqlError.Malformed(
            query.Text,
            expression.Position,
            "Aggregate functions are only allowed in the SELECT, HAVING and ORDER BY clauses of grouped queries");

    private Projection Project(SoqlQuery query, SObjectType type, FieldResolver fields)
    {
        var projection = new Projection(type);
        foreach (var item in query.Select)
        {
            switch (item)
            {
                case SelectExpression { Alias: { } alias }:
                    throw SoqlError.Malformed(query.Text, alias.Position, "only aggregate expressions use field aliasing");
                case SelectExpression { Expression: FieldPath path }:
                    var (references, field) = fields.Resolve(path);
                    var parent = references.Aggregate(projection, (current, reference) => current.ParentBy(reference, store.Schema));
                    Add(query, parent, field, path.Position);
                    break;
                case SelectFieldGroup group:
                    foreach (var one in FieldsOf(query, type, group))
                    {
                        Add(query, projection, one, group.Position);
                    }

                    break;
                case SelectChildren children:
                    projection.Items.Add(Children(children.Query, type));
                    break;
            }
        }

        return projection;
    }

    private static void Add(SoqlQuery query, Projection projection, SObjectField field, int position)
    {
        if (!projection.TryAdd(field))
        {
            throw SoqlError.At(query.Text, position, "INVALID_FIELD", $"duplicate field selected: {field.Name}");
        }
    }

    private static IEnumerable<SObjectField> FieldsOf(SoqlQuery query, SObjectType type, SelectFieldGroup group)
    {
        // Only the number of standard fields is bounded.
        if (group.Group != "STANDARD" && query.Limit is not <= MaxFieldsLimit)
        {
            throw Rest.ApiException.BadRequest("MALFORMED_QUERY", "The SOQL FIELDS function must have a LIMIT of at most 200");
        }

        return type.Fields.Where(field => group.Group == "ALL" || field.IsCustom == (group.Group == "CUSTOM"));
    }

    private ProjectionItem Children(SoqlQuery query, SObjectType parent)
    {
        var (type, reference) = store.Schema.FindChildren(parent, query.From.Value)
            ?? throw SoqlError.NoSuchChildren(query.Text, query.From.Position, query.From.Value);

        if (query.IsGrouped || query.IsCount)
        {
            throw SoqlError.Malformed(query.Text, query.From.Position, "only root queries support aggregate expressions");
        }

        var fields = new FieldResolver(query, type, store);
        var compiled = Compile(query, type, Project(query, type, fields), fields);
        return new ProjectionItem(reference, null) { Children = new ChildQuery(compiled, reference, store.All(type)) };
    }

    /// <summary>The ids that the query of a semi-join finds.</summary>
    private IEnumerable<object?> SelectIds(SoqlQuery outer, SObjectType outerType, SObjectField left, InCondition among)
    {
        var (query, text) = (among.Query!, outer.Text);
        var type = store.Schema.Find(query.From.Value) ?? throw SoqlError.NoSuchType(text, query.From.Position, query.From.Value);
        if (!left.IsId)
        {
            throw SoqlError.Malformed(
                text,
                among.Left.Position,
                $"The left operand field in the where expression for outer query should be an id field, cannot use: '{left.Name}'");
        }

        if (type == outerType)
        {
            throw SoqlError.Malformed(text, query.From.Position, "The inner and outer selects should not be on the same object type");
        }

        if (type == store.Schema.ContentDocumentLink)
        {
            throw SoqlError.Malformed(text, query.From.Position, $"Entity '{type.Name}' is not supported for semi join inner selects");
        }

        if (query.Select is not [SelectExpression { Expression: FieldPath path, Alias: null }])
        {
            throw SoqlError.Malformed(text, query.From.Position, "Semi join sub-selects must select exactly one id field");
        }

        var fields = new FieldResolver(query, type, store);
        var (field, read) = fields.Reader(path);
        if (!field.IsId)
        {
            throw SoqlError.Malformed(text, path.Position, $"Semi join sub-selects can only query id fields, cannot use: '{field.Name}'");
        }

        if (!TargetsOf(field, type).Intersect(TargetsOf(left, outerType)).Any())
        {
            throw SoqlError.Malformed(
                text,
                path.Position,
                $"The selected field '{field.Name}' in the subquery and the left operand field in the where expression in the outer query "
                + $"'{left.Name}' should point to the same object type");
        }

        return Compile(query, type, new Projection(type), fields).Run(store.All(type)).Select(read);
    }

    /// <summary>The objects that an id can be of.</summary>
    private IEnumerable<string> TargetsOf(SObjectField field, SObjectType type) =>
        field.Type == FieldType.Id ? [type.Name] : store.Schema.TargetNames(field);
}
