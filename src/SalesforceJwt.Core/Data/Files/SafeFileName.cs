using System.Text;

namespace SalesforceJwt.Core.Data.Files;

/// <summary>Names for files that every file system takes, whatever people called them in Salesforce.</summary>
public static class SafeFileName
{
    // 255 bytes is what most take; a download needs some for a name of its own while it is under way.
    private const int LongestName = 220;

    private const string Forbidden = "<>:\"/\\|?*";

    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$"];

    /// <summary>The name of a version: its title, with its extension.</summary>
    /// <param name="version">The version.</param>
    public static string Of(FileVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        var extension = version.Extension is { } given ? "." + Clean(given) : string.Empty;
        var title = Clean(version.Title);
        if (extension.Length > 1 && title.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
        {
            title = title[..^extension.Length];
        }

        // Points and spaces at the end are lost on Windows.
        title = Shorten(title, LongestName - Encoding.UTF8.GetByteCount(extension)).TrimEnd('.', ' ');
        title = title.Length == 0 ? version.Id : IsDevice(title) ? "_" + title : title;
        return (title + extension).TrimEnd('.', ' ');
    }

    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(Rune.IsControl(rune) || rune == Rune.ReplacementChar || (rune.IsAscii && Forbidden.Contains((char)rune.Value, StringComparison.Ordinal)) ? "_" : rune.ToString());
        }

        return clean.ToString().Trim();
    }

    private static string Shorten(string text, int bytes)
    {
        var length = 0;
        var left = Math.Max(1, bytes);
        foreach (var rune in text.EnumerateRunes())
        {
            if ((left -= rune.Utf8SequenceLength) < 0)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return text[..length];
    }

    /// <summary>Names that are devices on Windows, with whatever extension.</summary>
    private static bool IsDevice(string title)
    {
        var name = title.Split('.')[0].TrimEnd();
        return Devices.Contains(name, StringComparer.OrdinalIgnoreCase)
            || (name.Length == 4 && char.IsDigit(name[3]) && (name.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || name.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)));
    }
}
