using System.Globalization;
using System.Text;

namespace SalesforceJwt.Core.Security;

/// <summary>What editors, shells and CI systems make of a secret on its way: encodings, quotes, newlines as the characters <c>\n</c>.</summary>
internal static class PastedText
{
    // Fewer digits are not a key, and may be anything else.
    private const int MinimumHexadecimal = 128;

    private static readonly UTF32Encoding BigEndianUtf32 = new(bigEndian: true, byteOrderMark: true);

    /// <summary>The characters of a text file (UTF-8, UTF-16 or UTF-32, with its mark or without); the caller clears them.</summary>
    public static char[] Decode(ReadOnlySpan<byte> bytes)
    {
        // Without a mark, the zero bytes of the first character tell, which in a key file is an ASCII one.
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
    /// The text without what is pasted around it, in whatever order it comes: white space, quotes, invisible characters (byte order mark,
    /// zero-width space, soft hyphen).
    /// </summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && IsAround(text[0]))
        {
            text = text[1..];
        }

        while (!text.IsEmpty && IsAround(text[^1]))
        {
            text = text[..^1];
        }

        return text;
    }

    /// <summary>
    /// Turns the characters <c>\n</c>, <c>\r</c> and <c>\t</c> (with any number of backslashes) into newlines, the no-break spaces of web
    /// pages into spaces, and drops what has no width.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="target">At least as long as the text.</param>
    /// <returns>How many characters it became.</returns>
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
    /// Decodes base64 or base64url, on one line or in several, in whatever way the newlines are written, with or without the padding.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="bytes">At least as many bytes as the text has characters, and 3 more.</param>
    /// <returns>The number of bytes; 0 where it is not base64.</returns>
    public static int FromBase64(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (text.Contains("-----", StringComparison.Ordinal))
        {
            // Part of a PEM, and no base64url.
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

    /// <summary>
    /// The first character that no value on one line has: white space, or one that cannot be seen; null if there is none.
    /// </summary>
    public static int? FindStray(string text) => Find(text, static c => char.IsWhiteSpace(c) || IsInvisible(c));

    /// <summary>The first character that cannot be seen, a line break among them; null if there is none.</summary>
    public static int? FindInvisible(string text) => Find(text, IsInvisible);

    /// <summary>The first character that stands around names in files and pages, and in no name; null if there is none.</summary>
    public static int? FindMark(string text) => Find(text, static c => c is '"' or '`' or '\\' or '<' or '>' or ',' or ';');

    /// <summary>The first or last character, where <see cref="Trim"/> would take it away; null where it would not.</summary>
    public static char? FindAround(ReadOnlySpan<char> text) =>
        text.IsEmpty ? null : IsAround(text[0]) ? text[0] : IsAround(text[^1]) ? text[^1] : null;

    /// <summary>A character's name, for an error: most of these cannot be seen.</summary>
    public static string Name(char c)
    {
        var name = c switch
        {
            ' ' => "a space",
            '\t' => "a tab",
            '\r' or '\n' => "a line break",
            '\u00A0' or '\u202F' => "a no-break space",
            '"' or '\'' or '`' or (>= '\u2018' and <= '\u201F') or '\u00AB' or '\u00BB' => "a quotation mark",
            '\\' => "a backslash",
            '<' or '>' => "an angle bracket",
            ',' => "a comma",
            ';' => "a semicolon",
            '\u00AD' => "a soft hyphen",
            '\u200B' => "a zero-width space",
            '\uFEFF' => "a byte order mark",
            _ when char.IsControl(c) => "a control character",
            _ when IsInvisible(c) => "an invisible character",
            _ when char.IsWhiteSpace(c) => "white space",
            _ => "a character outside ASCII",
        };
        return c == ' ' ? name : string.Create(CultureInfo.InvariantCulture, $"{name} (U+{(int)c:X4})");
    }

    private static int? Find(string text, Predicate<char> isOne) =>
        Array.FindIndex(text.ToCharArray(), isOne) is var at and >= 0 ? at : null;

    private static bool IsAround(char c) =>
        char.IsWhiteSpace(c) || IsInvisible(c) || c is '"' or '\'' or '`' or (>= '\u2018' and <= '\u201F') or '\u00AB' or '\u00BB';

    private static bool IsInvisible(char c) => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format || IsBlank(c);

    // What Unicode counts among letters, marks and symbols, and shows as nothing: fillers, variation selectors, the blank of Braille.
    private static bool IsBlank(char c) =>
        c is '\u034F' or '\u115F' or '\u1160' or '\u2800' or '\u3164' or '\uFFA0' or (>= '\uFE00' and <= '\uFE0F');
}
