using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace SalesforceJwt.LocalOrg.Data;

/// <summary>Uploaded files, in a temporary directory since one may have 2 GB; deleted with the org.</summary>
internal sealed class BlobStore : IDisposable
{
    private readonly Lazy<DirectoryInfo> _directory = new(() => Directory.CreateTempSubdirectory("localorg-"));
    private readonly ConcurrentDictionary<string, Blob> _blobs = new(StringComparer.Ordinal);

    /// <summary>Saves a stream.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "Salesforce's Checksum field is an MD5; it secures nothing.")]
    public async Task<Blob> SaveAsync(Stream content, CancellationToken cancellationToken)
    {
        var path = Path.Combine(_directory.Value.FullName, Path.GetRandomFileName());
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        await using var file = File.Create(path);
        var buffer = ArrayPool<byte>.Shared.Rent(81920);
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
            {
                md5.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return new Blob(path, file.Length, Convert.ToHexStringLower(md5.GetHashAndReset()));
    }

    /// <summary>Sets the content of a record.</summary>
    public void Attach(string recordId, Blob blob) => _blobs[recordId] = blob;

    public Blob? Find(string recordId) => _blobs.GetValueOrDefault(recordId);

    public void Dispose()
    {
        // Something else may have deleted the temporary directory.
        if (_directory.IsValueCreated && Directory.Exists(_directory.Value.FullName))
        {
            _directory.Value.Delete(recursive: true);
        }
    }
}
