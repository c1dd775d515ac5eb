using System.Text;

namespace SalesforceJwt.Fuzz.Tests.Mutation;

/// <summary>Changes text: URLs, names, queries. U+E000 and U+E001 stand for halves of a surrogate pair.</summary>
internal static class TextMutation
{
    private static readonly string[] Pieces =
    [
        "\0", "\n", "\r\n", "\t", " ", "\u00A0", "\u200B", "\uFEFF", "\u202E", "\uE000", "\uE001", "\U0001F600", "\u0130", "\u1E9E",
            "\uFF0F", "\u3002", "://", "//", "\\", "/", "?", "#", "%", "%00", "%2F", "%zz", "@", ":", ":99999", ":0",
        "[", "]", "[::1]", "..", "../", "{", "}", "'", "\"", "\\'", "(", ")", "*", "~", "&", "=", ",", "xn--", "-", "_", "0",
            "2147483648", "-1", "1e9", "null", ":name", "http://", "https://", "file:///", "force://", "CON", "NUL.txt", "com1",
            "localhost",
    ];

    public static byte[] Mutate(Random random, byte[] input, byte[] other)
    {
        if (random.Once(10))
        {
            return ByteMutation.Mutate(random, input, other);
        }

        var text = Encoding.UTF8.GetString(input);
        var at = random.Next(text.Length + 1);
        var length = Math.Min(text.Length - at, random.Next(12));
        return Encoding.UTF8.GetBytes(random.Next(8) switch
        {
            0 or 1 => text.Insert(at, random.Of(Pieces)),
            2 => text.Remove(at, length).Insert(at, random.Of(Pieces)),
            3 => text.Remove(at, length),
            4 => text.Insert(at, new string(random.Of(Pieces)[0], 1 + random.Next(random.Once(8) ? 4000 : 60))),
            5 => text[..at] + Encoding.UTF8.GetString(other)[..Math.Min(random.Next(80),
                Encoding.UTF8.GetString(other).Length)] + text[at..],
            6 => random.Once(2) ? text.ToUpperInvariant() : text.ToLowerInvariant(),
            _ => text.Insert(at, text.Substring(at, length)),
        });
    }

    /// <summary>The text of an input.</summary>
    public static string Text(byte[] input) => Encoding.UTF8.GetString(input).Replace('\uE000', '\uD83D').Replace('\uE001', '\uDE00');
}
