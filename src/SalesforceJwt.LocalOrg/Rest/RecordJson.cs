using System.Text.Json;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Soql.Execution;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Writes records as JSON, with URLs of the request's API version. Not thread-safe.</summary>
/// <param name="store">Where parent records are found.</param>
/// <param name="root">The API's path with its version, such as <c>/services/data/v68.0</c>.</param>
/// <param name="addCursor">Stores the further pages of child records; required for queries with child queries.</param>
/// <param name="nestedPageSize">Most child records in one list.</param>
internal sealed class RecordJson(
    RecordStore store, string root, Func<QueryResult, QueryCursor>? addCursor = null, int nestedPageSize = int.MaxValue)
{
    private readonly Dictionary<Projection, RecordSerializer> _writers = [];

    public string Url(Record record) => $"{TypeUrl(record.Type)}/{record.Id}";

    public string TypeUrl(SObjectType type) => $"{root}/sobjects/{type.Name}";

    public Record? Find(SObjectType type, string id) => store.Find(type, id);

    public void Write(Utf8JsonWriter writer, Record record, Projection projection) => Writer(projection).Write(writer, record);

    /// <summary>The serializer of records with these fields.</summary>
    public RecordSerializer Writer(Projection projection)
    {
        if (!_writers.TryGetValue(projection, out var writer))
        {
            _writers[projection] = writer = new RecordSerializer(this, projection);
        }

        return writer;
    }

    /// <summary>Writes the child records of a record, as the result of a nested query.</summary>
    public void WriteChildren(Utf8JsonWriter writer, QueryResult children, RecordSerializer records)
    {
        if (children.Records.Count == 0)
        {
            writer.WriteNullValue();
            return;
        }

        var count = Math.Min(nestedPageSize, children.Records.Count);
        var isComplete = count == children.Records.Count;
        WriteStart(writer, children, count, isComplete ? null : addCursor?.Invoke(children).Id);
        for (var i = 0; i < count; i++)
        {
            records.Write(writer, children.Records[i]);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes what comes before the rows of a page.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="result">The result of the query.</param>
    /// <param name="end">Number of the first row after the page.</param>
    /// <param name="cursorId">Id of the cursor, for the URL of the next page.</param>
    public void WriteStart(Utf8JsonWriter writer, QueryResult result, int end, string? cursorId)
    {
        writer.WriteStartObject();
        writer.WriteNumber("totalSize", result.TotalSize);
        writer.WriteBoolean("done", end == result.RowCount);
        if (end < result.RowCount)
        {
            writer.WriteString("nextRecordsUrl", $"{root}/query/{cursorId}-{end}");
        }

        if (root.EndsWith("/tooling", StringComparison.Ordinal))
        {
            writer.WriteNumber("size", result.RowCount);
            writer.WriteString("entityTypeName", result.Projection.Type.Name);
        }

        writer.WriteStartArray("records");
    }

    /// <summary>Writes one group of a query with aggregate functions.</summary>
    public static void WriteGroup(Utf8JsonWriter writer, GroupedResult groups, object?[] row)
    {
        var values = new ValueWriter();
        writer.WriteStartObject();
        writer.WriteStartObject("attributes");
        writer.WriteString("type", "AggregateResult");
        writer.WriteEndObject();
        for (var i = 0; i < row.Length; i++)
        {
            writer.WritePropertyName(groups.Columns[i].Name);
            values.Write(writer, row[i]);
        }

        writer.WriteEndObject();
    }
}
