using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace SalesforceJwt.PS.Loading;

/// <summary>
/// Holds SalesforceJwt.Core and every package below it, apart from the versions that PowerShell or other modules bring
/// (Az, Microsoft.Graph and ExchangeOnlineManagement all ship Microsoft.IdentityModel assemblies).
/// </summary>
internal sealed class DependencyLoadContext : AssemblyLoadContext
{
    private const string Core = "SalesforceJwt.Core";

    private static readonly string Folder = Path.Combine(Path.GetDirectoryName(typeof(DependencyLoadContext).Assembly.Location)!, "deps");

    // Beside the portable assemblies lies code that was compiled ahead of time for some platforms, with .NET 10's compiler.
    private static readonly string? Precompiled = Environment.Version.Major >= 10 ? Path.Combine(Folder, "net10.0", Platform()) : null;

    private static readonly DependencyLoadContext Instance = new();
    private static int s_hooked;

    private DependencyLoadContext()
        : base("SalesforceJwt.PS")
    {
    }

    /// <summary>
    /// Lets the default context find Core, and nothing else of ours. Done once per process however often the module is imported,
    /// and never undone: another runspace may still have the module loaded.
    /// </summary>
    public static void Hook()
    {
        if (Interlocked.Exchange(ref s_hooked, 1) == 0)
        {
            Default.Resolving += static (_, name) => name.Name == Core ? Instance.LoadFromAssemblyName(name) : null;
        }
    }

    /// <summary>
    /// Overridden, since it is asked before the default context is. The Resolving event comes after it, when an assembly of
    /// the same name that somebody else has loaded would already have been taken.
    /// </summary>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var file = assemblyName.Name + ".dll";
        var precompiled = Precompiled is null ? null : Path.Combine(Precompiled, file);
        var path = File.Exists(precompiled) ? precompiled : Path.Combine(Folder, file);
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    /// <summary>The portable runtime identifier, such as linux-x64.</summary>
    private static string Platform()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }
}
