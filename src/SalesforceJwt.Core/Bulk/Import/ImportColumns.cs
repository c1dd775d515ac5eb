using CsvHelper;
using SalesforceJwt.Core.Bulk.Export;
using SalesforceJwt.Core.Records;

namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>
/// The columns of a CSV file that are imported. Left out are the columns that Salesforce adds to results (<c>sf__Id</c>), so that a file of
/// failed rows can be imported again, and empty columns without a name at the end, which spreadsheets leave.
/// </summary>
internal sealed class ImportColumns
{
    private readonly int[] _imported;
    private readonly int _namedCount;

    /// <param name="names">The header.</param>
    public ImportColumns(string[] names)
    {
        _namedCount = Array.FindLastIndex(names, name => name.Length > 0) + 1;
        if (_namedCount == 0)
        {
            _namedCount = names.Length;
        }

        _imported = [.. Enumerable.Range(0, _namedCount).Where(column => !ResultColumns.Contain(names[column]))];
        IsAll = _imported.Length == names.Length;
        Names = [.. _imported.Select(column => NameOf(names[column]))];
        HasSameHeader = IsAll && Names.SequenceEqual(names);
    }

    /// <summary>Whether all columns are imported.</summary>
    public bool IsAll { get; }

    /// <summary>Whether the header can be sent as it is in the file.</summary>
    public bool HasSameHeader { get; }

    /// <summary>The names of the columns that are imported.</summary>
    public string[] Names { get; }

    /// <summary>The name of a column as Salesforce expects it.</summary>
    public static string NameOf(string name) =>
        ParentColumn.IsOne(name) && ParentColumn.Parse(name) is { } parent ? parent.ToString() : name;

    /// <summary>The imported values of the current row.</summary>
    public string[] Values(CsvReader reader) => Array.ConvertAll(_imported, reader.GetString);

    /// <summary>Number, from 1, of the first column without a name that has a value in the current row; null if there is none.</summary>
    public int? ColumnWithoutName(CsvReader reader)
    {
        for (var column = _namedCount; column < reader.FieldCount; column++)
        {
            if (!reader.IsEmpty(column))
            {
                return column + 1;
            }
        }

        return null;
    }
}
