using System.Globalization;
using System.Text;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// Reads the text of a key in the forms that editors, shells and CI systems give it: encodings, newlines as the characters <c>\n</c>,
/// base64, hexadecimal.
/// </summary>
internal static class KeyText
{
    // Fewer digits cannot be a key.
    private const int MinimumHexadecimal = 128;

    private static readonly UTF32Encoding BigEndianUtf32 = new(bigEndian: true, byteOrderMark: true);

    /// <summary>
    /// The characters of a text file (UTF-8, UTF-16 or UTF-32, with or without a byte order mark); the caller clears them.
    /// </summary>
    public static char[] Decode(ReadOnlySpan<byte> bytes)
    {
        // Without a byte order mark: the first character of a key file is ASCII, so its zero bytes show the encoding.
        var encoding = bytes switch
        {
            [0xFF, 0xFE, 0, 0, ..] or [not 0, 0, 0, 0, ..] => Encoding.UTF32,
            [0, 0, 0xFE, 0xFF, ..] or [0, 0, 0, not 0, ..] => BigEndianUtf32,
            [0xFF, 0xFE, ..] or [not 0, 0, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] or [0, not 0, ..] => Encoding.BigEndianUnicode,
            _ => Encoding.UTF8,
        };
        var characters = new char[encoding.GetCharCount(bytes)];
        encoding.GetChars(bytes, characters);
        return characters;
    }

    /// <summary>
    /// Replaces the characters <c>\n</c>, <c>\r</c> and <c>\t</c> (with any number of backslashes) by newlines and no-break spaces by
    /// spaces, and removes zero-width characters.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="target">At least as long as the text.</param>
    /// <returns>The number of characters written.</returns>
    public static int Unescape(ReadOnlySpan<char> text, Span<char> target)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\')
            {
                while (i + 1 < text.Length && text[i + 1] == '\\')
                {
                    i++;
                }

                if (i + 1 < text.Length && text[i + 1] is 'n' or 'r' or 't')
                {
                    i++;
                }

                c = '\n';
            }
            else if (c > '\u007F')
            {
                if (char.GetUnicodeCategory(c) == UnicodeCategory.Format)
                {
                    continue;
                }

                c = char.IsWhiteSpace(c) ? ' ' : c;
            }

            target[length++] = c;
        }

        return length;
    }

    /// <summary>
    /// Decodes base64 or base64url: one line or several, any form of newline, with or without padding.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="bytes">At least as many bytes as the text has characters, and 3 more.</param>
    /// <returns>The number of bytes; 0 where it is not base64.</returns>
    public static int FromBase64(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (text.Contains("-----", StringComparison.Ordinal))
        {
            // Part of a PEM, not base64url.
            return 0;
        }

        var clean = new char[text.Length + 3];
        try
        {
            var length = 0;
            foreach (var c in clean.AsSpan(0, Unescape(text, clean)))
            {
                if (!char.IsWhiteSpace(c) && c != '=')
                {
                    clean[length++] = c switch { '-' => '+', '_' => '/', _ => c };
                }
            }

            clean.AsSpan(length).Fill('=');
            return Convert.TryFromBase64Chars(clean.AsSpan(0, (length + 3) / 4 * 4), bytes, out var count) ? count : 0;
        }
        finally
        {
            Array.Clear(clean);
        }
    }

    /// <summary>Decodes hexadecimal digits, in one line or several.</summary>
    /// <param name="text">The text.</param>
    /// <param name="bytes">At least half as many bytes as the text has characters.</param>
    /// <returns>The number of bytes; 0 if it is not hexadecimal, or too short to be a key.</returns>
    public static int FromHexadecimal(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        var digits = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiHexDigit(c))
            {
                var digit = (byte)Convert.ToInt32(char.ToString(c), 16);
                bytes[digits / 2] = (byte)(digits % 2 == 0 ? digit << 4 : bytes[digits / 2] | digit);
                digits++;
            }
            else if (!char.IsWhiteSpace(c))
            {
                return 0;
            }
        }

        return digits >= MinimumHexadecimal && digits % 2 == 0 ? digits / 2 : 0;
    }
}
