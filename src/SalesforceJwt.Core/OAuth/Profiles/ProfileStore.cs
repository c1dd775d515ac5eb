using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth.Profiles;

/// <summary>
/// The profiles in one JSON file. Any number of processes may read and change it at once: changes wait for one another, and readers see
/// the file before a change or after it. A file that cannot be understood is never written to.
/// </summary>
internal sealed class ProfileStore
{
    private readonly TimeSpan _lockTimeout;
    private readonly TimeProvider _time;

    /// <summary>Names the file; methods read and write it.</summary>
    /// <param name="path">Full path of the file; it and its folder need not exist.</param>
    /// <param name="lockTimeout">How long a change waits for those of other processes; null for 30 seconds.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public ProfileStore(string path, TimeSpan? lockTimeout = null, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
        _lockTimeout = lockTimeout ?? TimeSpan.FromSeconds(30);
        _time = time ?? TimeProvider.System;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The file in the user's configuration folder: in <c>$XDG_CONFIG_HOME</c> or <c>~/.config</c> on Linux,
    /// <c>~/Library/Application Support</c> on macOS, <c>%APPDATA%</c> on Windows.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.FolderNotFound"/>: the system names no such folder.</exception>
    public static string DefaultPath()
    {
        var folder = Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return folder.Length > 0 ? System.IO.Path.Combine(folder, "SalesforceJwt.PS", "profiles.json") : throw new SfException(
            SfErrorKind.FolderNotFound,
            "This user has no configuration folder for the profile file.",
            "Name the file in the environment variable SF_PROFILE_PATH.");
    }

    /// <summary>The store of the user: the file that the environment names, else the default one.</summary>
    /// <param name="resolvePath">Makes a path a full one.</param>
    /// <exception cref="SfException">As <see cref="DefaultPath"/> throws.</exception>
    public static ProfileStore OfUser(Func<string, string> resolvePath) =>
        new(SignInEnvironment.Get(SignInEnvironment.ProfilePath) is { } path ? resolvePath(path) : DefaultPath());

    /// <summary>All profiles, by name; none where there is no file.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.ProfileFileInvalid"/> or
    /// <see cref="SfErrorKind.FileAccessFailed"/>.</exception>
    public IReadOnlyList<StoredProfile> Read() => Load(Path).Profiles;

    /// <summary>Finds a profile by name, ignoring case.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ProfileNotFound"/>, or as <see cref="Read"/> throws.</exception>
    public StoredProfile Find(string name) => Find(Read(), name);

    /// <summary>Saves a profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="overwrite">Whether one of the same name is replaced.</param>
    /// <param name="cancellationToken">Ends the waiting for other processes.</param>
    /// <returns>The profile as it was saved.</returns>
    /// <exception cref="SfException"><see cref="SfErrorKind.ProfileExists"/>, <see cref="SfErrorKind.ProfileFileLocked"/>, as
    /// <see cref="Read"/> throws, or as <see cref="StoredProfile.Checked"/> throws.</exception>
    public async Task<StoredProfile> SaveAsync(StoredProfile profile, bool overwrite = false, CancellationToken cancellationToken = default)
    {
        var saved = profile.Checked();
        await ChangeAsync(
            file =>
            {
                if (!overwrite && TryFind(file.Profiles, saved.Name) is { } existing)
                {
                    throw Exists(existing.Name);
                }

                file.Put(saved);
            },
            cancellationToken).ConfigureAwait(false);
        return saved;
    }

    /// <summary>Removes a profile.</summary>
    /// <param name="name">Its name; case is ignored.</param>
    /// <param name="cancellationToken">Ends the waiting for other processes.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.ProfileNotFound"/>, <see cref="SfErrorKind.ProfileFileLocked"/>, or as
    /// <see cref="Read"/> throws.</exception>
    public Task RemoveAsync(string name, CancellationToken cancellationToken = default) =>
        ChangeAsync(file => file.Remove(Find(file.Profiles, name).Name), cancellationToken);

    /// <summary>The error for a profile that is there and must not be overwritten.</summary>
    /// <param name="name">Its name.</param>
    public SfException Exists(string name) => new(
        SfErrorKind.ProfileExists,
        $"The profile '{name}' already exists in '{Path}'; nothing was changed.",
        new Advice("Choose another name, or overwrite it.", NextStep.OverwriteProfile));

    private static StoredProfile? TryFind(IReadOnlyList<StoredProfile> profiles, string name) =>
        profiles.FirstOrDefault(p => string.Equals(p.Name, OAuth.SignInValue.Clean(name), StringComparison.OrdinalIgnoreCase));

    private static ProfileFile Load(string path) => Access(
        path,
        () => AtomicFile.Read(path) is { } content ? ProfileFile.Parse(path, content) : ProfileFile.Empty(path),
        "could not be read");

    private static T Access<T>(string path, Func<T> work, string failed)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(path, failed, e);
        }
    }

    private static SfException Failed(string path, string failed, Exception e) => new(
        SfErrorKind.FileAccessFailed,
        $"The profile file '{path}' {failed}: {e.Message}",
        "Check permissions and free space of its folder, or name another file in the environment variable SF_PROFILE_PATH.",
        e);

    private StoredProfile Find(IReadOnlyList<StoredProfile> profiles, string name) => TryFind(profiles, name) ?? throw new SfException(
        SfErrorKind.ProfileNotFound,
        $"There is no profile named {SecretText.Quote(name)} in '{Path}'.",
        profiles.Count == 0
            ? new Advice("Save one first.", NextStep.SaveProfile)
            : $"The saved profiles are: {string.Join(", ", profiles.Select(p => p.Name))}.");

    private async Task ChangeAsync(Action<ProfileFile> change, CancellationToken cancellationToken)
    {
        try
        {
            var path = Target(Path);
            AtomicFile.CreateFolder(System.IO.Path.GetDirectoryName(path)!);
            var lockPath = path + ".lock";
            using var held = await FileLock.AcquireAsync(lockPath, _lockTimeout, _time, cancellationToken).ConfigureAwait(false)
                ?? throw new SfException(
                    SfErrorKind.ProfileFileLocked,
                    $"Another process has held '{lockPath}' for more than {_lockTimeout.TotalSeconds:0} seconds; nothing was changed.",
                    "Try again. If it stays so, find the process that holds the file and end it.");
            var file = Load(path);
            change(file);
            AtomicFile.Write(path, file.ToBytes());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(Path, "could not be written, and nothing was changed", e);
        }
    }

    /// <summary>The file itself where the path is a link to it, as people have it who keep their settings in one place.</summary>
    /// <exception cref="IOException">It is not a regular file (a device, for example), and must not be replaced.</exception>
    private static string Target(string path) =>
        FileTarget.Of(path) is { Kind: not FileTargetKind.Special } target
            ? target.Path
            : throw new IOException("It is not a regular file.");
}
