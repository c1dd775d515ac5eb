namespace SalesforceJwt.Core.FileSystem;

/// <summary>A file that changes as a whole: a reader sees the old content or the new one, never a part.</summary>
internal static class AtomicFile
{
    /// <summary>The file's content; null where it is not there.</summary>
    public static byte[]? Read(string path) => Retry<byte[]?>(() =>
    {
        try
        {
            // On Windows, too, another process may replace the file meanwhile.
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new MemoryStream();
            stream.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    });

    /// <summary>Replaces or creates the file. Only its owner may read it; the owner stays the same.</summary>
    public static void Write(string path, byte[] content)
    {
        var temporary = FileName.Beside(path, "tmp");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var stream = new FileStream(temporary, options))
            {
                if (UnixFile.Find(path) is { } existing)
                {
                    UnixFile.TrySetOwner(stream.SafeFileHandle, existing.Owner, existing.Group);
                }

                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            Retry(() =>
            {
                File.Move(temporary, path, overwrite: true);
                return true;
            });
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Creates a folder for such files, which only its owner may open.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Retries, since Windows fails while another process reads, replaces or scans the file.</summary>
    private static T Retry<T>(Func<T> work)
    {
        for (var attempts = OperatingSystem.IsWindows() ? 25 : 1; ; attempts--)
        {
            try
            {
                return work();
            }
            catch (Exception e) when (attempts > 1 && e is IOException or UnauthorizedAccessException)
            {
                Thread.Sleep(20);
            }
        }
    }
}
