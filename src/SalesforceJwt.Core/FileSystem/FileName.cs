using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SalesforceJwt.Core.FileSystem;

/// <summary>Makes file names: from a server's text, and for unfinished files.</summary>
internal static class FileName
{
    // Most file systems allow 255 bytes; an unfinished file needs some for its suffix.
    private const int LongestName = 220;
    private const int LongestExtension = 60;

    private const string Forbidden = "<>:\"/\\|?*";

    // Letters without a glyph.
    private const string Fillers = "\u115F\u1160\u3164\uFFA0";

    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$"];

    /// <summary>A name that every file system accepts, that stays in its folder and that shows the file's type.</summary>
    /// <param name="title">The name's text, from anywhere.</param>
    /// <param name="extension">The extension, without the dot; null if there is none.</param>
    /// <param name="fallback">Used if nothing of the title remains; letters and digits only.</param>
    public static string Of(string title, string? extension, string fallback)
    {
        var ending = extension is null ? string.Empty : "." + Shorten(Clean(extension), LongestExtension);
        var name = Clean(title);
        if (ending.Length > 1 && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        {
            name = name[..^ending.Length];
        }

        // Windows drops dots and spaces at the end. One byte is reserved for a prefix.
        name = Shorten(name, LongestName - 1 - Encoding.UTF8.GetByteCount(ending)).TrimEnd('.', ' ');
        name = name.Length == 0 ? fallback : name[0] == '.' || IsDevice(name) ? "_" + name : name;
        return (name + ending).TrimEnd('.', ' ');
    }

    /// <summary>A unique path beside another file.</summary>
    /// <param name="path">The other file.</param>
    /// <param name="ending">The suffix, which shows the purpose.</param>
    internal static string Beside(string path, string ending) => Path.Combine(
        Path.GetDirectoryName(path)!,
        $"{Shorten(Path.GetFileName(path), LongestName)}.{Convert.ToHexString(RandomNumberGenerator.GetBytes(4))}.{ending}");

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(IsAllowed(rune) ? rune.ToString() : "_");
        }

        return clean.ToString().Trim();
    }

    /// <summary>Format characters are invisible, and some let <c>exe.fdp</c> read as <c>pdf.exe</c>.</summary>
    private static bool IsAllowed(Rune rune) =>
        rune != Rune.ReplacementChar
            && Rune.GetUnicodeCategory(rune) is not (
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            && !(rune.IsBmp
                && (Forbidden.Contains((char)rune.Value, StringComparison.Ordinal)
                    || Fillers.Contains((char)rune.Value, StringComparison.Ordinal)));

    private static string Shorten(string text, int bytes)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if ((bytes -= rune.Utf8SequenceLength) < 0)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }

    /// <summary>Names that are devices on Windows, with whatever extension. Superscript digits count as digits there.</summary>
    private static bool IsDevice(string title)
    {
        var name = title.Split('.')[0].TrimEnd();
        return Devices.Contains(name, StringComparer.OrdinalIgnoreCase)
            || (name.Length == 4 && "0123456789¹²³".Contains(name[3], StringComparison.Ordinal)
                && (name.StartsWith("COM", StringComparison.OrdinalIgnoreCase)
                    || name.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)));
    }
}
