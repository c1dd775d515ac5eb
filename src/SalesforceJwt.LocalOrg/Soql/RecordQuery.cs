using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Soql;

/// <summary>A query whose names are known, ready to choose among records.</summary>
/// <param name="Type">The object.</param>
/// <param name="Projection">What is asked of each record.</param>
/// <param name="Condition">What a record must meet; null for any.</param>
/// <param name="Sorter">Their order.</param>
/// <param name="Limit">Most records; null for all.</param>
/// <param name="Offset">How many to pass over.</param>
/// <param name="WithDeleted">Whether those in the recycle bin count.</param>
internal sealed record RecordQuery(
    SObjectType Type, Projection Projection, Func<Record, bool>? Condition, RowSorter<Record> Sorter, int? Limit, int Offset, bool WithDeleted)
{
    /// <summary>Whether it asks for all records of the object in their own order.</summary>
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
        IsPlain && (WithDeleted || records.HasNoDeleted) ? records : [.. Cut(Match(records))];

    /// <summary>What LIMIT and OFFSET leave of rows.</summary>
    public IEnumerable<T> Cut<T>(IEnumerable<T> rows)
    {
        var rest = Offset == 0 ? rows : rows.Skip(Offset);
        return Limit is { } limit ? rest.Take(limit) : rest;
    }
}
