namespace SalesforceJwt.LocalOrg.Data;

/// <summary>The records of the org, including the recycle bin. Thread-safe.</summary>
internal sealed class RecordStore(Func<DateTimeOffset> now)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SObjectType, RecordTable> _tables = Schema.All.ToDictionary(type => type, type => new RecordTable(type));
    private readonly AsyncLocal<RecordTransaction?> _transaction = new();
    private long _version;

    /// <summary>Serializes upserts: two of the same new key at the same time would both create a record.</summary>
    public Lock UpsertGate { get; } = new();

    /// <summary>Incremented with every change of a record.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>The org's time.</summary>
    public DateTimeOffset Now => now();

    /// <summary>Adds the records that the org starts with to an object without records.</summary>
    public void Start(SeedRows records)
    {
        lock (_gate)
        {
            _tables[records.Type].Start(records);
            _version++;
        }
    }

    /// <summary>Begins a transaction that lasts until the end of this request. Other requests see its changes immediately.</summary>
    public RecordTransaction Begin() => _transaction.Value = new RecordTransaction(_transaction.Value, End);

    /// <summary>Inserts a record, and sets its id and dates.</summary>
    /// <param name="type">The object.</param>
    /// <param name="fill">Sets the fields.</param>
    /// <param name="userId">The user who inserts it.</param>
    public Record Insert(SObjectType type, Action<Record> fill, string? userId = null)
    {
        lock (_gate)
        {
            var table = _tables[type];
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
            _transaction.Value?.Log(table, position, before: null);
            _version++;
            return record;
        }
    }

    /// <summary>Stores a changed copy of the record's current state.</summary>
    public Record Update(Record record, Action<Record> change, string? userId = null)
    {
        lock (_gate)
        {
            var table = _tables[record.Type];
            var position = table.PositionOf(record);
            var before = table.Get(position);
            var changed = before.Copy();
            change(changed);
            Stamp(changed, userId);
            table.Set(position, changed);
            _transaction.Value?.Log(table, position, before);
            _version++;
            return changed;
        }
    }

    /// <summary>Moves a record to the recycle bin, where queryAll finds it.</summary>
    public void Delete(Record record, string? userId) => Update(record, deleted => deleted["IsDeleted"] = true, userId);

    /// <summary>Removes a record permanently.</summary>
    public void Erase(Record record)
    {
        lock (_gate)
        {
            var table = _tables[record.Type];
            table.Set(table.PositionOf(record), null);
            _version++;
        }
    }

    /// <summary>The record with this id of 15 or 18 characters, deleted or not; null if there never was one.</summary>
    public Record? Find(SObjectType type, string id)
    {
        lock (_gate)
        {
            return _tables[type].Find(id);
        }
    }

    /// <summary>The records with this text in a field, without deleted ones.</summary>
    public List<Record> FindBy(SObjectField field, SObjectType type, string text)
    {
        lock (_gate)
        {
            var table = _tables[type];
            var found = field.Type != FieldType.Id ? table.FindBy(field.Name, text) : table.Find(text) is { } record ? [record] : [];
            return found.FindAll(record => !record.IsDeleted);
        }
    }

    /// <summary>All records of an object as they are now, in the order of their creation.</summary>
    public RecordSet All(SObjectType type)
    {
        lock (_gate)
        {
            return _tables[type].All();
        }
    }

    private void End(RecordTransaction ended)
    {
        _transaction.Value = ended.Outer;
        lock (_gate)
        {
            ended.Complete();
            _version++;
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
