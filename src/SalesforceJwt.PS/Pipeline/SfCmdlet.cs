using System.Management.Automation;
using System.Management.Automation.Runspaces;
using SalesforceJwt.Core;
using SalesforceJwt.PS.Connections;

namespace SalesforceJwt.PS.Pipeline;

/// <summary>What all cmdlets of the module share: the session's connections and full paths.</summary>
public abstract class SfCmdlet : AsyncCmdlet
{
    /// <summary>The connections of this runspace.</summary>
    private protected static ConnectionStore Connections => ConnectionStore.Of(Runspace.DefaultRunspace);

    /// <summary>The full path of a file or folder in the file system; it need not exist.</summary>
    private protected string FullPath(string path)
    {
        var full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return provider.Name == "FileSystem"
            ? full
            : throw new SfException(
                SfErrorKind.FileAccessFailed,
                $"'{path}' is a path of the provider {provider.Name}, not of the file system.",
                "Name a file or folder on a disk.");
    }
}
