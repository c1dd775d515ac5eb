using System.Text;
using System.Text.Json;

namespace SalesforceJwt.Fuzz.Tests.Mutation;

/// <summary>Changes JSON as JSON: removes, doubles, renames and moves members, and puts values of one type where another is expected.</summary>
internal static class JsonMutation
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1000 };

    private static readonly byte[][] Values =
    [
        .. new[]
        {
            "null", "true", "false", "0", "-1", "1", "1.5", "200", "401", "2147483648", "-2147483649", "9223372036854775808",
                "-9223372036854775809", "1e400", "-1e-400",
            "253402300800", "100000000001", "123456789012345678901234567890", "\"\"", "\" \"", "\"\\ud800\"", "\"\\udc00x\"",
                "\"\\u0000\"", "[]", "{}", "[[]]", "[null]", "{\"\":1}",
            "{\"a\":1,\"A\":2}", "\"2026-13-45\"", "\"2026-01-01T00:00:00.000+0000\"", "\"0001-01-01T00:00:00+14:00\"",
                "\"9999-12-31T23:59:59-14:00\"", "\"2026-01-01\"",
            "\"https://x\"", "\"//evil.example/x\"", "\"javascript:1\"", "\"http://[::1\"", "\"https://a b\"",
                "\"/services/data/v68.0/query/01g-2000\"", "\"../../etc/passwd\"", "\"..\"", "\"CON\"",
            "\"\\u202Egpj.\"", "\"\\n\\r\"", "\"#\"", "\"%\"", "\"?\"", "\"true\"", "\"1\"", "\"null\"",
        }.Select(Encoding.UTF8.GetBytes),
        [(byte)'"', 0xE9, (byte)'"'], [(byte)'"', 0xFF, 0xFE, (byte)'"'], [(byte)'"', 0xED, 0xA0, 0x80, (byte)'"'],
        Encoding.UTF8.GetBytes($"\"{new string('x', 3000)}\""),
        Encoding.UTF8.GetBytes(new string('[', 70) + new string(']', 70)),
        Encoding.UTF8.GetBytes(new string('[', 300) + new string(']', 300)),
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 80)) + "1" + new string('}', 80)),
    ];

    private static readonly byte[][] Insides =
        [[0xE9], [0xFF], [0xED, 0xA0, 0x80], "\\ud800"u8.ToArray(), "\\udc00"u8.ToArray(), "\\u0000"u8.ToArray(), "\\n"u8.ToArray(),
            "\\u001b[31m"u8.ToArray(), "<title>"u8.ToArray(), "'"u8.ToArray()];

    public static byte[] Mutate(Random random, byte[] input, byte[] other)
    {
        if (random.Once(8) || Parts(input) is not { Count: > 0 } parts)
        {
            return ByteMutation.Mutate(random, input, other);
        }

        var part = random.Of(parts);
        var value = input.AsSpan(part.Start, part.End - part.Start);
        switch (random.Next(10))
        {
            case 0 or 1:
                return Splice.Replace(input, part.Start, part.End, random.Of(Values));
            case 2:
                return Without(input, part);
            case 3 when part.Member >= 0:
                return Splice.Replace(input, part.End, part.End, [(byte)',', .. input.AsSpan(part.Member, part.End - part.Member)]);
            case 4:
                return Splice.Replace(input, part.Start, part.End, [(byte)'[', .. value, (byte)',', .. value, (byte)']']);
            case 5:
                return Splice.Replace(input, part.Start, part.End, [.. "{\"a\":"u8, .. value, (byte)'}']);
            case 6 when part.Member >= 0:
                var name = random.Once(2) ? random.Of(parts) : default;
                return Splice.Replace(input, part.Member, part.NameEnd, name.Member > 0 ? input.AsSpan(name.Member,
                    name.NameEnd - name.Member) : random.Of<byte[]>([.. Values.Where(v => v[0] == '"')]));
            case 7 when value is [(byte)'"', ..]:
                return Splice.Replace(input, part.Start + 1, part.Start + 1, random.Of(Insides));
            case 8 when Parts(other) is { Count: > 0 } others:
                var from = random.Of(others);
                return Splice.Replace(input, part.Start, part.End, other.AsSpan(from.Start, from.End - from.Start));
            default:
                return ToFront(input, part);
        }
    }

    /// <summary>Moves a member to the front of its object, where readers do not expect it.</summary>
    private static byte[] ToFront(byte[] input, Part part)
    {
        if (part.Member < 0 || part.Parent < 0)
        {
            return input;
        }

        var member = input[part.Member..part.End];
        var without = Without(input, part);
        return part.Parent + 1 <= without.Length ? Splice.Replace(without, part.Parent + 1, part.Parent + 1, [.. member,
            (byte)',']) : without;
    }

    private static byte[] Without(byte[] input, Part part)
    {
        var start = part.Member >= 0 ? part.Member : part.Start;
        var end = part.End;
        if (end < input.Length && input[end] == ',')
        {
            end++;
        }
        else if (start > 0 && input[start - 1] == ',')
        {
            start--;
        }

        return Splice.Replace(input, start, end, []);
    }

    /// <summary>The values of a text, nested ones too; null if it is not JSON.</summary>
    private static List<Part>? Parts(byte[] json)
    {
        var parts = new List<Part>();
        var open = new Stack<Part>();
        var (member, nameEnd) = (-1, -1);
        try
        {
            var reader = new Utf8JsonReader(json, Options);
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        (member, nameEnd) = (start, start + reader.ValueSpan.Length + 2);
                        continue;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push(new Part(start, 0, member, nameEnd, open.Count > 0 ? open.Peek().Start : -1));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        parts.Add(open.Pop() with { End = (int)reader.BytesConsumed });
                        break;
                    default:
                        parts.Add(new Part(start, (int)reader.BytesConsumed, member, nameEnd, open.Count > 0 ? open.Peek().Start : -1));
                        break;
                }

                (member, nameEnd) = (-1, -1);
            }

            return parts;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A value's place in the text.</summary>
    /// <param name="Start">Where it begins.</param>
    /// <param name="End">Where it has ended.</param>
    /// <param name="Member">Where its name begins; -1 for an item of an array.</param>
    /// <param name="NameEnd">Where its name has ended.</param>
    /// <param name="Parent">Where the object or array begins that holds it; -1 for none.</param>
    private readonly record struct Part(int Start, int End, int Member, int NameEnd, int Parent);
}
