using System.Management.Automation;
using SalesforceJwt.Core;
using SalesforceJwt.Core.FileSystem;
using SalesforceJwt.Core.OAuth;
using SalesforceJwt.Core.Security;

namespace SalesforceJwt.PS.Base;

/// <summary>Resolves paths of the file system as PowerShell does: relative to its current location, with its drives.</summary>
internal sealed class FilePaths(SessionState session)
{
    /// <summary>The full path of a file or folder in the file system; it need not exist.</summary>
    public string Resolve(string path)
    {
        var full = ToProviderPath(path);
        if (Path.Exists(full))
        {
            return full;
        }

        // Quotes and invisible characters around a path come from an .env file or a web page.
        RequirePath(path);
        var clean = SignInValue.Clean(path);
        return clean.Length == 0 || clean == path ? full : ToProviderPath(clean);
    }

    /// <summary>The full paths of the files that match. A path without wildcards need not exist; folders are skipped.</summary>
    public IEnumerable<string> ResolveWildcards(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (!WildcardPattern.ContainsWildcardCharacters(path))
            {
                yield return Resolve(path);
                continue;
            }

            RequirePath(path);

            foreach (var found in session.Path.GetResolvedProviderPathFromPSPath(path, out _).Where(File.Exists))
            {
                yield return found;
            }
        }
    }

    /// <summary>The full path of the one file or folder that matches. A path without wildcards need not exist.</summary>
    public string ResolveOne(string path)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(path))
        {
            return Resolve(path);
        }

        RequirePath(path);
        var found = session.Path.GetResolvedProviderPathFromPSPath(path, out _);
        return found.Count == 1 ? found[0]
            : found.Count > 1 ? throw new SfException(
                SfErrorKind.ArgumentConflict, $"'{path}' matches several files or folders.", "Name one of them.")
            : throw new SfException(
                SfErrorKind.FileNotFound, $"No file or folder matches '{path}'.", "-LiteralPath takes a path with brackets.");
    }

    /// <summary>Writes a file as Get-Item does.</summary>
    public static void Write(PSCmdlet cmdlet, string path) =>
        cmdlet.WriteObject(cmdlet.InvokeProvider.Item.Get([path], force: true, literalPath: true), enumerateCollection: true);

    /// <summary>Refuses to overwrite a file.</summary>
    /// <param name="path">The full path of -OutFile.</param>
    /// <param name="force">Whether -Force allows it.</param>
    /// <exception cref="SfException"><see cref="SfErrorKind.FileExists"/>.</exception>
    public static void RequireFree(string path, bool force)
    {
        if (!force && PartialFile.WouldOverwrite(path))
        {
            throw new SfException(
                SfErrorKind.FileExists,
                $"'{path}' already exists.",
                "Use -Force to overwrite it, or save under another name with -OutFile.");
        }
    }

    /// <summary>Rejects a key or token given as a path, since errors quote paths.</summary>
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

    private string ToProviderPath(string path)
    {
        try
        {
            var full = session.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
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
}
