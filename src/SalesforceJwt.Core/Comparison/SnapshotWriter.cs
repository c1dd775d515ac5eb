using System.Text.Encodings.Web;
using System.Text.Json;

namespace SalesforceJwt.Core.Comparison;

/// <summary>
/// Writes the JSON of a snapshot: names as in describe results, sorted; what is false, zero or empty is left out.
/// </summary>
internal static class SnapshotWriter
{
    // Escapes for HTML would hide what people compare; no browser shows the file.
    private static readonly JsonWriterOptions Options =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a snapshot as UTF-8.</summary>
    public static void Write(SchemaSnapshot snapshot, MemoryStream stream)
    {
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", SchemaSnapshot.Format);
            writer.WriteString("apiVersion", snapshot.ApiVersion);
            Text(writer, "organizationId", snapshot.OrganizationId);
            Texts(writer, "names", snapshot.Names);
            Texts(writer, "namespaces", snapshot.Namespaces.Order(StringComparer.Ordinal));
            writer.WriteStartArray("objects");
            foreach (var description in snapshot.Objects)
            {
                writer.WriteStartObject();
                writer.WriteString("name", description.Name);
                Text(writer, "label", description.Label);
                writer.WriteStartArray("fields");
                foreach (var field in description.Fields.OrderBy(f => f.Name, StringComparer.OrdinalIgnoreCase))
                {
                    Field(writer, field);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        if (Environment.NewLine.Length > 1)
        {
            // The file has the same bytes on each system, and .NET 8 indents with the system's line ends.
            var text = stream.ToArray().AsSpan();
            stream.SetLength(0);
            for (int end; (end = text.IndexOf("\r\n"u8)) >= 0; text = text[(end + 1)..])
            {
                stream.Write(text[..end]);
            }

            stream.Write(text);
        }

        stream.WriteByte((byte)'\n');
    }

    private static void Field(Utf8JsonWriter writer, SfField field)
    {
        writer.WriteStartObject();
        writer.WriteString("name", field.Name);
        writer.WriteString("type", field.Type);
        Text(writer, "label", field.Label);
        Text(writer, "inlineHelpText", field.HelpText);
        Number(writer, "length", field.Length);
        Number(writer, "precision", field.Precision);
        Number(writer, "scale", field.Scale);
        Flag(writer, "custom", field.IsCustom);
        Flag(writer, "nillable", field.IsNillable);
        Flag(writer, "defaultedOnCreate", field.IsDefaultedOnCreate);
        Flag(writer, "createable", field.IsCreateable);
        Flag(writer, "updateable", field.IsUpdateable);
        Flag(writer, "unique", field.IsUnique);
        Flag(writer, "externalId", field.IsExternalId);
        Flag(writer, "calculated", field.IsCalculated);
        Text(writer, "calculatedFormula", field.Formula);
        Text(writer, "defaultValue", field.DefaultValue);
        Flag(writer, "restrictedPicklist", field.IsRestrictedPicklist);
        Text(writer, "controllerName", field.ControllerName);
        if (field.ReferenceTo.Count > 0)
        {
            Texts(writer, "referenceTo", field.ReferenceTo.Order(StringComparer.Ordinal));
        }

        if (field.PicklistValues.Count > 0)
        {
            // In the org's order, which is that of the list on a page.
            writer.WriteStartArray("picklistValues");
            foreach (var value in field.PicklistValues)
            {
                writer.WriteStartObject();
                writer.WriteString("value", value.Value);
                Text(writer, "label", value.Label == value.Value ? null : value.Label);
                Flag(writer, "active", value.IsActive);
                Flag(writer, "defaultValue", value.IsDefault);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }

    private static void Number(Utf8JsonWriter writer, string name, int value)
    {
        if (value != 0)
        {
            writer.WriteNumber(name, value);
        }
    }

    private static void Flag(Utf8JsonWriter writer, string name, bool value)
    {
        if (value)
        {
            writer.WriteBoolean(name, true);
        }
    }

    private static void Texts(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
