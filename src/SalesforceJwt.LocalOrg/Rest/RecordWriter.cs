using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Saves and deletes records by the rules that single requests, collections and bulk jobs share.</summary>
/// <param name="org">The org.</param>
/// <param name="userId">The user who saves them.</param>
internal sealed class RecordWriter(Org org, string userId)
{
    private readonly RecordRules _rules = new(org);
    private readonly SetupChanges _changes = new(org, userId);

    /// <exception cref="ApiException">The record cannot be saved.</exception>
    public Record Insert(SObjectType type, RecordInput input, int index)
    {
        CheckSupported(type, RecordOperations.Create);
        org.RecordFaults.ThrowIfMatching(index);
        return Insert(type, input.ApplyTo);
    }

    /// <summary>Creates a record with an external id.</summary>
    /// <param name="type">The object.</param>
    /// <param name="key">The external id field.</param>
    /// <param name="value">The external id.</param>
    /// <param name="input">The other values.</param>
    /// <exception cref="ApiException">The record cannot be saved.</exception>
    public Record Insert(SObjectType type, SObjectField key, string value, RecordInput input) => Insert(type, record =>
    {
        input.ApplyTo(record);
        record[key.Name] = value;
    });

    /// <exception cref="ApiException">The record cannot be saved.</exception>
    public Record Update(Record record, RecordInput input, int index)
    {
        CheckSupported(record.Type, RecordOperations.Update);
        org.RecordFaults.ThrowIfMatching(index, record.Id);
        return Update(record, input);
    }

    /// <exception cref="ApiException">The record cannot be deleted.</exception>
    public void Delete(Record record, int index)
    {
        CheckSupported(record.Type, RecordOperations.Delete);
        org.RecordFaults.ThrowIfMatching(index, record.Id);
        SetupPermissions.CheckWrite(org, userId, record.Type);
        org.Records.CheckNotMixed(record.Type);
        _rules.CheckDelete(record);
        org.Records.Delete(record, userId);
        foreach (var dependent in _rules.DeletedWith(record))
        {
            org.Records.Delete(dependent, userId);
        }

        _changes.AfterDelete(record);
    }

    /// <summary>Updates the record with this key, or creates it.</summary>
    /// <param name="type">The object.</param>
    /// <param name="key">An external id field, or the id.</param>
    /// <param name="value">The key's value.</param>
    /// <param name="read">Reads the other values; true for a new record.</param>
    /// <param name="index">Position of the record in its request.</param>
    /// <exception cref="ApiException">The record cannot be saved, or several have the key.</exception>
    public (Record Record, bool Created) Upsert(SObjectType type, SObjectField key, string value, Func<bool, RecordInput> read, int index)
    {
        CheckSupported(type, RecordOperations.Create | RecordOperations.Update);
        if (key.Type == FieldType.Id)
        {
            return (Update(Find(type, value), read(false), index), false);
        }

        lock (org.Records.UpsertGate)
        {
            var found = org.Records.FindBy(key, type, value);
            org.RecordFaults.ThrowIfMatching(index, value, found.FirstOrDefault()?.Id);
            return found switch
            {
                [] => (Insert(type, key, value, read(true)), true),
                [var record] => (Update(record, read(false)), false),
                _ => throw ApiException.BadRequest(
                    "DUPLICATE_EXTERNAL_ID",
                    $"{key.Name}: more than one record found for external id field: "
                    + $"[{string.Join(", ", found.Select(record => record.Id))}]",
                    key.Name),
            };
        }
    }

    /// <summary>The record to be updated or deleted.</summary>
    /// <exception cref="ApiException">There is none with this id.</exception>
    public Record Find(SObjectType type, string id)
    {
        CheckWritable(type);
        if (!SalesforceId.IsValid(id))
        {
            throw ApiException.BadRequest("MALFORMED_ID", $"malformed id {id}", "Id");
        }

        if (!id.StartsWith(type.KeyPrefix, StringComparison.Ordinal))
        {
            throw ApiException.BadRequest("MALFORMED_ID", $"{type.Label} ID: id value of incorrect type: {id}", "Id");
        }

        return org.Records.Find(type, id) switch
        {
            null => throw ApiException.BadRequest("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"),
            { IsDeleted: true } => throw ApiException.BadRequest("ENTITY_IS_DELETED", "entity is deleted"),
            var record => record,
        };
    }

    /// <exception cref="ApiException">Clients may not do that with records of the object.</exception>
    public static void CheckSupported(SObjectType type, RecordOperations operations)
    {
        if (operations == RecordOperations.None)
        {
            return;
        }

        CheckWritable(type);
        var missing = operations & ~type.Operations;
        if (missing != RecordOperations.None)
        {
            var name = missing.HasFlag(RecordOperations.Create) ? "create" : missing.HasFlag(RecordOperations.Update) ? "update" : "delete";
            throw ApiException.BadRequest("INVALID_TYPE_FOR_OPERATION", $"entity type {type.Name} does not support {name}");
        }
    }

    private static void CheckWritable(SObjectType type)
    {
        if (!type.IsWritable)
        {
            throw ApiException.BadRequest("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", $"entity type cannot be changed: {type.Name}");
        }
    }

    private Record Insert(SObjectType type, Action<Record> fill)
    {
        SetupPermissions.CheckWrite(org, userId, type);
        org.Records.CheckNotMixed(type);
        var saved = org.Records.Insert(
            type,
            record =>
            {
                fill(record);
                _rules.CheckSave(record);
            },
            userId);
        _changes.AfterInsert(saved);
        return saved;
    }

    private Record Update(Record record, RecordInput input)
    {
        SetupPermissions.CheckWrite(org, userId, record.Type);
        org.Records.CheckNotMixed(record.Type);
        var saved = org.Records.Update(
            record,
            changed =>
            {
                input.ApplyTo(changed);
                _rules.CheckSave(changed);
            },
            userId);
        _changes.AfterUpdate(record, saved);
        return saved;
    }
}
