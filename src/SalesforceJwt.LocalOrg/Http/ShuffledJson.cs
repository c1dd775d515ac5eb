using System.Text.Json;

namespace SalesforceJwt.LocalOrg.Http;

/// <summary>
/// The same JSON with the members of each object in another order, and with unknown members. To a client that reads JSON by RFC 8259 it
/// is equivalent. Records get no unknown members, since each of their members is a field; nor do objects whose member names are data.
/// </summary>
internal sealed class ShuffledJson
{
    private const string Attributes = "attributes";

    private static readonly string[] Unknown = ["null", "7", "\"unknown\"", """{"type":"unknown","records":[]}""", "[1]"];

    private readonly Random _random;

    private ShuffledJson(int seed) => _random = new Random(seed);

    /// <summary>Shuffles a text; the same text and seed always give the same result.</summary>
    public static byte[] Shuffle(ReadOnlyMemory<byte> json, int seed)
    {
        using var document = JsonDocument.Parse(json);
        using var shuffled = new MemoryStream(json.Length + 1024);
        using (var writer = new Utf8JsonWriter(shuffled, Json.WriterOptions))
        {
            new ShuffledJson(Seed(json.Span, seed)).Write(writer, document.RootElement, allowsUnknown: true);
        }

        return shuffled.ToArray();
    }

    private void Write(Utf8JsonWriter writer, JsonElement element, bool allowsUnknown)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(writer, element, allowsUnknown);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item, allowsUnknown);
                }

                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private void WriteObject(Utf8JsonWriter writer, JsonElement element, bool allowsUnknown)
    {
        // A compound field of a record has no attributes, but is data like the record.
        var isRecord = element.TryGetProperty(Attributes, out _);
        allowsUnknown = !isRecord && (allowsUnknown || (element.TryGetProperty("records", out _) && element.TryGetProperty("done", out _)));
        JsonProperty[] members = [.. element.EnumerateObject()];
        _random.Shuffle(members);
        var place = allowsUnknown ? _random.Next(members.Length + 1) : -1;
        writer.WriteStartObject();
        for (var i = 0; i <= members.Length; i++)
        {
            if (i == place)
            {
                writer.WritePropertyName("unknownMember");
                writer.WriteRawValue(Unknown[_random.Next(Unknown.Length)]);
            }

            if (i < members.Length)
            {
                writer.WritePropertyName(members[i].Name);
                Write(writer, members[i].Value, allowsUnknown && members[i].Name != "httpHeaders");
            }
        }

        writer.WriteEndObject();
    }

    private static int Seed(ReadOnlySpan<byte> text, int seed)
    {
        // FNV-1a: HashCode differs from process to process.
        var hash = 2166136261u ^ (uint)seed;
        foreach (var b in text)
        {
            hash = unchecked((hash ^ b) * 16777619);
        }

        return (int)(hash & int.MaxValue);
    }
}
