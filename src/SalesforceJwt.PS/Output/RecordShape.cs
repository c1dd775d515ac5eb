using System.Management.Automation;
using System.Text.Json;

namespace SalesforceJwt.PS.Output;

/// <summary>The names that records of one kind have, so that each is one string for all of them.</summary>
internal sealed class RecordShape
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, RecordShape> _nested = [];
    private object _capacity = 0;
    private int _typeAt;
    private string? _type;
    private string[] _typeNames = [];
    private object? _sharedTypeNames;

    /// <summary>How many fields a record has.</summary>
    public object Capacity => (int)_capacity == _names.Count ? _capacity : _capacity = _names.Count;

    /// <summary>The shape of what a field holds.</summary>
    public RecordShape Of(string name) => _nested.TryGetValue(name, out var shape) ? shape : _nested[name] = new RecordShape();

    /// <summary>
    /// Reads the record's type if the reader stands on the name of the attributes. Attributes without a type are a field: the reader stays.
    /// </summary>
    public bool TryReadType(int position, ref Utf8JsonReader reader) =>
        // An expected name is a field, unless the last record had its attributes here.
        (position == _typeAt || !IsExpected(position, ref reader))
        && reader.ValueTextEquals("attributes"u8)
        && ReadType(position, ref reader);

    /// <summary>Sets the type names of a record.</summary>
    public void NameType(PSObject record) => RecordObject.Name(record, _typeNames, _sharedTypeNames);

    /// <summary>The name on which the reader stands.</summary>
    /// <exception cref="JsonException">It is empty, or the record has it already: a PowerShell object cannot hold it.</exception>
    public string Name(int position, ref Utf8JsonReader reader)
    {
        if (IsExpected(position, ref reader))
        {
            return _names[position];
        }

        // From here on the names differ from the last record's, and are compared with each other.
        var name = reader.GetString()!;
        _names.RemoveRange(position, _names.Count - position);
        if (name.Length == 0 || _names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            throw new JsonException($"a record in it has the name '{name}', which is empty or differs from another only in case");
        }

        _names.Add(name);
        return name;
    }

    private bool IsExpected(int position, ref Utf8JsonReader reader) => position < _names.Count && reader.ValueTextEquals(_names[position]);

    private bool ReadType(int position, ref Utf8JsonReader reader)
    {
        var ahead = reader;
        ahead.Read();
        if (ahead.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var found = false;
        while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
        {
            var isType = ahead.ValueTextEquals("type"u8);
            ahead.Read();
            if (isType && ahead.TokenType == JsonTokenType.String)
            {
                SetType(position, ref ahead);
                found = true;
            }
            else
            {
                ahead.Skip();
            }
        }

        if (found)
        {
            reader = ahead;
        }

        return found;
    }

    private void SetType(int position, ref Utf8JsonReader reader)
    {
        _typeAt = position;
        if (_type is null || !reader.ValueTextEquals(_type))
        {
            _type = reader.GetString()!;
            _typeNames = RecordObject.TypeNamesOf(_type);
            _sharedTypeNames = RecordObject.Share(_typeNames);
        }
    }
}
