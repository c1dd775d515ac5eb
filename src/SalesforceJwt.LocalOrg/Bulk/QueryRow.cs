using System.Globalization;
using System.Text;
using SalesforceJwt.LocalOrg.Data;
using SalesforceJwt.LocalOrg.Soql.Execution;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>Writes records as CSV rows, with every value quoted as Salesforce does.</summary>
internal sealed class QueryRow(RecordStore store, Projection projection, BulkFormat format)
{
    private readonly List<(SObjectField[] References, SObjectField Field, string Name)> _columns = [.. Columns(projection, [], "")];

    public string Header() => string.Join(format.Delimiter, _columns.Select(column => $"\"{column.Name}\"")) + format.NewLine;

    public void Write(StringBuilder row, Record record)
    {
        for (var i = 0; i < _columns.Count; i++)
        {
            if (i > 0)
            {
                row.Append(format.Delimiter);
            }

            row.Append('"');
            Append(row, Value(record, _columns[i].References, _columns[i].Field));
            row.Append('"');
        }

        row.Append(format.NewLine);
    }

    private static IEnumerable<(SObjectField[] References, SObjectField Field, string Name)> Columns(
        Projection projection, SObjectField[] references, string prefix)
    {
        foreach (var (field, parent) in projection.Items)
        {
            if (parent is null)
            {
                yield return (references, field, prefix + field.Name);
                continue;
            }

            foreach (var column in Columns(parent, [.. references, field], $"{prefix}{field.RelationshipName}."))
            {
                yield return column;
            }
        }
    }

    private static void Append(StringBuilder row, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case string text when text.Contains('"', StringComparison.Ordinal):
                row.Append(text.Replace("\"", "\"\"", StringComparison.Ordinal));
                break;
            case string text:
                row.Append(text);
                break;
            case bool truth:
                row.Append(truth ? "true" : "false");
                break;
            case DateOnly date:
                row.Append(CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd}");
                break;
            case DateTimeOffset time:
                row.Append(CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}");
                break;
            default:
                row.Append(CultureInfo.InvariantCulture, $"{value}");
                break;
        }
    }

    private object? Value(Record record, SObjectField[] references, SObjectField field)
    {
        var current = record;
        foreach (var reference in references)
        {
            var target = store.Schema.Target(reference);
            if (current[reference.Name] is not string id || store.Find(target, id) is not { } parent)
            {
                return null;
            }

            current = parent;
        }

        return current[field.Name];
    }
}
