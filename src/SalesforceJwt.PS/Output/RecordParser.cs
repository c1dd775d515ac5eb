using System.Collections.Specialized;
using System.Globalization;
using System.Text.Json;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Http;
using SalesforceJwt.Core.Query;
using SalesforceJwt.Core.Query.Soql;

namespace SalesforceJwt.PS.Output;

/// <summary>
/// Turns records into objects, on any thread: <see cref="SfRecord"/>s with the fields in the order of the query, or ordered dictionaries.
/// The <c>attributes</c> become their class, child queries become arrays.
/// </summary>
/// <param name="asHashtable">Whether records become ordered dictionaries.</param>
/// <param name="typed">Whether texts that are dates become dates.</param>
/// <param name="origin">The org of the records.</param>
internal sealed class RecordParser(bool asHashtable, bool typed, RecordOrigin origin)
{
    /// <summary>
    /// The SELECT list of records by the API name of their object, for flat rows; null if parents and child queries are objects.
    /// </summary>
    public Func<string?, SelectList>? FlatBy { get; init; }

    // Flat rows are made of whole records, and become dictionaries last.
    private bool HasDictionaries => asHashtable && FlatBy is null;

    /// <summary>Reads records that arrived one by one and were checked.</summary>
    /// <exception cref="SfException">PowerShell objects cannot hold one of them.</exception>
    public object[] Read(IEnumerable<ReadOnlyMemory<byte>> records)
    {
        var shape = new RecordShape(origin);
        try
        {
            return [.. records.Select(ReadOne)];
        }
        catch (JsonException e)
        {
            throw QueryPage.Broken("The org", $"a record that PowerShell objects cannot hold ({JsonText.Fault(e)})");
        }

        object ReadOne(ReadOnlyMemory<byte> json)
        {
            var reader = JsonText.Reader(json.Span);
            reader.Read();
            return ReadRecord(ref reader, shape, []);
        }
    }

    /// <summary>Whether a list holds objects, and not numbers or texts.</summary>
    public static bool AreRecords(ReadOnlySpan<byte> list)
    {
        var reader = JsonText.Reader(list);
        try
        {
            return reader.Read() && reader.Read() && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.EndArray;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads the records of a page.</summary>
    /// <param name="children">Receives the child queries in them that are not complete.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.ResponseInvalid"/>: a record is damaged, or an object cannot hold it.
    /// </exception>
    public object[] Read(QueryPage page, ICollection<ChildQuery> children) => Read(page.Records, page.Url, children);

    /// <summary>Reads the records of a page.</summary>
    /// <param name="list">UTF-8 text that begins with the list of records.</param>
    /// <param name="url">The page's URL.</param>
    /// <param name="children">Receives the child queries in them that are not complete.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.ResponseInvalid"/>: a record is damaged, or an object cannot hold it;
    /// <see cref="SfErrorKind.ArgumentConflict"/>: a flat row cannot hold it.
    /// </exception>
    public object[] Read(ReadOnlySpan<byte> list, string url, ICollection<ChildQuery> children)
    {
        string? fault = null;
        try
        {
            var reader = JsonText.Reader(list);
            reader.Read();
            var shape = new RecordShape(origin, isParsed: FlatBy is not null);
            var records = new List<object>(2000);
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            {
                records.Add(ReadRecord(ref reader, shape, children));
            }

            if (reader.TokenType == JsonTokenType.EndArray)
            {
                return FlatBy is null ? [.. records] : new FlatRows(FlatBy, asHashtable).Flatten([.. records.Cast<ParsedRecord>()]);
            }
        }
        catch (JsonException e)
        {
            fault = $" ({JsonText.Fault(e)})";
        }

        throw QueryPage.Broken(url, $"a page whose records are not whole{fault}");
    }

    /// <summary>Reads a record; the reader is at its start, and afterwards at its end.</summary>
    private object ReadRecord(ref Utf8JsonReader reader, RecordShape shape, ICollection<ChildQuery> children)
    {
        var dictionary = HasDictionaries ? new OrderedDictionary(StringComparer.OrdinalIgnoreCase) : null;
        var values = HasDictionaries ? [] : new object?[shape.Count];
        var isTyped = false;
        var position = 0;
        ChildQueryOwner? owner = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!isTyped && shape.TryReadType(position, ref reader))
            {
                isTyped = true;
                continue;
            }

            var name = shape.Name(position, ref reader);
            reader.Read();
            var value = reader.TokenType == JsonTokenType.StartObject && IsAnswer(reader)
                ? ReadAnswer(ref reader, shape.Of(name), children, name, position, ref owner)
                : ReadValue(ref reader, shape, name, children);
            if (dictionary is not null)
            {
                dictionary[name] = value;
            }
            else
            {
                if (position == values.Length)
                {
                    Array.Resize(ref values, Math.Max(8, 2 * position));
                }

                values[position] = value;
            }

            position++;
        }

        var record = dictionary ?? shape.Create(values, position, isTyped);
        if (owner is not null)
        {
            owner.Record = record;
        }

        return record;
    }

