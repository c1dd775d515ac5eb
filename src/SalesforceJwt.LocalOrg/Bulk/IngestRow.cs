using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Rest;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>Saves the rows of an upload, one at a time.</summary>
internal sealed class IngestRow(Org org, IngestJob job, IngestColumn[] columns)
{
    // Salesforce saves so many at a time, and a key may be in each lot once.
    private const int Lot = 200;

    private readonly RecordWriter writer = new(org, job.CreatedById);
    private readonly HashSet<string> keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly int keyPosition = Array.FindIndex(
        columns, column => column.ForeignField is null && column.Field == (job.Operation == "upsert" ? job.Key : job.Type.Find("Id")));

    /// <summary>Saves a row, and gives the record's id and whether it is new.</summary>
    /// <exception cref="ApiException">The row cannot be saved.</exception>
    public (string Id, bool Created) Save(string[] values, int index)
    {
        if (index % Lot == 0)
        {
            keys.Clear();
        }

        return job.Operation switch
        {
            "insert" => (writer.Insert(job.Type, Insertable(values), index).Id, true),
            "update" => (writer.Update(Existing(values, "an update call"), Read(values, creating: false, except: keyPosition), index).Id, false),
            "upsert" => Upsert(values, index),
            _ => (Delete(values, index), false),
        };
    }

    private RecordInput Insertable(string[] values) => keyPosition >= 0 && values[keyPosition].Length > 0
        ? throw ApiException.BadRequest("INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call", "Id")
        : Read(values, creating: true, except: keyPosition);

    private Record Existing(string[] values, string call) => values[keyPosition] is { Length: > 0 } id
        ? writer.Find(job.Type, Unseen(id, "Duplicate id specified"))
        : throw ApiException.BadRequest("MISSING_ARGUMENT", $"Id not specified in {call}", "Id");

    private (string Id, bool Created) Upsert(string[] values, int index)
    {
        var key = job.Key!;
        var value = values[keyPosition];
        if (value.Length == 0)
        {
            return key.Type == FieldType.Id
                ? (writer.Insert(job.Type, Read(values, creating: true, except: keyPosition), index).Id, true)
                : throw ApiException.BadRequest("MISSING_ARGUMENT", $"{key.Name} not specified", key.Name);
        }

        Unseen(value, "Duplicate external id specified");
        var (record, created) = writer.Upsert(job.Type, key, value, creating => Read(values, creating, except: keyPosition), index);
        return (record.Id, created);
    }

    private string Delete(string[] values, int index)
    {
        var record = Existing(values, "a delete call");
        writer.Delete(record, index);
        if (job.Operation == "hardDelete")
        {
            org.Records.Erase(record);
        }

        return record.Id;
    }

    private string Unseen(string key, string message) => keys.Add(key)
        ? key
        : throw ApiException.BadRequest("DUPLICATE_VALUE", $"{message}: {key}", columns[keyPosition].Field.Name);

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
