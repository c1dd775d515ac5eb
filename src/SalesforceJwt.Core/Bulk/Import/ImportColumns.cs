using CsvHelper;
using SalesforceJwt.Core.Bulk.Export;

namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>
/// The columns of a CSV file that are imported: not those that results of an earlier import have before them (<c>sf__Id</c>), so that a
/// file of rows that failed can be imported again, and not those without a name or value that spreadsheets leave at the end.
/// </summary>
internal sealed class ImportColumns
{
    private readonly int[] _kept;
    private readonly int _named;

    /// <param name="names">The header.</param>
    public ImportColumns(string[] names)
    {
        _named = Array.FindLastIndex(names, name => name.Length > 0) + 1;
        if (_named == 0)
        {
            _named = names.Length;
        }

        _kept = [.. Enumerable.Range(0, _named).Where(column => !ResultColumns.Contain(names[column]))];
        IsAll = _kept.Length == names.Length;
        Names = [.. _kept.Select(column => names[column])];
    }

    /// <summary>Whether rows are imported as they stand.</summary>
    public bool IsAll { get; }

    /// <summary>The names of the columns that are imported.</summary>
    public string[] Names { get; }

    /// <summary>The values of the present row that are imported.</summary>
    public string[] Values(CsvReader reader) => Array.ConvertAll(_kept, reader.GetString);

    /// <summary>Number, from 1, of a column that has no name, and a value in the present row; null if there is none.</summary>
    public int? NamelessValue(CsvReader reader)
    {
        for (var column = _named; column < reader.FieldCount; column++)
        {
            if (!reader.IsEmpty(column))
            {
                return column + 1;
            }
        }

        return null;
    }
}