    private object? ReadValue(ref Utf8JsonReader reader, RecordShape shape, string name, ICollection<ChildQuery> children) =>
        reader.TokenType switch
        {
            JsonTokenType.String => typed ? Typed(ref reader) : reader.GetString(),
            JsonTokenType.Number => JsonReader.ReadNumber(ref reader),
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.StartObject => ReadRecord(ref reader, shape.Of(name), children),
            JsonTokenType.StartArray => JsonReader.ReadValue(ref reader, HasDictionaries),
            _ => null,
        };

    /// <summary>Whether the object is an answer, not a record: it has a list of records, and a size or an end.</summary>
    private static bool IsAnswer(Utf8JsonReader ahead)
    {
        var (hasRecords, hasEnd) = (false, false);
        while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName && !ahead.ValueTextEquals("attributes"u8))
        {
            var isRecords = ahead.ValueTextEquals("records"u8);
            var isEnd = !isRecords && (ahead.ValueTextEquals("totalSize"u8) || ahead.ValueTextEquals("done"u8));
            ahead.Read();
            hasRecords |= isRecords && ahead.TokenType == JsonTokenType.StartArray;
            hasEnd |= isEnd && ahead.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False;
            if (hasRecords && hasEnd)
            {
                return true;
            }

            ahead.Skip();
        }

        return false;
    }

    /// <summary>Reads the answer of a child query, whose members can have any order.</summary>
    /// <param name="name">Its name in the record.</param>
    /// <param name="position">Its position in the record.</param>
    /// <param name="owner">The record, if it has a child query that is not complete.</param>
    private object ReadAnswer(
        ref Utf8JsonReader reader,
        RecordShape shape,
        ICollection<ChildQuery> children,
        string name,
        int position,
        ref ChildQueryOwner? owner)
    {
        var records = new List<object>();
        string? next = null;
        bool? done = null;
        long? total = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRecords = reader.ValueTextEquals("records"u8);
            var isNext = reader.ValueTextEquals("nextRecordsUrl"u8);
            var isTotal = reader.ValueTextEquals("totalSize"u8);
            var isDone = reader.ValueTextEquals("done"u8);
            reader.Read();
            if (isRecords && reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                {
                    records.Add(ReadRecord(ref reader, shape, children));
                }

                if (reader.TokenType != JsonTokenType.EndArray)
                {
                    throw new JsonException($"the child query '{name}' has something else than records");
                }
            }
            else if (isNext && reader.TokenType == JsonTokenType.String)
            {
                next = reader.GetString();
            }
            else if (isTotal && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
            {
                total = number;
            }
            else if (isDone && reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            {
                done = reader.GetBoolean();
            }
            else
            {
                reader.Skip();
            }
        }

        object[] found = [.. records];
        var hasNext = done is not true && !string.IsNullOrWhiteSpace(next);
        if (hasNext || (total is not null && total != found.Length))
        {
            var record = owner ??= new ChildQueryOwner();
            children.Add(new ChildQuery(name, found, total, hasNext ? next : null, all => record.Replace(position, all)));
        }

        return HasDictionaries ? found : ChildRecords.Create(found);
    }

    /// <summary>
    /// A point in time becomes a DateTimeOffset, a day a DateOnly; by the form of the text, since an answer does not tell types.
    /// </summary>
    private static object? Typed(ref Utf8JsonReader reader)
    {
        var text = reader.GetString()!;
        return text.Length is 24 or 28 && text[10] == 'T' && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
            : text.Length == 10 && text[4] == '-' && DateOnly.TryParseExact(
                text,
                "yyyy-MM-dd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var date) ? date
            : text;
    }
}
