using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace SalesforceJwt.PS.Loading;

/// <summary>
/// Loads SalesforceJwt.Core and the packages that it uses, isolated from the versions that PowerShell or other modules load
/// (Az, Microsoft.Graph and ExchangeOnlineManagement all ship Microsoft.IdentityModel assemblies).
/// </summary>
internal sealed class DependencyLoadContext : AssemblyLoadContext
{
    private const string Core = "SalesforceJwt.Core";
    private const string Model = "SalesforceJwt.Model";

    private static int s_hooked;

    private readonly string _folder = Path.Combine(Path.GetDirectoryName(typeof(DependencyLoadContext).Assembly.Location)!, "deps");
    private readonly bool _precompiled;

    private DependencyLoadContext(bool precompiled)
        : base("SalesforceJwt.PS") => _precompiled = precompiled;

    /// <summary>
    /// Lets the default context find Core, and nothing else of the module. Once per process, however often the module is imported, and
    /// never undone: another runspace may still have the module loaded.
    /// </summary>
    public static void Hook()
    {
        if (Interlocked.Exchange(ref s_hooked, 1) == 0)
        {
            Default.Resolving += Resolve;
        }
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) => name.Name == Core ? Single.Core : null;

    /// <summary>
    /// Overridden, since it is called before the default context is searched. The Resolving event is raised afterwards, when an
    /// assembly of the same name that another module has loaded would already have been chosen.
    /// </summary>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Model)
        {
            // The copy in the default context that the cmdlets and the user's session use: a second copy would have types of its own.
            return typeof(SfObjectInfo).Assembly;
        }

        var file = assemblyName.Name + ".dll";
        var path = Path.Combine(_folder, file);
        return (_precompiled ? LoadPrecompiled(file) : null) ?? (File.Exists(path) ? LoadFromAssemblyPath(path) : null);
    }

    /// <summary>
    /// Loads what was compiled ahead of time for this system, such as linux-x64, since a new process spends most of its first sign-in
    /// compiling. A runtime of another major version compiles it again. <see langword="null"/> if the file is missing or damaged.
    /// </summary>
    private Assembly? LoadPrecompiled(string file)
    {
        var path = Path.Combine(_folder, RuntimeInformation.RuntimeIdentifier, file);
        try
        {
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
        catch (Exception e) when (IsLoadError(e))
        {
            return null;
        }
    }

    private static bool IsLoadError(Exception error) => error is BadImageFormatException or IOException;

    /// <summary>Created by the first call that needs Core, so that an import does not pay for it.</summary>
    private static class Single
    {
        public static Assembly Core { get; } = LoadCore();

        private static Assembly LoadCore()
        {
            var name = new AssemblyName(DependencyLoadContext.Core);
            try
            {
                return new DependencyLoadContext(precompiled: true).LoadFromAssemblyName(name);
            }
            catch (Exception e) when (IsLoadError(e))
            {
                // Compiled for another system. The context that has tried to load such a file gives it for the portable one too.
                return new DependencyLoadContext(precompiled: false).LoadFromAssemblyName(name);
            }
        }
    }
}
