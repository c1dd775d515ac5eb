using System.Collections;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>The records of an object at one moment, in the order of their creation. It never changes.</summary>
/// <param name="seed">Those that the org started with.</param>
/// <param name="rows">All, with null for one that is still as the org started with it.</param>
/// <param name="deletedCount">How many of them are deleted.</param>
internal sealed class RecordSet(SeedRows? seed, Record?[] rows, int deletedCount) : IReadOnlyList<Record>
{
    public int Count => rows.Length;

    /// <summary>Whether none of them is in the recycle bin.</summary>
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
