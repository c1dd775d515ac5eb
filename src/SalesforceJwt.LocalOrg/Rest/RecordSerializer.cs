using System.Text;
using System.Text.Json;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Soql;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>
/// Writes records of one object as JSON. What is the same in all of them is made ready once, since a query may have a
/// million. Not for several threads.
/// </summary>
internal sealed class RecordSerializer
{
    private const int IdLength = 18;
    private static readonly JsonEncodedText AttributesName = JsonEncodedText.Encode("attributes");

    private readonly RecordJson json;
    private readonly Column[] columns;
    private readonly byte[] attributes;
    private readonly ValueWriter values = new();

    public RecordSerializer(RecordJson json, Projection projection)
    {
        this.json = json;
        attributes = Encoding.UTF8.GetBytes(
            $$"""{"type":"{{projection.Type.Name}}","url":"{{json.TypeUrl(projection.Type)}}/{{new string(' ', IdLength)}}"}""");
        columns = [.. projection.Items.Select(item => new Column(
            JsonEncodedText.Encode(item.Name),
            item,
            projection.Type.IndexOf(item.Field.Name),
            item.Parent is null ? null : json.Writer(item.Parent),
            item.Children is null ? null : json.Writer(item.Children.Projection)))];
    }

    public void Write(Utf8JsonWriter writer, Record record)
    {
        Encoding.ASCII.GetBytes(record.Id, attributes.AsSpan(attributes.Length - IdLength - 2));
        writer.WriteStartObject();
        writer.WritePropertyName(AttributesName);
        writer.WriteRawValue(attributes, skipInputValidation: true);
        foreach (var column in columns)
        {
            writer.WritePropertyName(column.Name);
            if (column.Children is not null)
            {
                json.WriteChildren(writer, column.Item.Children!.Of(record.Id), column.Children);
            }
            else if (column.Parent is not null)
            {
                WriteParent(writer, record[column.Ordinal] as string, column);
            }
            else if (column.Item.Field.Type == FieldType.Base64)
            {
                // A file's content is never inside a record: its place holds the URL to get it from.
                writer.WriteStringValue($"{json.Url(record)}/{column.Item.Field.Name}");
            }
            else
            {
                values.Write(writer, record[column.Ordinal]);
            }
        }

        writer.WriteEndObject();
    }

    private void WriteParent(Utf8JsonWriter writer, string? id, Column column)
    {
        if (id is not null && json.Find(column.Item.Parent!.Type, id) is { } record)
        {
            column.Parent!.Write(writer, record);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private sealed record Column(JsonEncodedText Name, ProjectionItem Item, int Ordinal, RecordSerializer? Parent, RecordSerializer? Children);
}
