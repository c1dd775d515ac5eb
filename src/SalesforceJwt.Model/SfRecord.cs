using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SalesforceJwt.Model;

/// <summary>
/// A record of Salesforce: an object of a class that is made for its object and fields, such as <c>Salesforce.Account</c>. Its properties
/// are the fields, in the order of the query.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1036:Override methods on comparable types",
    Justification = "PowerShell compares through IComparable. Equal values do not make two records one, since both can be changed.")]
public abstract class SfRecord : IComparable
{
    private object?[] _values = null!;

    /// <summary>What records of one answer share. Internal, since PowerShell would show a property as a field.</summary>
    internal RecordSource Source { get; private set; } = null!;

    /// <summary>The name or, without one, the id; for a record with neither, its fields.</summary>
    public override string ToString() =>
        Text("Name") ?? Text("Id") ?? string.Join("; ", Source.Names.Zip(_values, static (name, value) => $"{name}={value}"));

    /// <summary>
    /// Compares records by their text and then by all fields, so that <c>Compare-Object</c> and <c>Sort-Object</c> work on them. 0 means
    /// that names and values are the same. <c>-eq</c> compares references.
    /// </summary>
    int IComparable.CompareTo(object? obj)
    {
        if (obj is not SfRecord other)
        {
            return obj is null ? 1 : throw new ArgumentException("A record cannot be compared with another kind of object.", nameof(obj));
        }

        var order = CultureInfo.CurrentCulture.CompareInfo.Compare(ToString(), other.ToString(), CompareOptions.IgnoreCase);
        return order != 0 ? order : string.CompareOrdinal(AllText(), other.AllText());
    }

    internal void Initialize(object?[] values, RecordSource source)
    {
        _values = values;
        Source = source;
    }

    /// <summary>A field's value. Called by the properties of the generated classes.</summary>
    protected object? GetValue(int index) => _values[index];

    /// <summary>Changes a field's value. Called by the properties of the generated classes.</summary>
    protected internal void SetValue(int index, object? value) => _values[index] = value;

    private string? Text(string name)
    {
        var index = Array.FindIndex(Source.Names, n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index >= 0 && _values[index]?.ToString() is { Length: > 0 } text ? text : null;
    }

    private string AllText() => string.Join('\n', Source.Names.Zip(_values, static (name, value) =>
        $"{name}={(value is SfRecord parent ? parent.AllText() : value)}"));
}
