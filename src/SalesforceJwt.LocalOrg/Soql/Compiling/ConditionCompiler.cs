using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Soql.Execution;
using SalesforceJwt.LocalOrg.Soql.Syntax;

namespace SalesforceJwt.LocalOrg.Soql.Compiling;

/// <summary>Turns a WHERE clause into a test of records, or a HAVING clause into one of groups.</summary>
/// <param name="text">The query.</param>
/// <param name="read">Returns the field of an expression, and how to read its value from a row.</param>
/// <param name="selectIds">Runs the query of a semi-join on a field.</param>
/// <param name="today">The day that date literals are relative to.</param>
internal sealed class ConditionCompiler<TRow>(
    string text,
    Func<SoqlExpression, (SObjectField Field, Func<TRow, object?> Read)> read,
    Func<SObjectField, InCondition, IEnumerable<object?>> selectIds,
    DateOnly today)
{
    private readonly LiteralConverter _literals = new(text, today);

    public Func<TRow, bool> Compile(SoqlCondition condition) => condition switch
    {
        LogicalCondition logical => CompileLogical(logical),
        NotCondition not => CompileNot(not),
        ComparisonCondition comparison => CompileComparison(comparison),
        InCondition among => CompileIn(among),
        _ => throw new NotSupportedException($"{condition.GetType().Name} is not known."),
    };

    private Func<TRow, bool> CompileLogical(LogicalCondition logical)
    {
        if (!logical.IsAnd && logical.Parts.OfType<InCondition>().FirstOrDefault(part => part.Query is not null) is { } semiJoin)
        {
            throw SoqlError.Malformed(text, semiJoin.Left.Position, "Semi join sub-selects are not allowed with the 'OR' operator");
        }

        Func<TRow, bool>[] parts = [.. logical.Parts.Select(Compile)];
        return logical.IsAnd ? row => Array.TrueForAll(parts, part => part(row)) : row => Array.Exists(parts, part => part(row));
    }

    private Func<TRow, bool> CompileNot(NotCondition not)
    {
        var inner = Compile(not.Inner);
        return row => !inner(row);
    }

    private Func<TRow, bool> CompileComparison(ComparisonCondition comparison)
    {
        var (field, read) = Reader(comparison.Left);
        if (comparison.Operator == "LIKE")
        {
            return CompileLike(comparison, field, read);
        }

        if (field.Type == FieldType.Boolean && comparison.Operator is not ("=" or "!="))
        {
            throw InvalidOperator(comparison.Left, field);
        }

        var expected = _literals.Convert(field, comparison.Literal);
        Func<object, int> compare = expected is DateRange range ? range.Compare : value => FieldComparer.Compare(field, value, expected);
        return comparison.Operator switch
        {
            "=" => row => read(row) is { } value ? expected is not null && compare(value) == 0 : expected is null,
            "!=" => row => read(row) is { } value ? expected is null || compare(value) != 0 : expected is not null,
            var order => row => expected is not null && read(row) is { } value && Holds(order, compare(value)),
        };
    }

    private Func<TRow, bool> CompileLike(ComparisonCondition comparison, SObjectField field, Func<TRow, object?> read)
    {
        if (field.IsId || !field.IsText)
        {
            throw InvalidOperator(comparison.Left, field);
        }

        var pattern = new LikePattern((string?)_literals.Convert(field, comparison.Literal) ?? "");
        return row => read(row) is string value && pattern.Matches(value);
    }

    private Func<TRow, bool> CompileIn(InCondition among)
    {
        var (field, read) = Reader(among.Left);
        List<object?> values = among.Query is null
            ? [.. among.Literals.Select(literal => _literals.Convert(field, literal))]
            : [.. selectIds(field, among)];
        var ranges = values.OfType<DateRange>().ToList();
        var known = new HashSet<object>(values.OfType<object>().Where(value => value is not DateRange), new FieldEquality(field));
        var hasNull = among.Query is null && values.Contains(null);
        return row => among.IsNegated
            != (read(row) is { } value ? known.Contains(value) || ranges.Exists(range => range.Compare(value) == 0) : hasNull);
    }

    private (SObjectField Field, Func<TRow, object?> Read) Reader(SoqlExpression expression)
    {
        var (field, reader) = read(expression);
        return field is { IsFilterable: true, CannotFilter: false }
            ? (field, reader)
            : throw SoqlError.At(text, expression.Position, "INVALID_FIELD", $"field '{field.Name}' can not be filtered in a query call");
    }

    private Rest.ApiException InvalidOperator(SoqlExpression expression, SObjectField field) =>
        SoqlError.At(text, expression.Position, "INVALID_FIELD", $"invalid operator on {field.TypeName} field");

    private static bool Holds(string order, int comparison) => order switch
    {
        "<" => comparison < 0,
        "<=" => comparison <= 0,
        ">" => comparison > 0,
        _ => comparison >= 0,
    };
}
