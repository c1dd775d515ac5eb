using System.Management.Automation;
using SalesforceJwt.Core.Bulk.Export;

namespace SalesforceJwt.PS.Output;

/// <summary>Makes an object of each row of bulk results, on any thread: each column is a property, with text or null.</summary>
/// <param name="type">API name of the rows' object; null if they are not records of Salesforce.</param>
internal sealed class BulkRecordReader(string? type)
{
    private readonly string[] _typeNames = type is null ? [] : RecordObject.TypeNamesOf(type);
    private object? _sharedTypeNames;
    private object _capacity = 0;

    public PSObject Read(ResultRow row)
    {
        var columns = row.Columns;
        var capacity = _capacity;
        if ((int)capacity != columns.Count)
        {
            _capacity = capacity = columns.Count;
            _sharedTypeNames = type is null ? null : RecordObject.Share(_typeNames);
        }

        var record = RecordObject.Create(capacity);
        var properties = record.Properties;
        for (var column = 0; column < columns.Count; column++)
        {
            properties.Add(new PSNoteProperty(columns[column], row[column]), preValidated: true);
        }

        if (type is not null)
        {
            RecordObject.Name(record, _typeNames, _sharedTypeNames);
        }

        return record;
    }
}
