namespace SalesforceJwt.Core.FileSystem;

/// <summary>
/// A path that a user names to be written, and what stands there. Links are followed and stay, as with any other program.
/// </summary>
internal sealed class FileTarget
{
    private const int MostLinks = 40;

    private FileTarget(string path, FileTargetKind kind, UnixFile? file = null)
    {
        Path = path;
        Kind = kind;
        File = file;
    }

    /// <summary>The file itself, behind the links to it.</summary>
    public string Path { get; }

    /// <summary>What stands there.</summary>
    public FileTargetKind Kind { get; }

    /// <summary>Its owner and permissions; null if it is new, and on Windows.</summary>
    public UnixFile? File { get; }

    /// <summary>Looks at a path.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="IOException">A circle of links.</exception>
    public static FileTarget Of(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return path.StartsWith(@"\\.\", StringComparison.Ordinal)
                ? new(path, FileTargetKind.Special)
                : Ordinary(System.IO.File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        }

        // Asked before the system is: of a file that another process makes in between, it does tell.
        var target = Resolve(path);
        var exists = System.IO.File.Exists(target);
        var file = UnixFile.Find(path);
        if (file is { IsRegular: false } || target is null)
        {
            return new(path, FileTargetKind.Special);
        }

        // Where the system tells nothing of a file, it is written as it stands.
        return file is not { } found ? new(target, exists ? FileTargetKind.Special : FileTargetKind.New)
            : new(target, found.Links > 1 || UnixFile.HasAcl(target) ? FileTargetKind.Shared : FileTargetKind.Replaceable, found);
    }

    /// <summary>Checks whether an existing file may be written, as opening it would.</summary>
    /// <exception cref="UnauthorizedAccessException">It may not.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void RequireWritable()
    {
        if (Kind is FileTargetKind.Replaceable or FileTargetKind.Shared)
        {
            new FileStream(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
        }
    }

    private static FileTarget Ordinary(string path) =>
        new(path, System.IO.File.Exists(path) ? FileTargetKind.Replaceable : FileTargetKind.New);

    /// <summary>The file behind links; null if links lead to what a process holds open, which no path names.</summary>
    private static string? Resolve(string path)
    {
        for (var links = 0; links < MostLinks; links++)
        {
            var folder = UnixFile.RealPath(System.IO.Path.GetDirectoryName(path)!);
            if (folder is "/dev/fd" || folder.StartsWith("/proc/", StringComparison.Ordinal))
            {
                return null;
            }

            path = System.IO.Path.Combine(folder, System.IO.Path.GetFileName(path));
            if (new FileInfo(path).LinkTarget is not { } next)
            {
                return path;
            }

            path = System.IO.Path.Combine(folder, next);
        }

        throw new IOException("The links lead in a circle.");
    }
}
