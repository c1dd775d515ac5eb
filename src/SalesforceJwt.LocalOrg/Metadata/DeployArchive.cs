using System.IO.Compression;

namespace SalesforceJwt.LocalOrg.Metadata;

/// <summary>The packages of a deploy's zip: their files, by their path below the folder of <c>package.xml</c>.</summary>
internal static class DeployArchive
{
    public const string ManifestName = "package.xml";

    private static readonly MetadataException NoManifest = new("No package.xml found");

    /// <summary>Reads a zip whose <c>package.xml</c> is at its root, or whose folders have one each.</summary>
    /// <param name="zip">The zip.</param>
    /// <param name="isSinglePackage">Whether <c>package.xml</c> may be at the root; otherwise each folder is a package.</param>
    /// <param name="limits">Its limits.</param>
    /// <returns>Each package with its folder, which is empty if there is one package only.</returns>
    /// <exception cref="MetadataException">It has no <c>package.xml</c>, or is not a zip.</exception>
    /// <exception cref="DeployException">It exceeds a limit, or a path in it is not allowed.</exception>
    public static IReadOnlyList<(string Folder, IReadOnlyDictionary<string, byte[]> Files)> Read(
        byte[] zip, bool isSinglePackage, MetadataOptions limits)
    {
        var files = Unzip(zip, limits);
        if (isSinglePackage && files.ContainsKey(ManifestName))
        {
            return [("", files)];
        }

        // Clients put everything below one folder. Salesforce says the same of a file that is not a zip.
        var folders = files.Keys
            .Where(path => path.EndsWith("/" + ManifestName, StringComparison.Ordinal) && path.Count(character => character == '/') == 1)
            .Select(path => path[..^ManifestName.Length])
            .Order(StringComparer.Ordinal)
            .ToList();
        return folders.Count == 0 || (isSinglePackage && folders.Count > 1)
            ? throw NoManifest
            : [.. folders.Select(folder => (folders.Count == 1 ? "" : folder, In(folder, files)))];
    }

    private static Dictionary<string, byte[]> In(string folder, Dictionary<string, byte[]> files) => files
        .Where(file => file.Key.StartsWith(folder, StringComparison.Ordinal))
        .ToDictionary(file => file.Key[folder.Length..], file => file.Value, StringComparer.Ordinal);

    private static Dictionary<string, byte[]> Unzip(byte[] zip, MetadataOptions limits)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(zip), ZipArchiveMode.Read);
            var entries = archive.Entries.Where(entry => !entry.FullName.EndsWith('/')).ToList();
            if (entries.Count > limits.MaxFiles)
            {
                throw new DeployException(
                    "LIMIT_EXCEEDED", $"The number of files in the zip, {entries.Count}, exceeds the limit of {limits.MaxFiles}.");
            }

            var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
            var remaining = limits.MaxUnzippedBytes;
            foreach (var entry in entries)
            {
                CheckPath(entry.FullName);
                var content = Unzip(entry, remaining);
                remaining -= content.Length;
                files[entry.FullName] = content;
            }

            return files;
        }
        catch (InvalidDataException)
        {
            throw NoManifest;
        }
    }

    private static void CheckPath(string path)
    {
        if (path.StartsWith('/') || path.Contains('\\', StringComparison.Ordinal) || path.Split('/').Any(part => part is "" or "." or ".."))
        {
            throw new DeployException("INVALID_OPERATION", $"Invalid path in zip: {path}");
        }
    }

    // The length in the zip's directory can be wrong.
    private static byte[] Unzip(ZipArchiveEntry entry, long limit)
    {
        using var source = entry.Open();
        using var content = new MemoryStream();
        var block = new byte[64 * 1024];
        for (int length; (length = source.Read(block)) > 0;)
        {
            if (content.Length + length > limit)
            {
                throw new DeployException("LIMIT_EXCEEDED", "The unzipped files exceed the size limit.");
            }

            content.Write(block, 0, length);
        }

        return content.ToArray();
    }
}
