using System.Security.AccessControl;
using System.Security.Cryptography;
using System.Security.Principal;
using SalesforceJwt.Core.FileSystem;

namespace SalesforceJwt.Core.Keys;

/// <summary>
/// Files that belong together: written under temporary names first, then moved into place. If anything fails, the old
/// files are restored and the new ones removed.
/// </summary>
internal sealed class FileSet
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly List<(FileTarget Target, byte[] Content, bool Secret)> _files = [];
    private readonly List<string> _obsolete = [];

    /// <summary>Adds a file. Links to it stay; an existing file keeps its owner, and its permissions unless it is secret.</summary>
    public void Add(string path, byte[] content, bool secret) => _files.Add((Guard(() => FileTarget.Of(path)), content, secret));

    /// <summary>A file that the new ones make obsolete: removed with their arrival if overwriting is allowed.</summary>
    public void Replace(string path) => _obsolete.Add(path);

    public void Write(bool overwrite) => Guard(() =>
    {
        var (undo, replaced) = (new Stack<Action>(), new List<string>());
        try
        {
            if (!overwrite && _files.Find(f => f.Target.Kind != FileTargetKind.New).Target is { } existing)
            {
                throw CertificateFiles.Exists(existing.Path);
            }

            if (_files.Find(f => f.Target.Kind == FileTargetKind.Special).Target is { } special)
            {
                throw new SfException(
                    SfErrorKind.FileAccessFailed,
                    $"'{special.Path}' is not a regular file, and is not replaced by one.",
                    new Advice("Choose another file name or folder.", NextStep.ChooseFile));
            }

            var made = _files.ConvertAll(f => (f.Target, File: FileName.Beside(f.Target.Path, "tmp")));
            foreach (var ((target, content, secret), (_, file)) in _files.Zip(made))
            {
                undo.Push(() => File.Delete(file));
                using var stream = Create(file, target, secret);
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            foreach (var path in overwrite ? _files.Select(f => f.Target.Path).Concat(_obsolete).Where(File.Exists) : [])
            {
                var old = FileName.Beside(path, "old");
                File.Move(path, old);
                replaced.Add(old);
                undo.Push(() => File.Move(old, path, overwrite: true));
            }

            foreach (var (target, file) in made)
            {
                File.Move(file, target.Path);
                undo.Push(() => File.Delete(target.Path));
            }
        }
        catch
        {
            Undo(undo);
            throw;
        }
        finally
        {
            _files.ForEach(f => CryptographicOperations.ZeroMemory(f.Content));
        }

        // The new files are in place: an old one that cannot be removed does not make this a failure.
        Undo(replaced.Select(old => (Action)(() => File.Delete(old))));
        return true;
    });

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
                // Report the first error; continue to restore the other files.
            }
        }
    }

    private static FileStream Create(string path, FileTarget target, bool secret)
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
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(path, options);
        }

        options.UnixCreateMode = secret || target.File is not null
            ? OwnerOnly
            : OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        var stream = new FileStream(path, options);
        if (target.File is { } existing)
        {
            UnixFile.TrySetOwner(stream.SafeFileHandle, existing.Owner, existing.Group);
            File.SetUnixFileMode(stream.SafeFileHandle, secret ? OwnerOnly : existing.Mode);
        }

        return stream;
    }

    private static T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is not SfException)
        {
            throw Failed(e);
        }
    }

    private static SfException Failed(Exception e) => e is DirectoryNotFoundException
        ? new(SfErrorKind.FolderNotFound, $"The folder does not exist: {e.Message}",
            new Advice("Make the folder first, or choose another.", NextStep.ChooseFolder), e)
        : new(SfErrorKind.FileAccessFailed, $"The files could not be written, and nothing was changed: {e.Message}",
            "Check free space and permissions of the folder.", e);
}
