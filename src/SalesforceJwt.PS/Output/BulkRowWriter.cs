using System.Collections;
using System.Management.Automation;
using System.Security;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Bulk.Export;
using SalesforceJwt.Core.Bulk.Import;
using SalesforceJwt.Core.Values;

namespace SalesforceJwt.PS.Output;

/// <summary>
/// Turns objects and hashtables into rows for a bulk import, with cells as <see cref="CsvCell"/> writes them. The first object names the
/// columns; a property that a later one lacks is an empty cell. The columns that Salesforce adds to results of an import (<c>sf__Id</c>)
/// are left out.
/// </summary>
/// <param name="nullValue">A text that sets a field to null, in addition to <c>#N/A</c>; null if there is none.</param>
internal sealed class BulkRowWriter(string? nullValue = null)
{
    private const string PipeObjects = "Pipe objects or hashtables whose properties are the API names of fields.";

    private readonly List<string> _columns = [];
    private readonly Dictionary<string, int> _indexes = new(StringComparer.OrdinalIgnoreCase);
    private string[] _values = [];

    /// <summary>Adds an object as a row to an import.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.CsvInvalid"/>, or an upload failed.</exception>
    public ValueTask AddAsync(BulkImport import, PSObject input, CancellationToken cancellationToken)
    {
        var isFirst = _columns.Count == 0;
        var values = Values(input);
        if (isFirst)
        {
            import.SetColumns(_columns);
        }

        return import.AddRowAsync(values, cancellationToken);
    }

    /// <summary>The values of an object in the order of the columns; valid until the next call.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.CsvInvalid"/>.</exception>
    public string[] Values(PSObject input)
    {
        if (input.BaseObject is string or ValueType or FileSystemInfo)
        {
            throw Invalid(
                $"The input is a value of the type {input.BaseObject.GetType().Name}, not a record",
                input.BaseObject is FileSystemInfo ? "Name the file with -Path." : PipeObjects);
        }

        if (_columns.Count == 0)
        {
            ReadColumns(input);
        }

        Array.Fill(_values, string.Empty);
        var index = 0;
        foreach (var (name, value) in MembersOf(input))
        {
            if (ResultColumns.Contain(name.TrimStart('\uFEFF')))
            {
                continue;
            }

            if (index >= _columns.Count || !_columns[index].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                index = _indexes.TryGetValue(name, out var found) ? found : throw Invalid(
                    $"The object has a property '{name}', which the first one does not have",
                    $"All objects need the properties of the first one ({string.Join(", ", _columns)}): "
                        + "pipe them through Select-Object with all names.");
            }

            _values[index] = Cell(value, name);
            index++;
        }

        return _values;
    }

    private void ReadColumns(PSObject input)
    {
        foreach (var (name, _) in MembersOf(input))
        {
            if (!ResultColumns.Contain(name.TrimStart('\uFEFF')) && _indexes.TryAdd(name, _columns.Count))
            {
                _columns.Add(name);
            }
        }

        _values = new string[_columns.Count];
        if (_columns.Count == 0)
        {
            throw Invalid("The object has no properties", PipeObjects);
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> MembersOf(PSObject input) => Members.Of(
        input,
        static (name, why) => Invalid(
            $"The property '{name}' cannot be read: {why.TrimEnd('.')}", "Leave that property out: Select-Object -ExcludeProperty."));

    private string Cell(object? value, string name)
    {
        var inner = PSValue.Unwrap(value);
        return inner is string text && CsvCell.IsNull(text, nullValue) ? CsvCell.Null : CsvCell.Of(inner) ?? throw Unsupported(inner, name);
    }

    private static SfException Unsupported(object? value, string name)
    {
        (string what, string? remedy) = value switch
        {
            double or float or Half => ($"the number {ValueText.Format(value).Text}", null),
            SecureString or PSCredential => ("a secret", null),
            IEnumerable => ("a list or hashtable", "Values of a multi-select picklist are one text: -join ';'."),
            ValueType => ($"a {value.GetType().Name}", null),
            _ => (
                $"a {value!.GetType().Name}",
                "Fields of parents have columns of their own, such as Account.Number__c with an external id."),
        };
        return Invalid(
            $"The property '{name}' holds {what}, which has no place in a CSV cell",
            remedy ?? "Put text, a number, a date, $true, $false or $null in its place.");
    }

    private static SfException Invalid(string what, string remedy) => new(SfErrorKind.CsvInvalid, what + ".", remedy);
}
