namespace SalesforceJwt.Core.FileSystem;

/// <summary>
/// A lock between processes: a file that one of them at a time holds open. The system closes it when the process ends or crashes, so a
/// file that remains is not locked.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    /// <summary>Waits for the lock and acquires it.</summary>
    /// <param name="path">The lock's file. It is never deleted: a waiting process would hold a lock on the deleted file.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The lock; null if another process has held it for the whole time.</returns>
    /// <exception cref="IOException">The file cannot be opened for another reason.</exception>
    public static async Task<FileLock?> AcquireAsync(string path, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var options =
            new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var start = time.GetTimestamp();
        for (var longest = 40; ; longest = Math.Min(longest * 2, 250))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FileLock(new FileStream(path, options));
            }
            catch (IOException e) when (IsHeld(e))
            {
                if (time.GetElapsedTime(start) > timeout)
                {
                    return null;
                }
            }

            // Random, so that many waiting processes do not retry together; growing, so that they leave the processor to the holder.
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, longest)), time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>
    /// Whether another holds it: ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION, elsewhere EWOULDBLOCK (11 on Linux, 35 on macOS).
    /// </summary>
    private static bool IsHeld(IOException e) => OperatingSystem.IsWindows() ? (e.HResult & 0xFFFF) is 32 or 33 : e.HResult is 11 or 35;
}
