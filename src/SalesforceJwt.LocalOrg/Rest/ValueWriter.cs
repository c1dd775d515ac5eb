using System.Globalization;
using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Rest;

/// <summary>Writes values of fields as JSON. Not for several threads.</summary>
internal sealed class ValueWriter
{
    private readonly byte[] time = new byte[32];
    private object? lastTime;
    private int timeLength;

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
        // The records that the org starts with share one time.
        if (!ReferenceEquals(value, lastTime))
        {
            ((DateTimeOffset)value).UtcDateTime.TryFormat(time, out timeLength, "yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);
            lastTime = value;
        }

        writer.WriteStringValue(time.AsSpan(0, timeLength));
    }
}
