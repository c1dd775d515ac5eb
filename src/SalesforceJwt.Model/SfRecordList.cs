using System.Collections.ObjectModel;

namespace SalesforceJwt.Model;

/// <summary>The records of a child query.</summary>
public sealed class SfRecordList : ReadOnlyCollection<object>
{
    private readonly List<object> _records;

    internal SfRecordList(List<object> records)
        : base(records)
    {
        _records = records;
    }

    /// <summary>Number of records, as arrays have it.</summary>
    public int Length => Count;

    /// <summary>What the records show, separated by semicolons.</summary>
    public override string ToString() => string.Join("; ", _records);

    /// <summary>Replaces the records of the first page by those of all pages.</summary>
    internal void Replace(IEnumerable<object> all)
    {
        // A copy first: the new records can be those of this list.
        object[] records = [.. all];
        _records.Clear();
        _records.AddRange(records);
    }
}
