using System.Management.Automation;
using System.Management.Automation.Runspaces;
using SalesforceJwt.Core;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.OAuth.Profiles;
using SalesforceJwt.Core.Security;
using SalesforceJwt.PS.Connections;

namespace SalesforceJwt.PS.Base;

/// <summary>What all cmdlets of the module share: the session's connections, the user's profiles and full paths.</summary>
public abstract class SfCmdlet : AsyncCmdlet
{
    /// <summary>The connections of this runspace.</summary>
    private protected static ConnectionStore Connections => ConnectionStore.Of(Runspace.DefaultRunspace);

    /// <summary>The saved sign-ins of this user.</summary>
    /// <exception cref="SfException">The system names no place for them.</exception>
    private protected ProfileStore Profiles =>
        new(SignInEnvironment.Get(SignInEnvironment.ProfilePath) is { } path ? FullPath(path) : ProfileStore.DefaultPath());

    /// <summary>Whether an error would meet every further record of the pipeline as well: it is of the connection, not of a record.</summary>
    private protected static bool EndsAll(SfException error) => error.InnerException is SfLoginException
        || error.Kind is SfErrorKind.NotConnected or SfErrorKind.ConnectionNotFound
        or SfErrorKind.SessionExpired or SfErrorKind.SessionNotValidForApi or SfErrorKind.RequestLimitExceeded or SfErrorKind.RequestLimitGuard
        or SfErrorKind.ApiVersionInvalid or SfErrorKind.ApiVersionNotFound or SfErrorKind.HostUnreachable or SfErrorKind.TlsFailed or SfErrorKind.ProxyFailed;

    /// <summary>The full path of a file or folder in the file system; it need not exist.</summary>
    private protected string FullPath(string path)
    {
        var full = Unresolved(path);
        if (Path.Exists(full))
        {
            return full;
        }

        // Quotes and invisible characters around a path come from an .env file or a web page.
        RequirePath(path);
        var clean = SignInValue.Clean(path);
        return clean.Length == 0 || clean == path ? full : Unresolved(clean);
    }

    /// <summary>Refuses a key or token given as a path: errors quote paths.</summary>
    private static void RequirePath(string path)
    {
        if (SecretText.IsCertain(path))
        {
            throw new SfException(
                SfErrorKind.SecretLocationInvalid,
                $"No file can have the name that was given: {SecretText.Quote(path)}.",
                "-KeyPath and SF_JWT_KEY_FILE take the path of a key file. Give the key itself to -PrivateKey or SF_JWT_KEY.");
        }
    }

    private string Unresolved(string path)
    {
        try
        {
            var full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name != "FileSystem" ? throw NoPath(path, $"it belongs to the provider {provider.Name}", null)
                : full.Contains('\0', StringComparison.Ordinal) ? throw NoPath(path, "it holds a null character", null)
                : full;
        }
        catch (Exception e) when (e is SessionStateException or NotSupportedException or ArgumentException)
        {
            RequirePath(path);
            throw NoPath(path, e.Message, e);
        }
    }

    private static SfException NoPath(string path, string reason, Exception? inner) => new(
        SfErrorKind.FileAccessFailed,
        $"{SecretText.Quote(path)} is not a path of the file system: {reason.TrimEnd('.')}.",
        "Name a file or folder on a disk.",
        inner);

    /// <summary>The full paths of the files that paths with wildcards name. One without wildcards need not exist; folders that a wildcard finds are passed over.</summary>
    private protected IEnumerable<string> ResolveFiles(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (!WildcardPattern.ContainsWildcardCharacters(path))
            {
                yield return FullPath(path);
                continue;
            }

            RequirePath(path);

            foreach (var found in SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _).Where(File.Exists))
            {
                yield return found;
            }
        }
    }
}
