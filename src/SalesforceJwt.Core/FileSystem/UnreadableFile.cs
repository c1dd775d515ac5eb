namespace SalesforceJwt.Core.FileSystem;

/// <summary>The error for a file that a user named and that cannot be read.</summary>
internal static class UnreadableFile
{
    /// <summary>The error.</summary>
    /// <param name="path">The file.</param>
    /// <param name="e">The exception of the file system.</param>
    public static SfException Error(string path, Exception e) => e is FileNotFoundException or DirectoryNotFoundException
        ? new(SfErrorKind.FileNotFound, $"There is no file '{path}'.", "Check the path, and the current folder.", e)
        : new(
            SfErrorKind.FileAccessFailed,
            $"The file '{path}' cannot be read: {e.Message}",
            "Check the path, and that this user may read the file.",
            e);
}
