namespace SalesforceJwt.LocalOrg.Data;

/// <summary>The records of the org, including the recycle bin. Thread-safe.</summary>
internal sealed class RecordStore
{
    private readonly Func<DateTimeOffset> _now;
    private readonly Lock _gate = new();
    private readonly Dictionary<SObjectType, RecordTable> _tables = [];
    private readonly AsyncLocal<RecordTransaction?> _transaction = new();
    private readonly Dictionary<SObjectType, Action> _refresh = [];
    private readonly AsyncLocal<bool> _isRefreshing = new();
    private long _version;

    public RecordStore(Schema schema, Func<DateTimeOffset> now)
    {
        Schema = schema;
        _now = now;
        foreach (var type in schema.All)
        {
            _tables.Add(type, new RecordTable(type));
        }
    }

    /// <summary>The objects.</summary>
    public Schema Schema { get; }

    /// <summary>Serializes upserts: two of the same new key at the same time would both create a record.</summary>
    public Lock UpsertGate { get; } = new();

    /// <summary>Incremented with every change of a record.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>The org's time.</summary>
    public DateTimeOffset Now => _now();

    /// <summary>Adds the records that the org starts with to an object without records.</summary>
    public void Start(SeedRows records)
    {
        lock (_gate)
        {
            _tables[records.Type].Start(records);
            _version++;
        }
    }

    /// <summary>Adds an object that has no records yet.</summary>
    public void AddObject(SObjectType type)
    {
        lock (_gate)
        {
            _tables.Add(type, new RecordTable(type));
            Schema.Add(type);
            _version++;
        }
    }

    /// <summary>Adds fields to an object; they are empty in the records that exist.</summary>
    public void AddFields(SObjectType type, IEnumerable<SObjectField> fields)
    {
        lock (_gate)
        {
            type.AddFields(fields);
            _version++;
        }
    }

    /// <summary>Begins a transaction that lasts until the end of this request. Other requests see its changes immediately.</summary>
    /// <param name="isOneSave">Whether Salesforce saves everything in it at once; otherwise each part for itself.</param>
    public RecordTransaction Begin(bool isOneSave = true) =>
        _transaction.Value = new RecordTransaction(_transaction.Value, End, isOneSave);

    /// <summary>Checks that the current transaction does not save both setup objects and others.</summary>
    /// <exception cref="Rest.ApiException">It does.</exception>
    public void CheckNotMixed(SObjectType type) => _transaction.Value?.CheckNotMixed(type);

    /// <summary>Sets what updates the records of an object before they are read. Not thread-safe: called while the org starts.</summary>
    public void BeforeReading(SObjectType type, Action refresh) => _refresh.Add(type, refresh);

    /// <summary>
    /// Whether a query names an object that is updated before it is read. Its result cannot be cached: <see cref="Version"/> only changes
    /// with the update.
    /// </summary>
    public bool MentionsRefreshed(string query) =>
        _refresh.Keys.Any(type => query.Contains(type.Name, StringComparison.OrdinalIgnoreCase));

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
                record[field.Name] = field.IsTrueByDefault;
            }

            record["Id"] = SalesforceId.Create(type.KeyPrefix, table.NextNumber);
            SetIfAny(record, "CreatedDate", Now);
            SetIfAny(record, "CreatedById", userId);
            SetIfAny(record, "OwnerId", userId);
            fill(record);
            Stamp(record, userId);
            var position = table.Add(record);
            _transaction.Value?.Log(table, position, before: null);
            _version++;
            return record;
        }
    }

    /// <summary>Stores a changed copy of the record's current state.</summary>
    public Record Update(Record record, Action<Record> change, string? userId = null) => Replace(
        record,
        changed =>
        {
            change(changed);
            Stamp(changed, userId);
        });

    /// <summary>Stores a changed copy of the record's current state, and keeps the date of its last change.</summary>
    public Record Replace(Record record, Action<Record> change)
    {
        lock (_gate)
        {
            var table = _tables[record.Type];
            var position = table.PositionOf(record);
            var before = table.Get(position);
            var changed = before.Copy();
            change(changed);
            table.Set(position, changed);
            _transaction.Value?.Log(table, position, before);
            _version++;
            return changed;
        }
    }

    /// <summary>Moves a record to the recycle bin, where queryAll finds it, or removes it if its object has none.</summary>
    public void Delete(Record record, string? userId)
    {
        if (record.Type.IndexOf("IsDeleted") >= 0)
        {
            Update(record, deleted => deleted["IsDeleted"] = true, userId);
        }
        else
        {
            Erase(record);
        }
    }

    /// <summary>Removes a record permanently.</summary>
    public void Erase(Record record)
    {
        lock (_gate)
        {
            var table = _tables[record.Type];
            var position = table.PositionOf(record);
            _transaction.Value?.Log(table, position, table.Get(position));
            table.Set(position, null);
            _version++;
        }
    }

    /// <summary>The record with this id of 15 or 18 characters, deleted or not; null if there never was one.</summary>
    public Record? Find(SObjectType type, string id)
    {
        Refresh(type);
        lock (_gate)
        {
            return _tables[type].Find(id);
        }
    }

    /// <summary>The records with this text in a field, without deleted ones.</summary>
    public List<Record> FindBy(SObjectField field, SObjectType type, string text)
    {
        Refresh(type);
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
        Refresh(type);
        lock (_gate)
        {
            return _tables[type].All();
        }
    }

    private void Refresh(SObjectType type)
    {
        if (!_refresh.TryGetValue(type, out var refresh) || _isRefreshing.Value)
        {
            return;
        }

        _isRefreshing.Value = true;
        try
        {
            refresh();
        }
        finally
        {
            _isRefreshing.Value = false;
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
        SetIfAny(record, "LastModifiedDate", Now);
        SetIfAny(record, "LastModifiedById", userId);
        SetIfAny(record, "SystemModstamp", Now);
        record.Type.Derive(record);
    }

    private static void SetIfAny(Record record, string fieldName, object? value)
    {
        if (record.Type.IndexOf(fieldName) >= 0)
        {
            record[fieldName] = value;
        }
    }
}
