using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>Saves the rows of an upload, one at a time.</summary>
internal sealed class IngestRow(Org org, IngestJob job, IngestColumn[] columns)
{
    // Salesforce saves 200 rows at a time; a key may occur once in each chunk.
    private const int ChunkSize = 200;

    private readonly RecordWriter _writer = new(org, job.CreatedById);
    private readonly HashSet<string> _keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly int _keyPosition = Array.FindIndex(
        columns, column => column.ForeignField is null && column.Field == (job.Operation == "upsert" ? job.Key : job.Type.Find("Id")));

    /// <summary>Saves a row, and returns the record's id and whether it is new.</summary>
    /// <exception cref="ApiException">The row cannot be saved.</exception>
    public (string Id, bool Created) Save(string[] values, int index)
    {
        if (index % ChunkSize == 0)
        {
            _keys.Clear();
        }

        return job.Operation switch
        {
            "insert" => (_writer.Insert(job.Type, ReadInsert(values), index).Id, true),
            "update" => (Update(values, index), false),
            "upsert" => Upsert(values, index),
            _ => (Delete(values, index), false),
        };
    }

    /// <summary>The id or external id of a row; empty if it has none, which <c>#N/A</c> says as well.</summary>
    private string Key(string[] values) => values[_keyPosition] is var key && key != IngestColumn.Null ? key : string.Empty;

    private RecordInput ReadInsert(string[] values) => _keyPosition >= 0 && Key(values).Length > 0
        ? throw ApiException.BadRequest("INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call", "Id")
        : Read(values, creating: true, except: _keyPosition);

    private Record Existing(string[] values, string call) => Key(values) is { Length: > 0 } id
        ? _writer.Find(job.Type, CheckNotDuplicate(id, "Duplicate id specified"))
        : throw ApiException.BadRequest("MISSING_ARGUMENT", $"Id not specified in {call}", "Id");

    private string Update(string[] values, int index) =>
        _writer.Update(Existing(values, "an update call"), Read(values, creating: false, except: _keyPosition), index).Id;

    private (string Id, bool Created) Upsert(string[] values, int index)
    {
        var key = job.Key!;
        var value = Key(values);
        if (value.Length == 0)
        {
            return key.Type == FieldType.Id
                ? (_writer.Insert(job.Type, Read(values, creating: true, except: _keyPosition), index).Id, true)
                : throw ApiException.BadRequest("MISSING_ARGUMENT", $"{key.Name} not specified", key.Name);
        }

        CheckNotDuplicate(value, "Duplicate external id specified");
        var (record, created) = _writer.Upsert(job.Type, key, value, creating => Read(values, creating, except: _keyPosition), index);
        return (record.Id, created);
    }

    private string Delete(string[] values, int index)
    {
        var record = Existing(values, "a delete call");
        _writer.Delete(record, index);
        if (job.Operation == "hardDelete")
        {
            org.Records.Erase(record);
        }

        return record.Id;
    }

    private string CheckNotDuplicate(string key, string message) => _keys.Add(key)
        ? key
        : throw ApiException.BadRequest("DUPLICATE_VALUE", $"{message}: {key}", columns[_keyPosition].Field.Name);

    private RecordInput Read(string[] values, bool creating, int except)
    {
        var fields = new Dictionary<SObjectField, object?>(columns.Length, ReferenceEqualityComparer.Instance);
        for (var i = 0; i < columns.Length; i++)
        {
            if (i != except && columns[i].TryRead(values[i], i, org.Records, out var value))
            {
                fields[columns[i].Field] = value;
            }
        }

        return RecordInput.Of(job.Type, fields, creating);
    }
}
