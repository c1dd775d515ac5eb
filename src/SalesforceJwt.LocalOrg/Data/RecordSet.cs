using System.Collections;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>A snapshot of the records of an object, in the order of their creation. Immutable.</summary>
/// <param name="seed">The records that the org started with.</param>
/// <param name="rows">All records; null for one that is unchanged since the start.</param>
/// <param name="deletedCount">How many of them are deleted.</param>
internal sealed class RecordSet(SeedRows? seed, Record?[] rows, int deletedCount) : IReadOnlyList<Record>
{
    public int Count => rows.Length;

    /// <summary>Whether no record is in the recycle bin.</summary>
    public bool HasNoDeleted => deletedCount == 0;

    public Record this[int index] => rows[index] ?? new Record(seed!, index);

    public IEnumerator<Record> GetEnumerator()
    {
        for (var i = 0; i < rows.Length; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
