using CsvHelper;

namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>One row of results, good until the next one is read.</summary>
internal readonly struct ResultRow
{
    private readonly CsvReader _reader;

    internal ResultRow(CsvReader reader, IReadOnlyList<string> columns)
    {
        _reader = reader;
        Columns = columns;
    }

    /// <summary>Names of the columns; the same list for all rows of a page.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>A value by its column's place; null where the cell is empty, which is how Salesforce writes null.</summary>
    /// <param name="column">The column's place, from 0.</param>
    public string? this[int column] => _reader.IsEmpty(column) ? null : _reader.GetString(column);
}
