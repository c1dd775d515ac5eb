namespace SalesforceJwt.LocalOrg.Data;

/// <summary>The records of the org, those in the recycle bin too. Safe to use from several threads.</summary>
internal sealed class RecordStore(Func<DateTimeOffset> now)
{
    private readonly Lock gate = new();
    private readonly Dictionary<SObjectType, Table> tables = Schema.All.ToDictionary(type => type, _ => new Table());

    /// <summary>Inserts the record that <paramref name="fill"/> fills in, and gives it id and dates.</summary>
    /// <param name="type">The object.</param>
    /// <param name="fill">Sets the fields.</param>
    /// <param name="userId">Who inserts it.</param>
    public Record Insert(SObjectType type, Action<Record> fill, string? userId = null)
    {
        lock (gate)
        {
            var table = tables[type];
            var record = new Record(type);
            foreach (var field in type.Fields.Where(field => field.Type == FieldType.Boolean))
            {
                record[field.Name] = false;
            }

            record["Id"] = SalesforceId.Create(type.KeyPrefix, table.Rows.Count + 1);
            record["CreatedDate"] = now();
            record["CreatedById"] = userId;
            if (type.IndexOf("OwnerId") >= 0)
            {
                record["OwnerId"] = userId;
            }

            fill(record);
            Stamp(record, userId);
            table.Positions.Add(SalesforceId.Key(record.Id), table.Rows.Count);
            table.Rows.Add(record);
            return record;
        }
    }

    /// <summary>Stores a changed copy of the record's present state.</summary>
    public Record Update(Record record, Action<Record> change, string? userId = null)
    {
        lock (gate)
        {
            var table = tables[record.Type];
            var position = table.Positions[SalesforceId.Key(record.Id)];
            var changed = table.Rows[position].Copy();
            change(changed);
            Stamp(changed, userId);
            table.Rows[position] = changed;
            return changed;
        }
    }

    /// <summary>Moves a record to the recycle bin, where queryAll finds it.</summary>
    public void Delete(Record record, string? userId) => Update(record, deleted => deleted["IsDeleted"] = true, userId);

    /// <summary>The record with this id of 15 or 18 characters, deleted or not; null if there never was one.</summary>
    public Record? Find(SObjectType type, string id)
    {
        lock (gate)
        {
            var table = tables[type];
            return table.Positions.TryGetValue(SalesforceId.Key(id), out var position) ? table.Rows[position] : null;
        }
    }

    /// <summary>All records of an object as they are now, in the order of their creation.</summary>
    public Record[] All(SObjectType type)
    {
        lock (gate)
        {
            return [.. tables[type].Rows];
        }
    }

    private void Stamp(Record record, string? userId)
    {
        record["LastModifiedDate"] = now();
        record["LastModifiedById"] = userId;
        record["SystemModstamp"] = now();
        record.Type.Derive(record);
    }

    private sealed class Table
    {
        public List<Record> Rows { get; } = [];

        public Dictionary<string, int> Positions { get; } = new(StringComparer.Ordinal);
    }
}
