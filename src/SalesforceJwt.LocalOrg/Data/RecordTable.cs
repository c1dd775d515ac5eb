namespace SalesforceJwt.LocalOrg.Data;

/// <summary>The records of one object. Not thread-safe: <see cref="RecordStore"/> locks.</summary>
internal sealed class RecordTable(SObjectType type)
{
    // Marks a permanently removed record. Null marks one that is unchanged since the start.
    private static readonly Record Gap = new(new SObjectType("", "", "", "", [Fields.IdField]));

    private readonly List<Record?> _rows = [];
    private readonly Dictionary<string, RecordIndex> _indexes = new(StringComparer.OrdinalIgnoreCase);
    private SeedRows? _seed;
    private int _deletedCount;
    private int _gaps;
    private RecordSet? _snapshot;

    /// <summary>Number of the next record. Numbers of rolled back records are not reused, as in Salesforce.</summary>
    public int NextNumber => _rows.Count + 1;

    /// <summary>Sets the records that the org starts with, which are computed when they are read. The table must be empty.</summary>
    public void Start(SeedRows records)
    {
        _seed = records;
        _rows.AddRange(Enumerable.Repeat<Record?>(null, records.Count));
        _snapshot = null;
    }

    /// <summary>Adds a record and returns its position.</summary>
    public int Add(Record record)
    {
        _rows.Add(Gap);
        _gaps++;
        Set(_rows.Count - 1, record);
        return _rows.Count - 1;
    }

    /// <summary>Replaces the record at a position; null removes it.</summary>
    public void Set(int position, Record? record)
    {
        var before = At(position);
        _gaps += (record is null ? 1 : 0) - (before is null ? 1 : 0);
        _deletedCount += (record is { IsDeleted: true } ? 1 : 0) - (before is { IsDeleted: true } ? 1 : 0);
        _rows[position] = record ?? Gap;
        _snapshot = null;
        foreach (var index in _indexes.Values)
        {
            index.Move(before, record, position);
        }
    }

    public Record? Find(string id) => Position(id) is var position and >= 0 ? At(position) : null;

    public int PositionOf(Record record) => Position(record.Id);

    public Record Get(int position) => At(position)!;

    /// <summary>A snapshot of the records in the order of their creation; the same object until a record changes.</summary>
    public RecordSet All() => _snapshot ??= _gaps == 0
        ? new RecordSet(_seed, [.. _rows], _deletedCount)
        : new RecordSet(null, [.. Enumerable.Range(0, _rows.Count).Select(At).OfType<Record>()], _deletedCount);

    /// <summary>The records with this text in a field, ignoring case; the first search by a field builds its index.</summary>
    public List<Record> FindBy(string fieldName, string text)
    {
        if (!_indexes.TryGetValue(fieldName, out var index))
        {
            _indexes[fieldName] = index = new RecordIndex(fieldName);
            for (var position = 0; position < _rows.Count; position++)
            {
                index.Move(null, At(position), position);
            }
        }

        return [.. index.PositionsOf(text).Order().Select(Get)];
    }

    private Record? At(int position) => _rows[position] switch
    {
        null => new Record(_seed!, position),
        var record => record == Gap ? null : record,
    };

    // The number in an id is the row's position: no index is needed.
    private int Position(string id) =>
        SalesforceId.TryGetNumber(id, type.KeyPrefix, out var number) && number <= _rows.Count ? (int)number - 1 : -1;
}
