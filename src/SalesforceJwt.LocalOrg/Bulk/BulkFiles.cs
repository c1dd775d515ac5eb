using System.Buffers;

namespace SalesforceJwt.LocalOrg.Bulk;

/// <summary>Uploads and results of jobs, kept in a temporary directory since they can be large; deleted with the org.</summary>
internal sealed class BulkFiles : IDisposable
{
    private const int BufferLength = 1 << 18;
    private readonly Lazy<DirectoryInfo> directory = new(() => Directory.CreateTempSubdirectory("localorg-bulk-"));

    /// <summary>A path that is not taken.</summary>
    public string NewPath() => Path.Combine(directory.Value.FullName, Path.GetRandomFileName());

    /// <summary>A file to be written from start to end.</summary>
    public static FileStream Create(string path) => new(path, FileMode.Create, FileAccess.Write, FileShare.Read, BufferLength);

    /// <summary>A file to be read from start to end.</summary>
    public static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);

    /// <summary>Saves what a stream gives, up to a length; null if it gives more.</summary>
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
                // Asynchronous files are slower, and the page cache never waits long.
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
        if (directory.IsValueCreated && Directory.Exists(directory.Value.FullName))
        {
            directory.Value.Delete(recursive: true);
        }
    }
}
