using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.Core.OAuth.TokenCache;

/// <summary>
/// The folder of the token cache: a file for each subject, so that a fault in one concerns no other. Only its owner may read it. Whatever
/// goes wrong with it is never the reason for which a sign-in fails.
/// </summary>
/// <param name="path">Full path of the folder.</param>
internal sealed class TokenCacheFolder(string path)
{
    private const string Extension = ".token";

    /// <summary>
    /// The folder of the user: the one that the environment names, else one on this machine, beside other applications' data:
    /// <c>~/.local/share</c> on Linux and <c>~/Library/Application Support</c> on macOS, <c>%LOCALAPPDATA%</c> on Windows.
    /// </summary>
    /// <param name="resolvePath">Makes a path a full one.</param>
    public static TokenCacheFolder OfUser(Func<string, string> resolvePath) => new(
        SignInEnvironment.Get(SignInEnvironment.TokenCachePath) is { } given ? resolvePath(given)
        : System.IO.Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "SalesforceJwt.PS",
            "tokens"));

    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>The file of a subject's entry.</summary>
    public string FileOf(TokenCacheSubject subject) => System.IO.Path.Combine(Path, subject.ToFileName() + Extension);

    /// <summary>Reads a subject's entry.</summary>
    /// <param name="warn">Receives what a person should know: a file that is not an entry, which is set aside.</param>
    /// <returns>The entry; null if there is none.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read.</exception>
    public TokenCacheEntry? Read(TokenCacheSubject subject, Action<string> warn)
    {
        var file = FileOf(subject);
        if (AtomicFile.Read(file) is not { } content)
        {
            return null;
        }

        if (TokenCacheEntry.Parse(content) is { } entry && entry.Subject == subject)
        {
            return entry;
        }

        var aside = System.IO.Path.ChangeExtension(file, ".bad");
        File.Move(file, aside, overwrite: true);
        warn($"'{file}' is not an entry of the token cache. It was set aside as '{aside}'.");
        return null;
    }

    /// <summary>Waits for the right to replace a subject's entry.</summary>
    /// <returns>The lock; null if another process has held it for the whole time.</returns>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written to.</exception>
    public Task<FileLock?> LockAsync(TokenCacheSubject subject, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        AtomicFile.CreateFolder(Path);
        return FileLock.AcquireAsync(System.IO.Path.ChangeExtension(FileOf(subject), ".lock"), timeout, time, cancellationToken);
    }

    /// <summary>Replaces a subject's entry: a reader sees the old one or the new one.</summary>
    public void Write(TokenCacheEntry entry) => AtomicFile.Write(FileOf(entry.Subject), entry.ToBytes());

    /// <summary>Entries as users see them. Other files are ignored.</summary>
    /// <param name="username">Only those of this user; null for all.</param>
    /// <param name="loginUrl">Only those of this login host; null for all.</param>
    /// <param name="clientId">Only those of this app; null for all.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.FileAccessFailed"/>.</exception>
    public List<SfTokenCacheEntry> Find(string? username = null, Uri? loginUrl = null, string? clientId = null)
    {
        var host = loginUrl is null ? null : LoginUrl.ToAudience(loginUrl);
        var files = Access(() => Directory.Exists(Path) ? Directory.GetFiles(Path, "*" + Extension) : []);
        return [.. files
            .Select(file => Access(() => AtomicFile.Read(file)) is { } content ? TokenCacheEntry.Parse(content)?.ToModel(file) : null)
            .OfType<SfTokenCacheEntry>()
            .Where(entry => (username is null || username.Equals(entry.Username, StringComparison.OrdinalIgnoreCase))
                && (host is null || host == entry.LoginUrl)
                && (clientId is null || clientId == entry.ClientId))
            .OrderBy(entry => entry.LoginUrl, StringComparer.Ordinal).ThenBy(entry => entry.Username, StringComparer.Ordinal)];
    }

    /// <summary>Deletes an entry's file. One that is gone already is as wanted.</summary>
    /// <exception cref="SfException"><see cref="SfErrorKind.FileAccessFailed"/>.</exception>
    public void Delete(string file) => Access<object?>(() =>
    {
        File.Delete(file);
        return null;
    });

    private T Access<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SfException(
                SfErrorKind.FileAccessFailed,
                $"The token cache '{Path}' cannot be used: {SecretText.Redact(e.Message)}",
                "Check the permissions of the folder, or name another one in the environment variable SF_TOKEN_CACHE_PATH.",
                e);
        }
    }
}
