using SalesforceJwt.Core.FileSystem;

namespace SalesforceJwt.Core.OAuth.Profiles;

/// <summary>A file that changes as a whole: who reads it sees the old content or the new one, at every moment.</summary>
internal static class AtomicFile
{
    /// <summary>The file's content; null where it is not there.</summary>
    public static byte[]? Read(string path) => Insist<byte[]?>(() =>
    {
        try
        {
            // Whoever replaces the file meanwhile may do so on Windows, too.
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

    /// <summary>Replaces the file, or makes it; only its owner may read it, who stays the same.</summary>
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

            Insist(() =>
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

    /// <summary>Windows refuses for moments in which another process reads, replaces or scans the file.</summary>
    private static T Insist<T>(Func<T> work)
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
