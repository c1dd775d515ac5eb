using System.Buffers;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>Uploads and results of jobs, in a temporary directory since they can be large; deleted with the org.</summary>
internal sealed class BulkFiles : IDisposable
{
    private const int BufferLength = 1 << 18;
    private readonly Lazy<DirectoryInfo> _directory = new(() => Directory.CreateTempSubdirectory("localorg-bulk-"));

    /// <summary>An unused path.</summary>
    public string NewPath() => Path.Combine(_directory.Value.FullName, Path.GetRandomFileName());

    /// <summary>Creates a file for sequential writing.</summary>
    public static FileStream Create(string path) => new(path, FileMode.Create, FileAccess.Write, FileShare.Read, BufferLength);

    /// <summary>Opens a file for sequential reading.</summary>
    public static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);

    /// <summary>Saves a stream and returns the path; null if it exceeds the length.</summary>
    public async Task<string?> SaveAsync(Stream content, long maxLength, CancellationToken cancellationToken)
    {
        var path = NewPath();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 0);
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                // Synchronous: the page cache seldom blocks, and asynchronous file access is slower.
                file.Write(buffer, 0, read);
                if (file.Length > maxLength)
                {
                    Delete(path);
                    return null;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return path;
    }

    public static void Delete(string? path)
    {
        if (path is not null)
        {
            File.Delete(path);
        }
    }

    public void Dispose()
    {
        if (_directory.IsValueCreated && Directory.Exists(_directory.Value.FullName))
        {
            _directory.Value.Delete(recursive: true);
        }
    }
}
