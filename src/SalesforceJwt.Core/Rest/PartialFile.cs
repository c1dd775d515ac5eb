using System.Security.Cryptography;

namespace SalesforceJwt.Core.Rest;

/// <summary>
/// A file that is written under a name of its own beside the target, and moved there when it is whole. Disposed before that, it leaves
/// nothing behind, and what was at the target is unchanged.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _path;
    private readonly string _partial;
    private readonly FileStream _file;
    private bool _isDone;

    /// <exception cref="SfException"><see cref="SfErrorKind.FileAccessFailed"/>.</exception>
    public PartialFile(string path)
    {
        _path = path;
        _partial = $"{path}.{Convert.ToHexString(RandomNumberGenerator.GetBytes(4))}.partial";
        _file = Guard(() => new FileStream(_partial, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 }));
    }

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    /// <exception cref="SfException"><see cref="SfErrorKind.FileAccessFailed"/>: the disk is full, say.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            // Synchronous: the page cache takes it at once, and a fault of the disk cannot be taken for one of the network.
            _file.Write(bytes);
            Length += bytes.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    /// <summary>Moves the file to its target, over what is there.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.FileAccessFailed"/>.</exception>
    public void Commit() => Guard(() =>
    {
        _file.Dispose();
        File.Move(_partial, _path, overwrite: true);
        return _isDone = true;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDone)
        {
            return;
        }

        _isDone = true;
        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // The error that led here is the one to report.
        }

        if (File.Exists(_partial))
        {
            File.Delete(_partial);
        }
    }

    private T Guard<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    private SfException Failed(Exception e) => new(
        SfErrorKind.FileAccessFailed,
        $"'{_path}' could not be written: {e.Message}",
        "Check free space and permissions. What was there before is unchanged, and no half file is left.",
        e);
}
