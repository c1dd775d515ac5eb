using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Security;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Bulk.Export;

namespace SalesforceJwt.PS.Output;

/// <summary>
/// Turns objects and hashtables into rows for a bulk import. The first one names the columns; null becomes <c>#N/A</c>, which sets a field to
/// null, while an empty text, or a property that is missing, leaves it as it is (Bulk API 2.0 Developer Guide: "Prepare CSV Files"). The
/// columns that Salesforce adds to results of an import (<c>sf__Id</c>) are left out.
/// </summary>
internal sealed class BulkRowWriter
{
    private const string Null = "#N/A";

    private readonly List<string> _columns = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.OrdinalIgnoreCase);
    private string[] _values = [];

    /// <summary>The columns; empty before the first object.</summary>
    public IReadOnlyList<string> Columns => _columns;

    /// <summary>The values of an object in the order of the columns; good until the next call.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.CsvInvalid"/>.</exception>
    public string[] Write(PSObject input)
    {
        if (input.BaseObject is string or ValueType or FileSystemInfo)
        {
            throw Invalid($"The input is a value of the type {input.BaseObject.GetType().Name}, not a record", input.BaseObject is FileSystemInfo ? "Name the file with -Path." : "Pipe objects or hashtables whose properties are the API names of fields.");
        }

        if (_columns.Count == 0)
        {
            TakeColumns(input);
        }

        Array.Fill(_values, string.Empty);
        var place = 0;
        foreach (var (name, value) in MembersOf(input))
        {
            if (ResultColumns.Contain(name.TrimStart('\uFEFF')))
            {
                continue;
            }

            if (place >= _columns.Count || !_columns[place].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                place = _places.TryGetValue(name, out var found) ? found : throw Invalid(
                    $"The object has a property '{name}', which the first one does not have",
                    $"All objects have the properties of the first ({string.Join(", ", _columns)}): put Select-Object with all names before.");
            }

            _values[place] = Text(value, name);
            place++;
        }

        return _values;
    }

    private void TakeColumns(PSObject input)
    {
        foreach (var (name, _) in MembersOf(input))
        {
            if (!ResultColumns.Contain(name.TrimStart('\uFEFF')) && _places.TryAdd(name, _columns.Count))
            {
                _columns.Add(name);
            }
        }

        _values = new string[_columns.Count];
        if (_columns.Count == 0)
        {
            throw Invalid("The object has no properties", "Pipe objects or hashtables whose properties are the API names of fields.");
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> MembersOf(PSObject input) => Members.Of(
        input, static (name, why) => Invalid($"The property '{name}' cannot be read: {why.TrimEnd('.')}", "Leave that property out: Select-Object -ExcludeProperty."));

    private static string Text(object? value, string name)
    {
        var inner = PSValue.Unwrap(value);
        return inner switch
        {
            string text => text,
            null or DBNull => Null,
            bool flag => flag ? "true" : "false",
            double number => double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : throw Unfit(name, $"the number {number}"),
            float number => float.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : throw Unfit(name, $"the number {number}"),
            sbyte or byte or short or ushort or int or uint or long or ulong or decimal or BigInteger => ((IFormattable)inner).ToString(null, CultureInfo.InvariantCulture),
            DateTime time => Utc(time.ToUniversalTime()),
            DateTimeOffset time => Utc(time.UtcDateTime),
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            TimeOnly time => time.ToString("HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            byte[] bytes => Convert.ToBase64String(bytes),
            char or Guid or Uri or Version or Enum => Convert.ToString(inner, CultureInfo.InvariantCulture)!,
            SecureString or PSCredential => throw Unfit(name, "a secret"),
            IEnumerable => throw Unfit(name, "a list or hashtable", "Values of a multi-select picklist are one text: -join ';'."),
            ValueType => throw Unfit(name, $"a {inner.GetType().Name}"),
            _ => throw Unfit(name, $"a {inner.GetType().Name}", "Fields of parents have columns of their own, such as Account.Number__c with an external id."),
        };
    }

    private static string Utc(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static SfException Unfit(string name, string what, string? remedy = null) =>
        Invalid($"The property '{name}' holds {what}, which has no place in a CSV cell", remedy ?? "Put text, a number, a date, $true, $false or $null in its place.");

    private static SfException Invalid(string what, string remedy) => new(SfErrorKind.CsvInvalid, what + ".", remedy);
}
