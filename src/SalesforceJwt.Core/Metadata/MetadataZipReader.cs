using System.IO.Compression;

namespace SalesforceJwt.Core.Metadata;

/// <summary>Checks a zip that a user gives, by its directory and its manifests.</summary>
internal static class MetadataZipReader
{
    private const int FileTypeMask = 0xF000;
    private const int SymbolicLink = 0xA000;

    /// <summary>Checks the zip.</summary>
    /// <param name="layout">Receives its files.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.MetadataInvalid"/> or <see cref="SfErrorKind.FileTooLarge"/>.</exception>
    /// <exception cref="InvalidDataException">The zip is damaged.</exception>
    public static void Check(ZipArchive zip, PackageLayout layout, string source)
    {
        var length = 0L;
        foreach (var entry in zip.Entries)
        {
            if (((entry.ExternalAttributes >> 16) & FileTypeMask) == SymbolicLink)
            {
                throw MetadataErrors.Invalid(
                    source, $"'{entry.FullName}' in it is a symbolic link", "Make the zip again, with the file in place of the link.");
            }

            if (entry.FullName.EndsWith('/'))
            {
                layout.RequirePath(entry.FullName);
                continue;
            }

            layout.Add(entry.FullName);
            length += entry.Length;
            if (length > MetadataZip.LongestContent)
            {
                throw MetadataErrors.ContentTooLong(source);
            }
        }

        layout.RequireManifest();
        foreach (var entry in zip.Entries.Where(e => PackageLayout.IsManifest(e.FullName)))
        {
            using var content = entry.Open();
            PackageManifest.Check(content, source, entry.FullName);
        }
    }
}
