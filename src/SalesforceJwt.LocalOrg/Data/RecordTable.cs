namespace SalesforceJwt.LocalOrg.Data;

/// <summary>The records of one object. Its users see to it that one thread at a time is here.</summary>
internal sealed class RecordTable(SObjectType type)
{
    // In the place of a record that is gone for good. An empty place is that of a record still as the org started with it.
    private static readonly Record Gap = new(Schema.Organization);

    private readonly List<Record?> rows = [];
    private readonly Dictionary<string, RecordIndex> indexes = new(StringComparer.OrdinalIgnoreCase);
    private SeedRows? seed;
    private int deletedCount;
    private int gaps;
    private RecordSet? snapshot;

    /// <summary>Number of the next record; one that was taken back keeps its own, as with Salesforce.</summary>
    public int NextNumber => rows.Count + 1;

    /// <summary>Begins the table, which must be empty, with records that are worked out when they are read.</summary>
    public void Start(SeedRows records)
    {
        seed = records;
        rows.AddRange(Enumerable.Repeat<Record?>(null, records.Count));
        snapshot = null;
    }

    /// <summary>Adds a record and gives its position.</summary>
    public int Add(Record record)
    {
        rows.Add(Gap);
        gaps++;
        Set(rows.Count - 1, record);
        return rows.Count - 1;
    }

    /// <summary>Puts a record, or none, in the place of another.</summary>
    public void Set(int position, Record? record)
    {
        var before = At(position);
        gaps += (record is null ? 1 : 0) - (before is null ? 1 : 0);
        deletedCount += (record is { IsDeleted: true } ? 1 : 0) - (before is { IsDeleted: true } ? 1 : 0);
        rows[position] = record ?? Gap;
        snapshot = null;
        foreach (var index in indexes.Values)
        {
            index.Move(before, record, position);
        }
    }

    public Record? Find(string id) => Position(id) is var position and >= 0 ? At(position) : null;

    public int PositionOf(Record record) => Position(record.Id);

    public Record Get(int position) => At(position)!;

    /// <summary>The records as they are now, in the order of their creation; the same object until something changes.</summary>
    public RecordSet All() => snapshot ??= gaps == 0
        ? new RecordSet(seed, [.. rows], deletedCount)
        : new RecordSet(null, [.. Enumerable.Range(0, rows.Count).Select(At).OfType<Record>()], deletedCount);

    /// <summary>The records with this text in a field, whatever its case; the first search by a field makes an index of it.</summary>
    public List<Record> FindBy(string fieldName, string text)
    {
        if (!indexes.TryGetValue(fieldName, out var index))
        {
            indexes[fieldName] = index = new RecordIndex(fieldName);
            for (var position = 0; position < rows.Count; position++)
            {
                index.Move(null, At(position), position);
            }
        }

        return [.. index.PositionsOf(text).Order().Select(Get)];
    }

    private Record? At(int position) => rows[position] switch
    {
        null => new Record(seed!, position),
        var record => record == Gap ? null : record,
    };

    // A table's ids count its rows: no index is needed to find one.
    private int Position(string id) =>
        SalesforceId.TryGetNumber(id, type.KeyPrefix, out var number) && number <= rows.Count ? (int)number - 1 : -1;
}
