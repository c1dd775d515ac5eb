namespace SalesforceJwt.LocalOrg.Data;

/// <summary>The records of one object. Its users see to it that one thread at a time is here.</summary>
internal sealed class RecordTable
{
    private readonly List<Record?> rows = [];
    private readonly Dictionary<string, int> positions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RecordIndex> indexes = new(StringComparer.OrdinalIgnoreCase);
    private int gaps;

    /// <summary>Number of the next record; one that was rolled back keeps its own, as with Salesforce.</summary>
    public int NextNumber => rows.Count + 1;

    public Record? Find(string id) => positions.TryGetValue(SalesforceId.Key(id), out var position) ? rows[position] : null;

    public int PositionOf(Record record) => positions[SalesforceId.Key(record.Id)];

    public Record Get(int position) => rows[position]!;

    /// <summary>Adds a record and gives its position.</summary>
    public int Add(Record record)
    {
        positions.Add(SalesforceId.Key(record.Id), rows.Count);
        rows.Add(null);
        gaps++;
        Set(rows.Count - 1, record);
        return rows.Count - 1;
    }

    /// <summary>Puts a record, or none, in the place of another.</summary>
    public void Set(int position, Record? record)
    {
        var before = rows[position];
        rows[position] = record;
        gaps += (record is null ? 1 : 0) - (before is null ? 1 : 0);
        if (record is null)
        {
            positions.Remove(SalesforceId.Key(before!.Id));
        }

        foreach (var index in indexes.Values)
        {
            index.Move(before, record, position);
        }
    }

    /// <summary>All records in the order of their creation.</summary>
    public Record[] All() => gaps == 0 ? [.. rows!] : [.. rows.OfType<Record>()];

    /// <summary>The records with this text in a field, whatever its case; the first search by a field makes an index of it.</summary>
    public List<Record> FindBy(string fieldName, string text)
    {
        if (!indexes.TryGetValue(fieldName, out var index))
        {
            indexes[fieldName] = index = new RecordIndex(fieldName);
            for (var position = 0; position < rows.Count; position++)
            {
                index.Move(null, rows[position], position);
            }
        }

        return [.. index.PositionsOf(text).Order().Select(position => rows[position]!)];
    }
}
