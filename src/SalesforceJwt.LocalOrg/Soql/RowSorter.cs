using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>Sorts rows as an ORDER BY clause says.</summary>
/// <param name="text">The query.</param>
/// <param name="orderings">The keys, the first one first.</param>
/// <param name="read">Gives the field of an expression, and how to read its value from a row.</param>
internal sealed class RowSorter<TRow>(
    string text, IReadOnlyList<SoqlOrdering> orderings, Func<SoqlExpression, (SObjectField Field, Func<TRow, object?> Read)> read)
{
    private readonly List<(Func<TRow, object?> Read, IComparer<object?> Comparer)> keys = [.. orderings.Select(ordering =>
    {
        var (field, reader) = read(ordering.Expression);
        return field.IsFilterable
            ? (reader, Comparer(field, ordering))
            : throw SoqlError.At(text, ordering.Expression.Position, "INVALID_FIELD", $"field '{field.Name}' can not be sorted in a query call");
    })];

    /// <summary>Whether the rows stay in their order.</summary>
    public bool IsEmpty => keys.Count == 0;

    public IEnumerable<TRow> Sort(IEnumerable<TRow> rows) => keys.Aggregate(rows, (sorted, key) => sorted is IOrderedEnumerable<TRow> before
        ? before.ThenBy(key.Read, key.Comparer)
        : sorted.OrderBy(key.Read, key.Comparer));

    private static Comparer<object?> Comparer(SObjectField field, SoqlOrdering ordering) => Comparer<object?>.Create((left, right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => ordering.NullsFirst ? -1 : 1,
        (_, null) => ordering.NullsFirst ? 1 : -1,
        _ => FieldComparer.Compare(field, left, right) * (ordering.Descending ? -1 : 1),
    });
}
