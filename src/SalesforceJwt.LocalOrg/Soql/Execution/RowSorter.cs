using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Soql.Syntax;

namespace SalesforceJwt.LocalOrg.Soql.Execution;

/// <summary>Sorts rows by an ORDER BY clause.</summary>
/// <param name="text">The query.</param>
/// <param name="orderings">The sort keys, most significant first.</param>
/// <param name="read">Returns the field of an expression, and how to read its value from a row.</param>
internal sealed class RowSorter<TRow>(
    string text, IReadOnlyList<SoqlOrdering> orderings, Func<SoqlExpression, (SObjectField Field, Func<TRow, object?> Read)> read)
{
    private readonly List<(Func<TRow, object?> Read, IComparer<object?> Comparer)> _keys = [.. orderings.Select(ordering =>
    {
        var (field, reader) = read(ordering.Expression);
        return field.IsFilterable
            ? (reader, Comparer(field, ordering))
            : throw SoqlError.At(
                text, ordering.Expression.Position, "INVALID_FIELD", $"field '{field.Name}' can not be sorted in a query call");
    })];

    /// <summary>Whether there is no sort key.</summary>
    public bool IsEmpty => _keys.Count == 0;

    public IEnumerable<TRow> Sort(IEnumerable<TRow> rows) =>
        _keys.Aggregate(rows, (sorted, key) => sorted is IOrderedEnumerable<TRow> before
        ? before.ThenBy(key.Read, key.Comparer)
        : sorted.OrderBy(key.Read, key.Comparer));

    private static Comparer<object?> Comparer(SObjectField field, SoqlOrdering ordering) =>
        Comparer<object?>.Create((left, right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => ordering.NullsFirst ? -1 : 1,
        (_, null) => ordering.NullsFirst ? 1 : -1,
        _ => FieldComparer.Compare(field, left, right) * (ordering.Descending ? -1 : 1),
    });
}
