using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using SalesforceJwt.Core.Data;

namespace SalesforceJwt.PS.Output;

/// <summary>
/// Turns a page of records into objects, on any thread: PSObjects with the fields as they were asked for, or ordered dictionaries. The
/// <c>attributes</c> become type names; child queries become arrays, complete.
/// </summary>
/// <param name="query">Gets the further pages of child queries; null where there are none.</param>
/// <param name="asHashtable">Whether records become ordered dictionaries.</param>
/// <param name="typed">Whether texts that are dates become dates.</param>
internal sealed class RecordReader(QueryReader? query, bool asHashtable, bool typed)
{
    private const string RecordType = "Salesforce.Record";
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    /// <summary>Reads a page, and the further pages of child queries in it; disposes the page.</summary>
    public async Task<object[]> ReadAsync(QueryPage page, CancellationToken cancellationToken)
    {
        var children = new List<Child>();
        object[] records;
        using (page)
        {
            records = Read(page, children);
        }

        foreach (var child in children)
        {
            await CompleteAsync(child, cancellationToken).ConfigureAwait(false);
        }

        return records;
    }

    /// <summary>Reads records that came one by one, and were found whole.</summary>
    public object[] Read(IEnumerable<ReadOnlyMemory<byte>> records)
    {
        var shape = new Shape();
        return [.. records.Select(ReadOne)];

        object ReadOne(ReadOnlyMemory<byte> json)
        {
            var reader = new Utf8JsonReader(json.Span, Options);
            reader.Read();
            return ReadRecord(ref reader, shape, []);
        }
    }

    private async Task CompleteAsync(Child child, CancellationToken cancellationToken)
    {
        var items = new List<object>(child.Records);
        for (var next = child.Next; next is not null;)
        {
            using var page = await query!.FetchAsync(next, cancellationToken).ConfigureAwait(false);
            items.AddRange(Read(page, []));
            next = page.NextRecordsUrl;
        }

        child.Set([.. items]);
    }

    private object[] Read(QueryPage page, List<Child> children)
    {
        try
        {
            var reader = new Utf8JsonReader(page.Records, Options);
            reader.Read();
            var shape = new Shape();
            var records = new List<object>(2000);
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                records.Add(ReadRecord(ref reader, shape, children));
            }

            if (reader.TokenType == JsonTokenType.EndArray)
            {
                return [.. records];
            }
        }
        catch (JsonException)
        {
            // Told below.
        }

