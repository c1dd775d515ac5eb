using CsvHelper;

namespace SalesforceJwt.Core.Bulk.Export;

/// <summary>One row of results, valid until the next one is read.</summary>
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

    /// <summary>The value of a column; null if the cell is empty, which is how Salesforce writes null.</summary>
    /// <param name="column">Index of the column, from 0.</param>
    public string? this[int column] => _reader.IsEmpty(column) ? null : _reader.GetString(column);
}
