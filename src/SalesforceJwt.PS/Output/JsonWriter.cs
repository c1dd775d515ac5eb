using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Security;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SalesforceJwt.Core;

namespace SalesforceJwt.PS.Output;

/// <summary>
/// Writes PowerShell values as JSON for Salesforce: hashtables and objects as objects, dates in UTC with their zone, bytes as base64.
/// What cannot be meant (a SecureString, a script block, an object that refers to itself) is an error that names the place.
/// </summary>
internal static class JsonWriter
{
    private const int DeepestLevel = 32;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Bodies are read by Salesforce, not put into pages: letters stay letters.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <exception cref="SfException"><see cref="SfErrorKind.BodyInvalid"/>.</exception>
    public static ReadOnlyMemory<byte> Write(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            WriteValue(writer, value, "$", 0);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>A record of a collection: the name of its object, then its fields. Without line breaks.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.BodyInvalid"/>.</exception>
    public static ReadOnlyMemory<byte> WriteRecord(string type, IEnumerable<KeyValuePair<string, object?>> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("attributes");
            writer.WriteString("type", type);
            writer.WriteEndObject();
            foreach (var (name, value) in fields)
            {
                WriteMember(writer, name, value, "$", 0);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value, string path, int depth)
    {
        if (depth > DeepestLevel)
        {
            throw Invalid(path, $"is nested more than {DeepestLevel} levels deep, or refers to itself", "Send only the properties that Salesforce needs: Select-Object, or a hashtable.");
        }

        var wrapped = value as PSObject;
        var inner = wrapped is null ? value : wrapped.BaseObject;
        if (!TryWriteScalar(writer, inner, path))
        {
            WriteComposite(writer, inner!, wrapped ?? PSObject.AsPSObject(inner), path, depth);
        }
    }

    private static bool TryWriteScalar(Utf8JsonWriter writer, object? value, string path)
    {
        switch (value)
        {
            case null or DBNull:
                writer.WriteNullValue();
                return true;
            case string or char or Guid or Uri or Version or TimeSpan or Enum:
                WriteText(writer, Convert.ToString(value, CultureInfo.InvariantCulture)!, path);
                return true;
            case bool flag:
                writer.WriteBooleanValue(flag);
                return true;
            case double or float or Half:
                RequireFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture), path);
                writer.WriteRawValue(((IFormattable)value).ToString("R", CultureInfo.InvariantCulture));
                return true;
            case decimal number:
                writer.WriteNumberValue(number);
                return true;
            case sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger:
                writer.WriteRawValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture));
                return true;
            case DateTime time:
                writer.WriteStringValue(Utc(time.ToUniversalTime()));
                return true;
            case DateTimeOffset time:
                writer.WriteStringValue(Utc(time.UtcDateTime));
                return true;
            case DateOnly date:
                writer.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                return true;
            case TimeOnly time:
                writer.WriteStringValue(time.ToString("HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                return true;
            case byte[] bytes:
                writer.WriteBase64StringValue(bytes);
                return true;
            case SecureString or PSCredential:
                throw Invalid(path, "is a secret", "Turn it into plain text yourself where that is meant: ConvertFrom-SecureString -AsPlainText.");
            case ScriptBlock or Delegate or Type or Stream or FileSystemInfo:
                throw Invalid(path, $"is a {value.GetType().Name}, which has no meaning in JSON", "Put a value in its place; files go with -InFile or -Form.");
            default:
                return false;
        }
    }

    private static void WriteComposite(Utf8JsonWriter writer, object inner, PSObject wrapped, string path, int depth)
    {
        switch (inner)
        {
            case IEnumerable items and not IDictionary:
                writer.WriteStartArray();
                var index = 0;
                foreach (var item in items)
                {
                    WriteValue(writer, item, $"{path}[{index++}]", depth + 1);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStartObject();
                foreach (var (name, value) in Members.Of(wrapped, (property, why) => Invalid($"{path}.{property}", $"cannot be read: {why}", "Leave that property out: Select-Object -ExcludeProperty.")))
                {
                    WriteMember(writer, name, value, path, depth);
                }

                writer.WriteEndObject();
                break;
        }
    }

    private static void WriteMember(Utf8JsonWriter writer, string name, object? value, string path, int depth)
    {
        writer.WritePropertyName(name);
        WriteValue(writer, value, $"{path}.{name}", depth + 1);
    }

    private static void WriteText(Utf8JsonWriter writer, string text, string path)
    {
        try
        {
            // The writer itself would put a replacement character there and say nothing.
            _ = StrictUtf8.GetByteCount(text);
            writer.WriteStringValue(text);
        }
        catch (EncoderFallbackException)
        {
            throw Invalid(path, "holds half a surrogate pair, which is no character", "Correct the text; it was probably cut in the middle of an emoji.");
        }
    }

    private static void RequireFinite(double number, string path)
    {
        if (!double.IsFinite(number))
        {
            throw Invalid(path, $"is {number.ToString(CultureInfo.InvariantCulture)}, which JSON cannot express", "Send a number, or $null.");
        }
    }

    private static string Utc(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static SfException Invalid(string path, string what, string remedy) =>
        new(SfErrorKind.BodyInvalid, $"The body cannot be written as JSON: {path} {what}.", remedy);
}
