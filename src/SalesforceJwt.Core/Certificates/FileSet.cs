using System.Security.AccessControl;
using System.Security.Cryptography;
using System.Security.Principal;

namespace SalesforceJwt.Core.Certificates;

/// <summary>
/// Files that belong together: written beside their places first, then moved there; if anything fails on the way, the old
/// files are put back and the new ones are gone.
/// </summary>
internal sealed class FileSet
{
    private readonly List<(string Path, byte[] Content, bool Secret)> _files = [];
    private readonly List<string> _obsolete = [];

    private IEnumerable<string> Paths => _files.Select(f => f.Path).Concat(_obsolete);

    public void Add(string path, byte[] content, bool secret) => _files.Add((path, content, secret));

    /// <summary>A file that the new ones make obsolete: it goes when they come, where overwriting is allowed.</summary>
    public void Replace(string path) => _obsolete.Add(path);

    public void Write(bool overwrite)
    {
        var suffix = "." + Convert.ToHexString(RandomNumberGenerator.GetBytes(4)) + ".tmp";
        var undo = new Stack<Action>();
        try
        {
            if (!overwrite && _files.Find(f => Path.Exists(f.Path)).Path is { } existing)
            {
                throw CertificateFiles.Exists(existing);
            }

            foreach (var (path, content, secret) in _files)
            {
                undo.Push(() => File.Delete(path + suffix));
                using var stream = Create(path + suffix, secret);
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            foreach (var path in overwrite ? Paths.Where(File.Exists) : [])
            {
                File.Move(path, path + suffix + ".old");
                undo.Push(() => File.Move(path + suffix + ".old", path, overwrite: true));
            }

            foreach (var (path, _, _) in _files)
            {
                File.Move(path + suffix, path);
                undo.Push(() => File.Delete(path));
            }
        }
        catch (Exception e)
        {
            Undo(undo);
            throw e is SfException ? e : Failed(e);
        }
        finally
        {
            _files.ForEach(f => CryptographicOperations.ZeroMemory(f.Content));
        }

        // The new files are in place; an old one that cannot be removed is no reason to say otherwise.
        Undo(Paths.Select(path => (Action)(() => File.Delete(path + suffix + ".old"))));
    }

    private static void Undo(IEnumerable<Action> undo)
    {
        foreach (var action in undo)
        {
            try
            {
                action();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The first fault is the one to report; the rest of the undoing still goes on.
            }
        }
    }

    private static FileStream Create(string path, bool secret)
    {
        if (secret && OperatingSystem.IsWindows())
        {
            var owner = WindowsIdentity.GetCurrent().User!;
            var security = new FileSecurity();
            security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
            security.AddAccessRule(new FileSystemAccessRule(owner, FileSystemRights.FullControl, AccessControlType.Allow));
            return new FileInfo(path).Create(FileMode.CreateNew, FileSystemRights.Write, FileShare.None, 4096, FileOptions.None, security);
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite
                | (secret ? UnixFileMode.None : UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        return new FileStream(path, options);
    }

    private static SfException Failed(Exception e) => e is DirectoryNotFoundException
        ? new(SfErrorKind.FolderNotFound, $"The folder does not exist: {e.Message}", "Make the folder first, or name another with -Path.", e)
        : new(SfErrorKind.FileAccessFailed, $"The files could not be written, and nothing was changed: {e.Message}", "Check free space and permissions of the folder.", e);
}
