namespace SalesforceJwt.LocalOrg.Data;

/// <summary>The records of the org, those in the recycle bin too. Safe to use from several threads.</summary>
internal sealed class RecordStore(Func<DateTimeOffset> now)
{
    private readonly Lock gate = new();
    private readonly Dictionary<SObjectType, RecordTable> tables = Schema.All.ToDictionary(type => type, type => new RecordTable(type));
    private readonly AsyncLocal<RecordTransaction?> transaction = new();
    private long version;

    /// <summary>Changes with every change of a record.</summary>
    public long Version => Interlocked.Read(ref version);

    /// <summary>The org's time.</summary>
    public DateTimeOffset Now => now();

    /// <summary>Fills an object that has no records yet.</summary>
    public void Start(SeedRows records)
    {
        lock (gate)
        {
            tables[records.Type].Start(records);
            version++;
        }
    }

    /// <summary>Begins a transaction for what this request does from here on. Others see its changes at once.</summary>
    public RecordTransaction Begin() => transaction.Value = new RecordTransaction(transaction.Value, End);

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

            record["Id"] = SalesforceId.Create(type.KeyPrefix, table.NextNumber);
            record["CreatedDate"] = now();
            record["CreatedById"] = userId;
            if (type.IndexOf("OwnerId") >= 0)
            {
                record["OwnerId"] = userId;
            }

            fill(record);
            Stamp(record, userId);
            var position = table.Add(record);
            transaction.Value?.Note(table, position, before: null);
            version++;
            return record;
        }
    }

    /// <summary>Stores a changed copy of the record's present state.</summary>
    public Record Update(Record record, Action<Record> change, string? userId = null)
    {
        lock (gate)
        {
            var table = tables[record.Type];
            var position = table.PositionOf(record);
            var before = table.Get(position);
            var changed = before.Copy();
            change(changed);
            Stamp(changed, userId);
            table.Set(position, changed);
            transaction.Value?.Note(table, position, before);
            version++;
            return changed;
        }
    }

    /// <summary>Moves a record to the recycle bin, where queryAll finds it.</summary>
    public void Delete(Record record, string? userId) => Update(record, deleted => deleted["IsDeleted"] = true, userId);

    /// <summary>Removes a record for good.</summary>
    public void Erase(Record record)
    {
        lock (gate)
        {
            var table = tables[record.Type];
            table.Set(table.PositionOf(record), null);
            version++;
        }
    }

    /// <summary>The record with this id of 15 or 18 characters, deleted or not; null if there never was one.</summary>
    public Record? Find(SObjectType type, string id)
    {
        lock (gate)
        {
            return tables[type].Find(id);
        }
    }

    /// <summary>The records, not deleted, with this text in a field.</summary>
    public List<Record> FindBy(SObjectField field, SObjectType type, string text)
    {
        lock (gate)
        {
            var table = tables[type];
            var found = field.Type != FieldType.Id ? table.FindBy(field.Name, text) : table.Find(text) is { } record ? [record] : [];
            return found.FindAll(record => !record.IsDeleted);
        }
    }

    /// <summary>All records of an object as they are now, in the order of their creation.</summary>
    public RecordSet All(SObjectType type)
    {
        lock (gate)
        {
            return tables[type].All();
        }
    }

    private void End(RecordTransaction ended)
    {
        transaction.Value = ended.Outer;
        lock (gate)
        {
            ended.Settle();
            version++;
        }
    }

    private void Stamp(Record record, string? userId)
    {
        record["LastModifiedDate"] = now();
        record["LastModifiedById"] = userId;
        record["SystemModstamp"] = now();
        record.Type.Derive(record);
    }
}
