using System.Globalization;
using System.Text;

namespace SalesforceJwt.Core.Security;

/// <summary>What editors, shells and CI systems make of a secret on its way: encodings, quotes, newlines as the characters <c>\n</c>.</summary>
internal static class PastedText
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

    /// <summary>The text without what is pasted around it, in whatever order it comes: white space, quotes, invisible characters (byte order
    /// mark, zero-width space, soft hyphen).</summary>
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

    /// <summary>Turns the characters <c>\n</c>, <c>\r</c> and <c>\t</c> (with any number of backslashes) into newlines.</summary>
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

            target[length++] = c;
        }

        return length;
    }

    /// <summary>Decodes base64, on one line or in several, in whatever way the newlines are written.</summary>
    /// <param name="text">The text.</param>
    /// <param name="bytes">At least as many bytes as the text has characters.</param>
    /// <returns>The number of bytes; 0 where it is not base64.</returns>
    public static int FromBase64(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (!text.Contains('\\'))
        {
            return Convert.TryFromBase64Chars(text, bytes, out var plain) ? plain : 0;
        }

        var clean = new char[text.Length];
        try
        {
            return Convert.TryFromBase64Chars(clean.AsSpan(0, Unescape(text, clean)), bytes, out var length) ? length : 0;
        }
        finally
        {
            Array.Clear(clean);
        }
    }

    /// <summary>The first character that no value on one line has: white space, or one that cannot be seen; null where there is none.</summary>
    public static int? FindStray(string text) => Find(text, static c => char.IsWhiteSpace(c) || IsInvisible(c));

    /// <summary>The first character that cannot be seen, a line break among them; null where there is none.</summary>
    public static int? FindInvisible(string text) => Find(text, IsInvisible);

    /// <summary>A character's name, for an error: most of these cannot be seen.</summary>
    public static string Name(char c)
    {
        var name = c switch
        {
            ' ' => "a space",
            '\t' => "a tab",
            '\r' or '\n' => "a line break",
            '\u00A0' or '\u202F' => "a no-break space",
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

    private static int? Find(string text, Predicate<char> isOne) => Array.FindIndex(text.ToCharArray(), isOne) is var at and >= 0 ? at : null;

    private static bool IsAround(char c) => char.IsWhiteSpace(c) || IsInvisible(c) || c is '"' or '\'' or '`' or (>= '\u2018' and <= '\u201F') or '\u00AB' or '\u00BB';

    private static bool IsInvisible(char c) => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
