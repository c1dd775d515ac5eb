using SalesforceJwt.Core.Bulk.Export;

namespace SalesforceJwt.PS.Output;

/// <summary>Makes an object of each row of bulk results, on any thread: each column is a property, with text or null.</summary>
/// <param name="type">API name of the rows' object; null if they are not records of Salesforce.</param>
/// <param name="origin">The org of the rows.</param>
internal sealed class BulkRecordReader(string? type, RecordOrigin origin)
{
    private volatile Columns? _columns;

    public object Read(ResultRow row)
    {
        var columns = _columns;
        if (columns is null || !ReferenceEquals(columns.Names, row.Columns))
        {
            _columns = columns = new Columns(row.Columns, new RecordSource(type, [.. row.Columns], origin));
        }

        var values = new object?[row.Columns.Count];
        for (var column = 0; column < values.Length; column++)
        {
            values[column] = row[column];
        }

        return columns.Class.Create(values, columns.Source);
    }

    private sealed record Columns(IReadOnlyList<string> Names, RecordSource Source)
    {
        public RecordClass Class { get; } = RecordClass.Get(Source.ObjectName, Source.Names);
    }
}
