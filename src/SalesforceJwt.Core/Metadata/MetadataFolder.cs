using SalesforceJwt.Core.FileSystem;

namespace SalesforceJwt.Core.Metadata;

/// <summary>Lists and reads the files of a folder in metadata format.</summary>
internal static class MetadataFolder
{
    private const int BufferSize = 128 * 1024;

    /// <summary>
    /// The files below a folder, sorted by their names in the package. Names that begin with a dot (.git, .DS_Store) are left out, since
    /// no component has such a name.
    /// </summary>
    /// <param name="folder">Full path of the folder.</param>
    /// <param name="layout">Receives the names.</param>
    /// <exception cref="SfException">The folder does not exist, cannot be read, or is not a package.</exception>
    public static IReadOnlyList<MetadataFile> List(string folder, PackageLayout layout, CancellationToken cancellationToken)
    {
        var files = new List<MetadataFile>();
        var length = 0L;
        try
        {
            Add(new DirectoryInfo(folder), string.Empty);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw e is DirectoryNotFoundException
                ? new SfException(SfErrorKind.FolderNotFound, $"There is no folder '{folder}'.", "Check the path.", e)
                : UnreadableFile.Error(folder, e);
        }

        files.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (var file in files.Where(f => PackageLayout.IsManifest(f.Name)))
        {
            using var content = Open(file);
            PackageManifest.Check(content, folder, file.Name);
        }

        return files;

        void Add(DirectoryInfo parent, string prefix)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var item in parent.EnumerateFileSystemInfos().Where(item => !item.Name.StartsWith('.')))
            {
                var name = prefix + item.Name;
                if (item.LinkTarget is not null)
                {
                    throw MetadataErrors.Invalid(
                        folder, $"'{name}' in it is a symbolic link", "Put the file or folder itself there: links are not followed.");
                }

                if (item is DirectoryInfo child)
                {
                    Add(child, name + "/");
                    continue;
                }

                if (UnixFile.Find(item.FullName) is { IsRegular: false })
                {
                    throw MetadataErrors.Invalid(folder, $"'{name}' in it is a FIFO or device", "Remove it.");
                }

                layout.Add(name);
                files.Add(new MetadataFile(name, item.FullName));
                length += ((FileInfo)item).Length;
                if (length > MetadataZip.LongestContent)
                {
                    throw MetadataErrors.ContentTooLong(folder);
                }
            }
        }
    }

    /// <summary>The error for a folder without package.xml, which is often a project in source format.</summary>
    public static SfException NoManifest(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "sfdx-project.json")))
            {
                return MetadataErrors.Invalid(
                    folder,
                    "it has no package.xml, and belongs to a project in source format",
                    "Convert it to metadata format first, and deploy the result: sf project convert source --output-dir FOLDER.");
            }
        }

        return MetadataErrors.NoManifest(folder);
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="SfException">It cannot be read.</exception>
    public static FileStream Open(MetadataFile file)
    {
        try
        {
            return new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UnreadableFile.Error(file.Path, e);
        }
    }

    /// <summary>Copies a file into the zip.</summary>
    /// <exception cref="SfException">It cannot be read, or the temporary file cannot be written.</exception>
    public static void Copy(FileStream content, Stream entry, MetadataFile file)
    {
        var buffer = new byte[BufferSize];
        for (int read; (read = Read(content, buffer, file)) > 0;)
        {
            try
            {
                entry.Write(buffer, 0, read);
            }
            catch (IOException e)
            {
                throw MetadataErrors.NoTemporaryFile(Path.GetTempPath(), e);
            }
        }
    }

    private static int Read(FileStream content, byte[] buffer, MetadataFile file)
    {
        try
        {
            return content.Read(buffer);
        }
        catch (IOException e)
        {
            throw UnreadableFile.Error(file.Path, e);
        }
    }
}
