using System.Globalization;
using System.Text.Json;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Soql;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Writes records as JSON, in the version that the request named.</summary>
internal sealed class RecordJson(RecordStore store, string version)
{
    public string Url(Record record) => $"/services/data/{version}/sobjects/{record.Type.Name}/{record.Id}";

    public void Write(Utf8JsonWriter writer, Record record, Projection projection)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("attributes");
        writer.WriteString("type", record.Type.Name);
        writer.WriteString("url", Url(record));
        writer.WriteEndObject();
        foreach (var (field, parent) in projection.Items)
        {
            if (parent is null)
            {
                writer.WritePropertyName(field.Name);
                WriteValue(writer, record, field);
            }
            else
            {
                writer.WritePropertyName(field.RelationshipName!);
                WriteParent(writer, record[field.Name] as string, parent);
            }
        }

        writer.WriteEndObject();
    }

    private void WriteParent(Utf8JsonWriter writer, string? id, Projection projection)
    {
        if (id is not null && store.Find(projection.Type, id) is { } record)
        {
            Write(writer, record, projection);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private void WriteValue(Utf8JsonWriter writer, Record record, SObjectField field)
    {
        if (field.Type == FieldType.Base64)
        {
            // A file's content is never inside a record: its place holds the URL to get it from.
            writer.WriteStringValue($"{Url(record)}/{field.Name}");
            return;
        }

        switch (record[field.Name])
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool value:
                writer.WriteBooleanValue(value);
                break;
            case int value:
                writer.WriteNumberValue(value);
                break;
            case decimal value:
                writer.WriteNumberValue(value);
                break;
            case DateOnly value:
                writer.WriteStringValue(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset value:
                writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture));
                break;
            case var text:
                writer.WriteStringValue((string)text);
                break;
        }
    }
}