        throw QueryPage.Broken(page.Url, "a page whose records break off");
    }

    /// <summary>Reads a record; the reader stands on its start, and on its end afterwards.</summary>
    private object ReadRecord(ref Utf8JsonReader reader, Shape shape, List<Child> children)
    {
        var dictionary = asHashtable ? new OrderedDictionary(StringComparer.OrdinalIgnoreCase) : null;
        var record = asHashtable ? null : RecordObject.Create(shape.Capacity);
        var properties = record?.Properties;
        var isTyped = false;
        var position = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (position == 0 && !isTyped && reader.ValueTextEquals("attributes"u8))
            {
                reader.Read();
                isTyped = ReadType(ref reader, shape);
                continue;
            }

            var name = shape.Name(position++, ref reader);
            reader.Read();
            if (dictionary is not null)
            {
                dictionary[name] = ReadValue(ref reader, shape, name, children, dictionary);
            }
            else
            {
                properties!.Add(new PSNoteProperty(name, ReadValue(ref reader, shape, name, children, record!)), preValidated: true);
            }
        }

        if (record is null)
        {
            return dictionary!;
        }

        if (isTyped)
        {
            shape.NameType(record);
        }

        return record;
    }

    private object? ReadValue(ref Utf8JsonReader reader, Shape shape, string name, List<Child> children, object owner) => reader.TokenType switch
    {
        JsonTokenType.String => typed ? Typed(ref reader) : reader.GetString(),
        JsonTokenType.Number => JsonReader.ReadNumber(ref reader),
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.StartObject => ReadNested(ref reader, shape, name, children, owner),
        JsonTokenType.StartArray => JsonReader.ReadValue(ref reader, asHashtable),
        _ => null,
    };

    /// <summary>A parent record, a compound value, or the answer of a child query, which begins with its size.</summary>
    private object ReadNested(ref Utf8JsonReader reader, Shape outer, string name, List<Child> children, object owner)
    {
        var shape = outer.Of(name);
        var ahead = reader;
        ahead.Read();
        if (ahead.TokenType != JsonTokenType.PropertyName || !ahead.ValueTextEquals("totalSize"u8))
        {
            return ReadRecord(ref reader, shape, children);
        }

        var records = new List<object>();
        string? next = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("records"u8))
            {
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                {
                    records.Add(ReadRecord(ref reader, shape, children));
                }
            }
            else if (reader.ValueTextEquals("nextRecordsUrl"u8))
            {
                reader.Read();
                next = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        object[] found = [.. records];
        if (next is not null)
        {
            children.Add(new Child(found, next, owner, name));
        }

        return found;
    }

    private static bool ReadType(ref Utf8JsonReader reader, Shape shape)
    {
        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            reader.Read();
            if (isType && reader.TokenType == JsonTokenType.String)
            {
                shape.TakeType(ref reader);
                found = true;
            }
            else
            {
                reader.Skip();
            }
        }

        return found;
    }

    /// <summary>A point in time becomes a DateTimeOffset, a day a DateOnly; by the form of the text, since an answer does not tell types.</summary>
    private static object? Typed(ref Utf8JsonReader reader)
    {
        var text = reader.GetString()!;
        return text.Length is 24 or 28 && text[10] == 'T' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
            : text.Length == 10 && text[4] == '-' && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
            : text;
    }

    /// <summary>A child query's answer of which the first records are here and more are behind a URL.</summary>
    /// <param name="Records">The records that are here.</param>
    /// <param name="Next">Where the next ones are.</param>
    /// <param name="Owner">The record that holds the answer, an object or a dictionary.</param>
    /// <param name="Name">The answer's name in it.</param>
    private sealed record Child(object[] Records, string Next, object Owner, string Name)
    {
        public void Set(object[] records)
        {
            if (Owner is PSObject record)
            {
                record.Properties[Name].Value = records;
            }
            else
            {
                ((OrderedDictionary)Owner)[Name] = records;
            }
        }
    }

    /// <summary>The names that records of one kind have, so that each is one string for all of them.</summary>
    private sealed class Shape
    {
        private readonly List<string> _names = [];
        private readonly Dictionary<string, Shape> _nested = [];
        private object _capacity = 0;
        private string? _type;
        private string[] _typeNames = [];
        private object? _sharedTypeNames;

        /// <summary>How many fields a record has.</summary>
        public object Capacity => (int)_capacity == _names.Count ? _capacity : _capacity = _names.Count;

        public string Name(int position, ref Utf8JsonReader reader)
        {
            if (position < _names.Count && reader.ValueTextEquals(_names[position]))
            {
                return _names[position];
            }

            var name = reader.GetString()!;
            if (position < _names.Count)
            {
                _names[position] = name;
            }
            else
            {
                _names.Add(name);
            }

            return name;
        }

        /// <summary>Takes the record's type, on which the reader stands.</summary>
        public void TakeType(ref Utf8JsonReader reader)
        {
            if (_type is null || !reader.ValueTextEquals(_type))
            {
                _type = reader.GetString()!;
                _typeNames = [$"{RecordType}#{_type}", RecordType, typeof(PSCustomObject).FullName!, typeof(object).FullName!];
                _sharedTypeNames = RecordObject.Share(_typeNames);
            }
        }

        public void NameType(PSObject record) => RecordObject.Name(record, _typeNames, _sharedTypeNames);

        public Shape Of(string name) => _nested.TryGetValue(name, out var shape) ? shape : _nested[name] = new Shape();
    }
}
