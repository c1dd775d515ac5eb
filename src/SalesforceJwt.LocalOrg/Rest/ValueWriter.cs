using System.Globalization;
using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Writes field values as JSON. Not thread-safe.</summary>
internal sealed class ValueWriter
{
    private readonly byte[] _time = new byte[32];
    private object? _lastTime;
    private int _timeLength;

    public void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case int number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case DateOnly date:
                writer.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            default:
                WriteTime(writer, value);
                break;
        }
    }

    private void WriteTime(Utf8JsonWriter writer, object value)
    {
        // Cached: the records that the org starts with share one time.
        if (!ReferenceEquals(value, _lastTime))
        {
            ((DateTimeOffset)value).UtcDateTime.TryFormat(
                _time, out _timeLength, "yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);
            _lastTime = value;
        }

        writer.WriteStringValue(_time.AsSpan(0, _timeLength));
    }
}
