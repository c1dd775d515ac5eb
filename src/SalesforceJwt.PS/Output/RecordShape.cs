using System.Text;
using System.Text.Json;

namespace SalesforceJwt.PS.Output;

/// <summary>
/// The fields of the records of one kind in an answer, in order. Mostly a record has the fields of the one before it: then no name is read
/// again, and no class looked up.
/// </summary>
/// <param name="origin">The org of the records; null if it is unknown.</param>
/// <param name="isParsed">Whether records become <see cref="ParsedRecord"/>s, instead of objects of a class of their own.</param>
internal sealed class RecordShape(RecordOrigin? origin, bool isParsed = false)
{
    private readonly List<string> _names = [];
    private readonly List<byte[]> _namesUtf8 = [];
    private readonly Dictionary<string, RecordShape> _nested = [];
    private int _typeAt;
    private string? _type;
    private RecordClass? _class;
    private RecordSource? _source;

    /// <summary>Number of fields of the last record.</summary>
    public int Count => _names.Count;

    /// <summary>The shape of what a field holds.</summary>
    public RecordShape Of(string name) =>
        _nested.TryGetValue(name, out var shape) ? shape : _nested[name] = new RecordShape(origin, isParsed);

    /// <summary>
    /// Reads the record's type if the reader is at the name of the attributes. Attributes without a type are a field: the reader stays.
    /// </summary>
    public bool TryReadType(int position, ref Utf8JsonReader reader) =>
        // An expected name is a field, unless the last record had its attributes here.
        (position == _typeAt || !IsExpected(position, ref reader))
        && reader.ValueTextEquals("attributes"u8)
        && ReadType(position, ref reader);

    /// <summary>The name at the reader's position.</summary>
    /// <exception cref="JsonException">It is empty, or the record has it already: an object cannot hold it.</exception>
    public string Name(int position, ref Utf8JsonReader reader)
    {
        if (IsExpected(position, ref reader))
        {
            return _names[position];
        }

        // From here on the names differ from the last record's, and are compared with each other.
        var name = reader.GetString()!;
        KeepFirst(position);
        if (name.Length == 0 || _names.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            throw new JsonException($"a record in it has the name '{name}', which is empty or differs from another only in case");
        }

        _names.Add(name);
        _namesUtf8.Add(Encoding.UTF8.GetBytes(name));
        _source = null;
        return name;
    }

    /// <summary>Makes a record of the fields that were read.</summary>
    /// <param name="values">Their values; the array becomes the record's.</param>
    /// <param name="count">Number of fields.</param>
    /// <param name="isTyped">Whether the record had a type.</param>
    public object Create(object?[] values, int count, bool isTyped)
    {
        KeepFirst(count);
        if (values.Length != count)
        {
            Array.Resize(ref values, count);
        }

        if (!isTyped && _type is not null)
        {
            _type = null;
            _source = null;
        }

        if (_source is null)
        {
            _source = new RecordSource(_type, [.. _names], origin);
            _class = isParsed ? null : RecordClass.Get(_type, _source.Names);
        }

        if (_class is not null)
        {
            return _class.Create(values, _source);
        }

        var record = new ParsedRecord();
        record.Initialize(values, _source);
        return record;
    }

    private bool IsExpected(int position, ref Utf8JsonReader reader) =>
        position < _namesUtf8.Count && reader.ValueTextEquals(_namesUtf8[position]);

    private void KeepFirst(int count)
    {
        if (count < _names.Count)
        {
            _names.RemoveRange(count, _names.Count - count);
            _namesUtf8.RemoveRange(count, _namesUtf8.Count - count);
            _source = null;
        }
    }

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
                _typeAt = position;
                if (_type is null || !ahead.ValueTextEquals(_type))
                {
                    _type = ahead.GetString();
                    _source = null;
                }

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
}
