using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql.Execution;

/// <summary>A compiled query, which selects among records.</summary>
/// <param name="Type">The object.</param>
/// <param name="Projection">The fields selected.</param>
/// <param name="Condition">The WHERE condition; null for none.</param>
/// <param name="Sorter">Their order.</param>
/// <param name="Limit">Most records; null for all.</param>
/// <param name="Offset">How many to skip.</param>
/// <param name="WithDeleted">Whether records in the recycle bin are included.</param>
internal sealed record RecordQuery(
    SObjectType Type,
    Projection Projection,
    Func<Record, bool>? Condition,
    RowSorter<Record> Sorter,
    int? Limit,
    int Offset,
    bool WithDeleted)
{
    /// <summary>Whether it selects all records of the object in their original order.</summary>
    public bool IsPlain => Condition is null && Sorter.IsEmpty && Limit is null && Offset == 0;

    /// <summary>The records that meet the condition, in order.</summary>
    public IEnumerable<Record> Match(RecordSet records)
    {
        IEnumerable<Record> matching = records;
        if (!WithDeleted && !records.HasNoDeleted)
        {
            matching = matching.Where(record => !record.IsDeleted);
        }

        return Sorter.Sort(Condition is null ? matching : matching.Where(Condition));
    }

    /// <summary>The records that the query finds.</summary>
    public IReadOnlyList<Record> Run(RecordSet records) =>
        IsPlain && (WithDeleted || records.HasNoDeleted) ? records : [.. ApplyLimit(Match(records))];

    /// <summary>Applies LIMIT and OFFSET to rows.</summary>
    public IEnumerable<T> ApplyLimit<T>(IEnumerable<T> rows)
    {
        var remaining = Offset == 0 ? rows : rows.Skip(Offset);
        return Limit is { } limit ? remaining.Take(limit) : remaining;
    }
}
