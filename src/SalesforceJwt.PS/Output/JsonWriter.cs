using System.Buffers;
using System.Collections;
using System.Management.Automation;
using System.Security;
using System.Text.Encodings.Web;
using System.Text.Json;
using SalesforceJwt.Core;
using SalesforceJwt.Core.Values;

namespace SalesforceJwt.PS.Output;

/// <summary>
/// Writes PowerShell values as JSON for Salesforce: hashtables and objects as objects, other values as <see cref="JsonValue"/> writes them.
/// Values that make no sense in JSON (a SecureString, a script block, an object that refers to itself) are errors that name the place.
/// </summary>
internal static class JsonWriter
{
    private const int DeepestLevel = 32;

    // Salesforce reads the bodies, and no HTML page holds them: letters need no escapes.
    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

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
            throw Invalid(
                path,
                $"is nested more than {DeepestLevel} levels deep, or refers to itself",
                "Send only the properties that Salesforce needs: Select-Object, or a hashtable.");
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
        var formatted = ValueText.Format(value);
        if (JsonValue.TryWrite(writer, formatted))
        {
            return true;
        }

        switch (value)
        {
            case not null when formatted.Kind == ValueKind.Text:
                throw Invalid(
                    path,
                    "holds half a surrogate pair, which is not a character",
                    "Correct the text; it was probably cut in the middle of an emoji.");
            case not null when formatted.Kind == ValueKind.NotFinite:
                throw Invalid(path, $"is {formatted.Text}, which JSON cannot express", "Send a number, or $null.");
            case SecureString or PSCredential:
                throw Invalid(
                    path,
                    "is a secret",
                    "Turn it into plain text yourself if that is intended: ConvertFrom-SecureString -AsPlainText.");
            case ScriptBlock or Delegate or Type or Stream or FileSystemInfo:
                throw Invalid(
                    path,
                    $"is a {value.GetType().Name}, which JSON cannot represent",
                    "Give a value instead; send files with -InFile or -Form.");
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
                foreach (var (name, value) in Members.Of(wrapped, Unreadable))
                {
                    WriteMember(writer, name, value, path, depth);
                }

                writer.WriteEndObject();
                break;
        }

        SfException Unreadable(string property, string why) => Invalid(
            $"{path}.{property}", $"cannot be read: {why}", "Leave that property out: Select-Object -ExcludeProperty.");
    }

    private static void WriteMember(Utf8JsonWriter writer, string name, object? value, string path, int depth)
    {
        writer.WritePropertyName(name);
        WriteValue(writer, value, $"{path}.{name}", depth + 1);
    }

    private static SfException Invalid(string path, string what, string remedy) =>
        new(SfErrorKind.BodyInvalid, $"A value cannot be written as JSON: {path} {what}.", remedy);
}
