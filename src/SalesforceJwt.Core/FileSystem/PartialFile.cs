namespace SalesforceJwt.Core.FileSystem;

/// <summary>
/// A file that is written under a temporary name beside the target and replaces it when complete. Disposed before that, it is removed and
/// the target is unchanged. The target's links, permissions and owner are kept. Devices and FIFOs get the bytes as they come.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const string Unchanged = "Check free space and permissions. What was there before is unchanged, and no half file is left.";
    private const string Mixed = "Check free space. The file was being overwritten in its place, and may hold old and new content: "
        + "write it again.";
    private const string PartlySent = "It is not a regular file: check the program that reads it, "
        + "which may have received a part of the content.";

    private static readonly TimeSpan ReaderTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly CancellationToken _cancellationToken;
    private readonly FileTarget _target;
    private readonly FileStream _file;
    private readonly string? _partial;
    private bool _mustOverwrite;
    private bool _isDone;

    /// <param name="path">Full path of the target.</param>
    /// <param name="cancellationToken">Cancels waiting for a FIFO's reader.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.FileAccessFailed"/>.</exception>
    public PartialFile(string path, CancellationToken cancellationToken = default)
    {
        _path = path;
        _cancellationToken = cancellationToken;
        _target = Guard(path, Unchanged, () => FileTarget.Of(path));
        if (_target.Kind == FileTargetKind.Special)
        {
            _file = Guard(path, PartlySent, () => OpenSpecial(path));
            return;
        }

        (_file, _partial) = Guard(path, Unchanged, () =>
        {
            _target.RequireWritable();
            return Create(_target);
        });
        _mustOverwrite |= _target.Kind == FileTargetKind.Shared;
    }

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    /// <summary>Checks a target before the request is sent.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.FolderNotFound"/> or <see cref="SfErrorKind.FileAccessFailed"/>.</exception>
    public static void RequireTarget(string path) => Guard(path, Unchanged, () =>
    {
        if (Directory.Exists(path))
        {
            throw new SfException(SfErrorKind.FileAccessFailed, $"'{path}' is a folder.", "Name the file to write, with its folder.");
        }

        var target = FileTarget.Of(path);
        if (Path.GetDirectoryName(target.Path) is { Length: > 0 } folder)
        {
            RequireFolder(folder);
        }

        target.RequireWritable();
        return true;
    });

    /// <summary>Checks the folder of files before requests are sent.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.FolderNotFound"/>.</exception>
    public static void RequireFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new SfException(
                SfErrorKind.FolderNotFound, $"There is no folder '{folder}'.", "Make the folder first. No request was sent to Salesforce.");
        }
    }

    /// <summary>Whether writing would replace something: an existing regular file.</summary>
    public static bool WouldOverwrite(string path) =>
        Guard(path, Unchanged, () => FileTarget.Of(path).Kind is FileTargetKind.Replaceable or FileTargetKind.Shared);

    /// <exception cref="SfException"><see cref="SfErrorKind.FileAccessFailed"/>: the disk is full, say.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (_partial is null)
            {
                // A reader that stopped reading must not block Ctrl+C.
                var copy = bytes.ToArray();
                Task.Run(() => _file.Write(copy), CancellationToken.None).WaitAsync(_cancellationToken).GetAwaiter().GetResult();
            }
            else
            {
                // Synchronous: the page cache takes it at once, and a disk error cannot be mistaken for a network error.
                _file.Write(bytes);
            }

            Length += bytes.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(_path, _partial is null ? PartlySent : Unchanged, e);
        }
    }

    /// <summary>Replaces the target with the file.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.FileAccessFailed"/>.</exception>
    public void Commit() => Guard(_path, _partial is null ? PartlySent : _mustOverwrite ? Mixed : Unchanged, () =>
    {
        _file.Dispose();
        if (_partial is not null && _mustOverwrite)
        {
            CopyInto(_partial, _target.Path);
            File.Delete(_partial);
        }
        else if (_partial is not null)
        {
            MoveInto(_partial, _target.Path);
        }

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
            // Report the error that led here.
        }

        if (_partial is not null)
        {
            File.Delete(_partial);
        }
    }

    /// <summary>Moves a file over another, whose permissions stay.</summary>
    private static void MoveInto(string partial, string path)
    {
        if (OperatingSystem.IsWindows() && File.Exists(path))
        {
            File.Replace(partial, path, destinationBackupFileName: null, ignoreMetadataErrors: true);
        }
        else
        {
            File.Move(partial, path, overwrite: true);
        }
    }

    private static void CopyInto(string partial, string path)
    {
        using var from = new FileStream(partial, FileMode.Open, FileAccess.Read);
        using var into = Open(path, FileMode.Open);
        from.CopyTo(into);
        into.SetLength(from.Length);
    }

    private static FileStream Open(string path, FileMode mode) =>
        new(path, new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 });

    /// <summary>
    /// Makes the file beside its target, with the target's permissions; where the folder allows no new file, among the temporary ones.
    /// </summary>
    private (FileStream File, string Path) Create(FileTarget target)
    {
        var partial = FileName.Beside(target.Path, "partial");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (target.File is not null && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        FileStream file;
        try
        {
            file = new FileStream(partial, options);
        }
        catch (UnauthorizedAccessException) when (target.Kind != FileTargetKind.New)
        {
            _mustOverwrite = true;
            partial = Path.Combine(Path.GetTempPath(), Path.GetFileName(partial));
            return (new FileStream(partial, options), partial);
        }

        if (target.File is { } existing && !OperatingSystem.IsWindows())
        {
            // The owner first: the permissions are not for the group that the file has until then.
            _mustOverwrite = !UnixFile.TrySetOwner(file.SafeFileHandle, existing.Owner, existing.Group);
            if (!_mustOverwrite)
            {
                File.SetUnixFileMode(file.SafeFileHandle, existing.Mode);
            }
        }

        return (file, partial);
    }

    /// <summary>Opens a FIFO or device. A FIFO without a reader blocks, and the call would never return.</summary>
    private FileStream OpenSpecial(string path)
    {
        var opening = Task.Run(() => Open(path, FileMode.Truncate), CancellationToken.None);
        try
        {
            return opening.WaitAsync(ReaderTimeout, _cancellationToken).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // Opening it for reading ends the attempt, so that it cannot meet a later reader.
            var closing = opening.ContinueWith(
                static t => t.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
            var reading = Task.Run(
                () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite).Dispose(), CancellationToken.None);
            Task.WhenAll(closing, reading).ContinueWith(static t => t.Exception, TaskScheduler.Default)
                .Wait(ReleaseTimeout, CancellationToken.None);
            throw e is not TimeoutException ? e : new IOException(
                FormattableString.Invariant($"No program has opened it for reading within {ReaderTimeout.TotalSeconds:0} seconds."), e);
        }
    }

    private static T Guard<T>(string path, string remedy, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, remedy, e);
        }
    }

    private static SfException Failed(string path, string remedy, Exception e) =>
        new(SfErrorKind.FileAccessFailed, $"'{path}' could not be written: {e.Message}", remedy, e);
}
