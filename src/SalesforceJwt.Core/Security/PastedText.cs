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

    /// <summary>The text without white space, quotes and byte order mark around it, in whatever order they come.</summary>
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

    private static bool IsAround(char c) => char.IsWhiteSpace(c) || c is '"' or '\'' or '\uFEFF';
}
