using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text;
using System.Text.Json;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.PS.Output;

/// <summary>
/// Turns JSON into PowerShell values: objects into PSObjects (or ordered dictionaries), arrays into object[], whole numbers into long,
/// others into double. Strings stay strings, also those that are dates.
/// </summary>
internal static class JsonReader
{
    // The time to parse an integer grows with the square of its digits.
    private const int MostDigits = 400;

    /// <param name="json">UTF-8 text of one JSON value.</param>
    /// <param name="asHashtable">Whether objects become ordered dictionaries, case-sensitive.</param>
    /// <param name="source">Where it came from, for the error.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ResponseInvalid"/>: it is not JSON, or is cut off.</exception>
    public static object? Read(ReadOnlyMemory<byte> json, bool asHashtable, string source)
    {
        try
        {
            var reader = JsonText.Reader(JsonText.Data(json).Span);
            reader.Read();
            var value = ReadValue(ref reader, asHashtable);
            reader.Read();
            return value;
        }
        catch (JsonException e)
        {
            throw new SfException(
                SfErrorKind.ResponseInvalid,
                $"The answer of {source} is not whole JSON: {JsonText.Fault(e)}.",
                "Try again; if it happens again, look at the answer with -Raw, and check that no proxy changes answers of Salesforce.",
                e);
        }
    }

    /// <summary>
    /// An object that Core has checked: a PSObject; an ordered dictionary if names in it are empty or differ only in case; its text if a
    /// number in it is out of range.
    /// </summary>
    /// <param name="json">UTF-8 text of one JSON object.</param>
    /// <param name="source">Where it came from, for the error.</param>
    public static object ReadWhole(ReadOnlyMemory<byte> json, string source)
    {
        foreach (var asHashtable in new[] { false, true })
        {
            try
            {
                return Read(json, asHashtable, source)!;
            }
            catch (SfException)
            {
                // The next representation accepts more.
            }
        }

        return Encoding.UTF8.GetString(json.Span);
    }

    /// <summary>The value at the reader's position.</summary>
    public static object? ReadValue(ref Utf8JsonReader reader, bool asHashtable)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return asHashtable ? ReadDictionary(ref reader) : ReadObject(ref reader);
            case JsonTokenType.StartArray:
                return ReadArray(ref reader, asHashtable);
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return ReadNumber(ref reader);
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            default:
                return null;
        }
    }

    private static PSObject ReadObject(ref Utf8JsonReader reader)
    {
        var result = new PSObject();
        var properties = result.Properties;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase); // Asking the PSObject costs ten times as much.
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var value = ReadValue(ref reader, asHashtable: false);
            if (name.Length == 0 || !names.Add(name))
            {
                throw new SfException(
                    SfErrorKind.ResponseInvalid,
                    $"The answer has an object in which the name '{name}' is empty or differs from another only in case, "
                        + "which PowerShell objects cannot hold.",
                    "Use -AsHashtable, or -Raw for the text as it came.");
            }

            properties.Add(new PSNoteProperty(name, value), preValidated: true);
        }

        return result;
    }

    private static OrderedDictionary ReadDictionary(ref Utf8JsonReader reader)
    {
        var result = new OrderedDictionary(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            result[name] = ReadValue(ref reader, asHashtable: true);
        }

        return result;
    }

    private static object?[] ReadArray(ref Utf8JsonReader reader, bool asHashtable)
    {
        var items = new List<object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadValue(ref reader, asHashtable));
        }

        return [.. items];
    }

    /// <summary>The number at the reader's position: a long if it is whole.</summary>
    public static object ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var whole))
        {
            return whole;
        }

        if (!reader.ValueSpan.ContainsAny(".eE"u8) && reader.ValueSpan.Length <= MostDigits)
        {
            return BigInteger.Parse(Encoding.ASCII.GetString(reader.ValueSpan), CultureInfo.InvariantCulture);
        }

        var number = reader.GetDouble();
        return double.IsFinite(number) ? number : throw new JsonException("a number in it is out of range");
    }
}
