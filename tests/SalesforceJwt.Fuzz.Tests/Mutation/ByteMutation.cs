using System.Text;

namespace SalesforceJwt.Fuzz.Tests.Mutation;

/// <summary>Changes bytes without knowing what they mean.</summary>
internal static class ByteMutation
{
    private static readonly byte[][] Interesting =
    [
        [0], [0xFF], [0x80], [0xC3], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF], [0xF4, 0x90, 0x80, 0x80],
        "\r"u8.ToArray(), "\n"u8.ToArray(), "\r\n"u8.ToArray(), "\\u0000"u8.ToArray(), "\\ud800"u8.ToArray(), "%00"u8.ToArray(),
            "%"u8.ToArray(),
        "\""u8.ToArray(), "'"u8.ToArray(), "{"u8.ToArray(), "["u8.ToArray(), "<"u8.ToArray(), "="u8.ToArray(), ":"u8.ToArray(),
            ","u8.ToArray(),
        "2147483648"u8.ToArray(), "-1"u8.ToArray(), "99999999999999999999"u8.ToArray(), "1e400"u8.ToArray(),
            Encoding.UTF8.GetBytes("\u202E\u200B\u00A0\U0001F600"),
    ];

    public static byte[] Mutate(Random random, byte[] input, byte[] other)
    {
        if (input.Length == 0)
        {
            return random.Of(Interesting);
        }

        var at = random.Next(input.Length);
        var end = Math.Min(input.Length, at + 1 + random.Next(random.Once(4) ? 256 : 8));
        switch (random.Next(11))
        {
            case 0:
                var flipped = (byte[])input.Clone();
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                return Splice.Replace(input, at, at + 1, [(byte)random.Next(256)]);
            case 2:
                return Splice.Replace(input, at, end, []);
            case 3:
                return Splice.Replace(input, at, at, input.AsSpan(at, end - at));
            case 4:
                return input[..at];
            case 5:
                return Splice.Replace(input, at, at, random.Of(Interesting));
            case 6:
                return Splice.Replace(input, at, end, random.Of(Interesting));
            case 7 when other.Length > 0:
                var from = random.Next(other.Length);
                return Splice.Replace(input, at, end, other.AsSpan(from, Math.Min(other.Length - from, 1 + random.Next(200))));
            case 8 when other.Length > 0:
                return [.. input[..at], .. other[random.Next(other.Length)..]];
            case 9:
                return Splice.Replace(input, at, at, Enumerable.Repeat(input[at],
                    1 + random.Next(random.Once(10) ? 5000 : 40)).ToArray());
            default:
                return input[at..];
        }
    }
}
