using CsvHelper;
using SalesforceJwt.Core.Bulk.Export;
using SalesforceJwt.Core.Records;
using SalesforceJwt.Core.Values;

namespace SalesforceJwt.Core.Bulk.Import;

/// <summary>
/// The columns of a CSV file that are imported. Left out are the columns that Salesforce adds to results (<c>sf__Id</c>), so that a file of
/// failed rows can be imported again, and empty columns without a name at the end, which spreadsheets leave.
/// </summary>
internal sealed class ImportColumns
{
    private readonly int[] _imported;
    private readonly int _namedCount;
    private readonly string? _nullValue;

    /// <param name="names">The header.</param>
    /// <param name="nullValue">A text that sets a field to null, in addition to <c>#N/A</c>; null if there is none.</param>
    public ImportColumns(string[] names, string? nullValue)
    {
        _nullValue = nullValue;
        _namedCount = Array.FindLastIndex(names, name => name.Length > 0) + 1;
        if (_namedCount == 0)
        {
            _namedCount = names.Length;
        }

        _imported = [.. Enumerable.Range(0, _namedCount).Where(column => !ResultColumns.Contain(names[column]))];
        Names = [.. _imported.Select(column => NameOf(names[column]))];
        HasSameHeader = Names.SequenceEqual(names);
        HasSameRows = Names.Length == names.Length && nullValue is null;
    }

    /// <summary>Whether the header can be sent as it is in the file.</summary>
    public bool HasSameHeader { get; }

    /// <summary>Whether the rows can be sent as they are in the file.</summary>
    public bool HasSameRows { get; }

    /// <summary>The names of the columns that are imported.</summary>
    public string[] Names { get; }

    /// <summary>The name of a column as Salesforce expects it.</summary>
    public static string NameOf(string name) =>
        ParentColumn.IsOne(name) && ParentColumn.Parse(name) is { } parent ? parent.ToString() : name;

    /// <summary>The imported values of the current row.</summary>
    public string[] Values(CsvReader reader) => Array.ConvertAll(
        _imported, column => reader.GetString(column) is var text && CsvCell.IsNull(text, _nullValue) ? CsvCell.Null : text);

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
