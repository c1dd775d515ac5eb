using System.Reflection;

namespace SalesforceJwt.Quickstart;

/// <summary>
/// A package that this checkout runs but does not reference, such as PowerShell and Pester. It runs from NuGet's cache, and is restored
/// into the cache once.
/// </summary>
public static class RestoredPackage
{
    private static readonly string Cache = typeof(RestoredPackage).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "NuGetPackageRoot").Value!;

    /// <summary>Finds a package in NuGet's cache, and restores it if it is missing.</summary>
    /// <param name="name">Its name; the case does not matter.</param>
    /// <param name="version">Its version.</param>
    /// <param name="report">Receives one line before a restore; null if not needed.</param>
    /// <param name="restore">The command of the SDK that restores it, run in the repository's folder.</param>
    /// <returns>Its folder; or null and the reason.</returns>
    public static (string? Folder, string? Reason) Find(
        string name, string version, Action<string>? report, params IEnumerable<string> restore)
    {
        var folder = Path.Combine(Cache, name.ToLowerInvariant(), version);
        // NuGet writes this file last.
        var mark = Path.Combine(folder, ".nupkg.metadata");
        if (File.Exists(mark))
        {
            return (folder, null);
        }

        report?.Invoke($"Restoring {name} {version} from NuGet, once.");
        var (_, output) = DotNet.Run(Repository.Root, restore);
        if (File.Exists(mark))
        {
            return (folder, null);
        }

        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var message = lines.FirstOrDefault(l => l.Contains("error", StringComparison.OrdinalIgnoreCase))
            ?? lines.FirstOrDefault()
            ?? "no output";
        return (null, $"{name} {version} cannot be restored from NuGet (dotnet {string.Join(' ', restore)}: {message})");
    }
}
