using System.Text;

namespace SalesforceJwt.Core.Certificates;

/// <summary>The ways in which text stands for a key file: encodings, quotes, base64.</summary>
internal static class KeyText
{
    /// <summary>The characters of a text file (UTF-8, or UTF-16 with its mark); the caller clears them.</summary>
    public static char[] Decode(ReadOnlySpan<byte> bytes)
    {
        var encoding = bytes switch
        {
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ => Encoding.UTF8,
        };
        var characters = new char[encoding.GetCharCount(bytes)];
        encoding.GetChars(bytes, characters);
        return characters;
    }

    /// <summary>The text without white space, quotes and byte order mark around it.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text) => text.Trim().Trim("\"'\uFEFF").Trim();

    /// <summary>Whether it is a PuTTY key (.ppk).</summary>
    public static bool IsPutty(ReadOnlySpan<char> text) => text.StartsWith("PuTTY-User-Key-File", StringComparison.Ordinal);

    /// <summary>Decodes base64, in lines or not; newlines may be the two characters <c>\n</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="bytes">At least as many bytes as the text has characters.</param>
    /// <returns>The number of bytes; 0 where it is not base64.</returns>
    public static int FromBase64(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        // Newlines inside the base64 are skipped by the decoder itself, but not when they are the two characters \n.
        if (text.Contains('\\'))
        {
            text = text.ToString().Replace("\\r", string.Empty, StringComparison.Ordinal).Replace("\\n", string.Empty, StringComparison.Ordinal);
        }

        return Convert.TryFromBase64Chars(text, bytes, out var length) ? length : 0;
    }
}
