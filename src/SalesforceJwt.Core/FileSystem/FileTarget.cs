namespace SalesforceJwt.Core.FileSystem;

/// <summary>
/// A path to be written, and what exists there. Links are followed and kept, as other programs do.
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

    /// <summary>What exists there.</summary>
    public FileTargetKind Kind { get; }

    /// <summary>Its owner and permissions; null if it is new, and on Windows.</summary>
    public UnixFile? File { get; }

    /// <summary>Examines a path.</summary>
    /// <param name="path">The full path.</param>
    /// <exception cref="IOException">The links form a circle.</exception>
    public static FileTarget Of(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return path.StartsWith(@"\\.\", StringComparison.Ordinal)
                ? new(path, FileTargetKind.Special)
                : Ordinary(System.IO.File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        }

        // Checked before the system call, which does report a file that another process creates in between.
        var target = Resolve(path);
        var exists = System.IO.File.Exists(target);
        var file = UnixFile.Find(path);
        if (file is { IsRegular: false } || target is null)
        {
            return new(path, FileTargetKind.Special);
        }

        // Without information from the system, the file is written in place.
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

    /// <summary>The file behind links; null if links lead to an open file of a process, which has no path.</summary>
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
