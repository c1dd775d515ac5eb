using System.Collections;
using System.Globalization;
using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Bulk.Export;
using SalesforceJwt.Core.Values;

namespace SalesforceJwt.PS.Output;

/// <summary>
/// The fields of a record in PowerShell: a hashtable, an object, a row of Import-Csv, or a record of Invoke-SfQuery, which knows its
/// object.
/// </summary>
internal sealed class RecordFields
{
    private readonly List<KeyValuePair<string, object?>> _fields = [];
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    private RecordFields()
    {
    }

    /// <summary>API name of its object, from the record's type name or attributes; null if it has neither.</summary>
    public string? Type { get; private set; }

    public IReadOnlyList<KeyValuePair<string, object?>> Fields => _fields;

    /// <summary>The items of a value from the pipeline or a parameter: a list's, or the value itself.</summary>
    public static IEnumerable<object> Each(object? input) =>
        LanguagePrimitives.GetEnumerable(input) is { } several ? several.Cast<object?>().OfType<object>() : input is null ? [] : [input];

    /// <summary>Whether a value has fields: a hashtable, or an object other than a text, a number and the like.</summary>
    public static bool IsRecord(object input) => PSObject.AsPSObject(input).BaseObject
        is not (string or ValueType or ScriptBlock or Uri or (IEnumerable and not IDictionary));

    /// <exception cref="SfException"><see cref="SfErrorKind.RecordInvalid"/>.</exception>
    public static RecordFields Read(object input)
    {
        var wrapped = PSObject.AsPSObject(input);
        if (!IsRecord(wrapped))
        {
            throw Invalid(
                $"a value of the type {wrapped.BaseObject.GetType().Name} is not a record",
                "Give hashtables or objects whose properties are the fields: @{ LastName = 'Ito' }.");
        }

        var fields = new RecordFields { Type = RecordClass.ObjectNameOf(wrapped) };
        foreach (var (name, value) in Members.Of(wrapped, Unreadable))
        {
            fields.Add(name, value);
        }

        return fields;
    }

    /// <summary>A value as text without white space around it; null if that is empty.</summary>
    public static string? Text(object? value)
    {
        var inner = PSValue.Unwrap(value);
        var text = (QueryStringValue.Of(inner) ?? Convert.ToString(inner, CultureInfo.InvariantCulture))?.Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>The value of a field; null where there is none.</summary>
    public object? Find(string name) => _fields.Find(f => f.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Removes a field, and returns its value.</summary>
    public object? Remove(string name)
    {
        var value = Find(name);
        _fields.RemoveAll(f => f.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        return value;
    }

    /// <summary>Removes the fields whose value is an empty text.</summary>
    public void DropEmpty() => _fields.RemoveAll(f => IsEmptyText(f.Value));

    /// <summary>Replaces texts that stand for null by null: those of Bulk API 2.0 and Data Loader, and another one.</summary>
    public void ReplaceNullTexts(string? nullValue) => Clear(v => PSValue.Unwrap(v) is string text && CsvCell.IsNull(text, nullValue));

    /// <summary>Replaces empty texts, which Salesforce accepts for text fields only, by null, which clears fields of every type.</summary>
    public void ClearEmpty() => Clear(IsEmptyText);

    private void Clear(Predicate<object?> matches)
    {
        for (var i = 0; i < _fields.Count; i++)
        {
            if (matches(_fields[i].Value))
            {
                _fields[i] = new(_fields[i].Key, null);
            }
        }
    }

    private void Add(string name, object? value)
    {
        if (name.Equals("attributes", StringComparison.OrdinalIgnoreCase))
        {
            // What the REST API says about a record, not a field of it.
            Type ??= value is null ? null : Read(value).Find("type") as string;
            return;
        }

        // CSV that was read from text with a byte order mark has the mark before the first name.
        name = name.TrimStart('\uFEFF');
        if (ResultColumns.Contain(name))
        {
            // Columns that Salesforce adds to results of a bulk import: without them, a row that failed can be saved again.
            return;
        }

        if (name.Trim().Length == 0)
        {
            throw Invalid("it has a field without a name", "Give the column a header, or leave it out: Select-Object -ExcludeProperty.");
        }

        if (!_names.Add(name))
        {
            throw Invalid($"it has the field '{name}' twice, in different case, which is one field to Salesforce", "Remove one of them.");
        }

        _fields.Add(new(name, value));
    }

    private static bool IsEmptyText(object? value) => PSValue.Unwrap(value) is string { Length: 0 };

    private static SfException Unreadable(string name, string why) =>
        Invalid($"its property '{name}' cannot be read: {why}", "Leave that property out: Select-Object -ExcludeProperty.");

    private static SfException Invalid(string what, string remedy) => new(
        SfErrorKind.RecordInvalid,
        char.ToUpperInvariant(what[0]) + what[1..] + ".",
        remedy);
}
