using System.Text;
using System.Text.Json;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Soql.Execution;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>
/// Writes records of one object as JSON. The common parts are encoded once, since a query may have a million records.
/// Not thread-safe.
/// </summary>
internal sealed class RecordSerializer
{
    private const int IdLength = 18;
    private static readonly JsonEncodedText AttributesName = JsonEncodedText.Encode("attributes");

    private const string NoId = "000000000000000AAA";

    private readonly RecordJson _json;
    private readonly bool _hidesIds;
    private readonly Column[] _columns;
    private readonly byte[] _attributes;
    private readonly ValueWriter _values = new();

    public RecordSerializer(RecordJson json, Projection projection)
    {
        _json = json;
        _hidesIds = projection.Type.HidesIds;
        _attributes = Encoding.UTF8.GetBytes(
            $$"""{"type":"{{projection.Type.Name}}","url":"{{json.TypeUrl(projection.Type)}}/{{new string(' ', IdLength)}}"}""");
        _columns = [.. projection.Items.Select(item => new Column(
            JsonEncodedText.Encode(item.Name),
            item,
            projection.Type.IndexOf(item.Field.Name),
            item.Parent is null ? null : json.Writer(item.Parent),
            item.Children is null ? null : json.Writer(item.Children.Projection)))];
    }

    public void Write(Utf8JsonWriter writer, Record record)
    {
        Encoding.ASCII.GetBytes(_hidesIds ? NoId : record.Id, _attributes.AsSpan(_attributes.Length - IdLength - 2));
        writer.WriteStartObject();
        writer.WritePropertyName(AttributesName);
        writer.WriteRawValue(_attributes, skipInputValidation: true);
        foreach (var column in _columns)
        {
            writer.WritePropertyName(column.Name);
            if (column.Children is not null)
            {
                _json.WriteChildren(writer, column.Item.Children!.Of(record.Id), column.Children);
            }
            else if (column.Parent is not null)
            {
                WriteParent(writer, record[column.Ordinal] as string, column);
            }
            else if (column.Item.Field.Type == FieldType.Base64)
            {
                // The value of a file's content field is the URL to download it from.
                writer.WriteStringValue($"{_json.Url(record)}/{column.Item.Field.Name}");
            }
            else
            {
                _values.Write(writer, _hidesIds && column.Ordinal == 0 ? null : record[column.Ordinal]);
            }
        }

        writer.WriteEndObject();
    }

    private void WriteParent(Utf8JsonWriter writer, string? id, Column column)
    {
        if (id is not null && _json.Find(column.Item.Parent!.Type, id) is { } record)
        {
            column.Parent!.Write(writer, record);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private sealed record Column(
        JsonEncodedText Name, ProjectionItem Item, int Ordinal, RecordSerializer? Parent, RecordSerializer? Children);
}
