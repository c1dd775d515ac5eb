using System.IO.Compression;
using System.Security.Cryptography;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Http;

namespace SalesforceJwt.Core.Metadata;

/// <summary>
/// A package of metadata as a zip, checked before anything is sent. A folder becomes a temporary file that only this user may read, so that
/// memory stays free and a request can be repeated; a given zip is sent as it is; a package that was made in memory stays there.
/// </summary>
internal sealed class MetadataZip : IDisposable
{
    /// <summary>The longest zip that Salesforce accepts: 39 MB.</summary>
    public const long LongestZip = 39L * 1024 * 1024;

    /// <summary>The most that the files may have together, before compression: 600 MB.</summary>
    public const long LongestContent = 600L * 1024 * 1024;

    /// <summary>The most files that Salesforce accepts.</summary>
    public const int MostFiles = 10_000;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string? _path;
    private readonly bool _isTemporary;
    private readonly ReadOnlyMemory<byte> _bytes;

    private MetadataZip(string name, string? path, ReadOnlyMemory<byte> bytes, PackageLayout layout, bool isTemporary = false)
    {
        Name = name;
        _path = path;
        _bytes = bytes;
        _isTemporary = isTemporary;
        Files = layout.Count;
        IsSinglePackage = layout.IsSinglePackage;
        Length = path is null ? bytes.Length : new FileInfo(path).Length;
    }

    /// <summary>Where it came from, for messages.</summary>
    public string Name { get; }

    /// <summary>Number of files.</summary>
    public int Files { get; }

    /// <summary>Bytes of the zip.</summary>
    public long Length { get; }

    /// <summary>Whether package.xml is at the root; otherwise each folder at the root is a package.</summary>
    public bool IsSinglePackage { get; }

    /// <summary>The part of the request with the zip.</summary>
    public FormPart Part => new("file", "application/zip") { FilePath = _path, Bytes = _bytes, FileName = "deploy.zip" };

    /// <summary>Takes a folder or a zip in metadata format.</summary>
    /// <param name="path">Full path of the folder or zip.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.MetadataInvalid"/>, <see cref="SfErrorKind.FileTooLarge"/>, or a file cannot be read.
    /// </exception>
    public static MetadataZip Open(string path, CancellationToken cancellationToken = default) =>
        Directory.Exists(path) ? FromFolder(path, cancellationToken)
        : Path.Exists(path) ? FromZip(path)
        : throw new SfException(
            SfErrorKind.FileNotFound, $"There is no folder or zip '{path}'.", "Check the path, and the current folder.");

    /// <summary>Makes a zip of a folder in metadata format.</summary>
    /// <param name="folder">Full path of the folder.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.MetadataInvalid"/>, <see cref="SfErrorKind.FileTooLarge"/>, or a file cannot be read.
    /// </exception>
    public static MetadataZip FromFolder(string folder, CancellationToken cancellationToken = default)
    {
        var layout = new PackageLayout(folder);
        var files = MetadataFolder.List(folder, layout, cancellationToken);
        if (!layout.HasManifest)
        {
            throw MetadataFolder.NoManifest(folder);
        }

        var path = Path.Combine(Path.GetTempPath(), $"sfdeploy-{Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}.zip");
        try
        {
            using (var stream = Create(path))
            {
                Write(stream, folder, files, cancellationToken);
            }

            cancellationToken.ThrowIfCancellationRequested();
            return new MetadataZip(folder, path, default, layout, isTemporary: true);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Takes a zip that exists.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <exception cref="SfException">
    /// <see cref="SfErrorKind.MetadataInvalid"/>, <see cref="SfErrorKind.FileTooLarge"/>, or the file cannot be read.
    /// </exception>
    public static MetadataZip FromZip(string path)
    {
        FileContent.Examine(path);
        if (new FileInfo(path).Length > LongestZip)
        {
            throw MetadataErrors.ZipTooLong(path);
        }

        var layout = new PackageLayout(path);
        try
        {
            using var zip = ZipFile.OpenRead(path);
            MetadataZipReader.Check(zip, layout, path);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw e is InvalidDataException or NotSupportedException or EndOfStreamException
                ? MetadataErrors.NotZip(path, e) : UnreadableFile.Error(path, e);
        }

        return new MetadataZip(path, path, default, layout);
    }

    /// <summary>Makes a zip in memory.</summary>
    /// <param name="name">What the package is, for messages.</param>
    /// <param name="files">The files by their paths, such as <c>package.xml</c> and <c>externalClientApps/ci.eca</c>.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.MetadataInvalid"/>.</exception>
    public static MetadataZip FromFiles(string name, IReadOnlyDictionary<string, byte[]> files)
    {
        var layout = new PackageLayout(name);
        foreach (var path in files.Keys)
        {
            layout.Add(path);
        }

        layout.RequireManifest();
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                if (PackageLayout.IsManifest(path))
                {
                    PackageManifest.Check(new MemoryStream(content), name, path);
                }

                using var entry = Add(zip, path);
                entry.Write(content);
            }
        }

        return stream.Length > LongestZip ? throw MetadataErrors.ZipTooLong(name)
            : new MetadataZip(name, null, stream.ToArray(), layout);
    }

    /// <summary>Deletes the temporary file.</summary>
    public void Dispose()
    {
        try
        {
            if (_isTemporary)
            {
                File.Delete(_path!);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is in the folder for temporary files.
        }
    }

    private static void Write(
        FileStream stream, string folder, IReadOnlyList<MetadataFile> files, CancellationToken cancellationToken)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using (var content = MetadataFolder.Open(file))
            using (var entry = Add(zip, file.Name))
            {
                MetadataFolder.Copy(content, entry, file);
            }

            if (stream.Position > LongestZip)
            {
                throw MetadataErrors.ZipTooLong(folder);
            }
        }
    }

    /// <summary>Adds a file with a fixed time and fixed attributes, so that the same files give the same bytes.</summary>
    private static Stream Add(ZipArchive zip, string name)
    {
        const int RegularFile = 0x81A4 << 16;
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        entry.ExternalAttributes = unchecked(RegularFile);
        return entry.Open();
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            return new FileStream(path, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw MetadataErrors.NoTemporaryFile(path, e);
        }
    }
}
