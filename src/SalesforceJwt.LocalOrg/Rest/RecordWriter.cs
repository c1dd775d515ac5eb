using SalesforceJwt.LocalOrg.Data;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Saves and deletes records by the rules that single requests, collections and bulk jobs share.</summary>
/// <param name="org">The org.</param>
/// <param name="userId">The user who saves them.</param>
internal sealed class RecordWriter(Org org, string userId)
{
    /// <exception cref="ApiException">The record cannot be saved.</exception>
    public Record Insert(SObjectType type, RecordInput input, int index)
    {
        CheckWritable(type);
        org.RecordFaults.ThrowIfMatching(index);
        return org.Records.Insert(type, input.ApplyTo, userId);
    }

    /// <exception cref="ApiException">The record cannot be saved.</exception>
    public Record Update(Record record, RecordInput input, int index)
    {
        org.RecordFaults.ThrowIfMatching(index, record.Id);
        return org.Records.Update(record, input.ApplyTo, userId);
    }

    /// <exception cref="ApiException">The record cannot be deleted.</exception>
    public void Delete(Record record, int index)
    {
        CheckWritable(record.Type);
        org.RecordFaults.ThrowIfMatching(index, record.Id);
        org.Records.Delete(record, userId);
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
        CheckWritable(type);
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
                [var record] => (org.Records.Update(record, read(false).ApplyTo, userId), false),
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

    /// <exception cref="ApiException">Records of the object are read-only.</exception>
    public static void CheckWritable(SObjectType type)
    {
        if (!type.IsWritable)
        {
            throw ApiException.BadRequest("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", $"entity type cannot be changed: {type.Name}");
        }
    }

    private Record Insert(SObjectType type, SObjectField key, string value, RecordInput input) => org.Records.Insert(
        type,
        record =>
        {
            input.ApplyTo(record);
            record[key.Name] = value;
        },
        userId);
}
