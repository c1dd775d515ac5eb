using System.Reflection;
using System.Runtime.Loader;

namespace SalesforceJwt.PS.Loading;

/// <summary>
/// Holds SalesforceJwt.Core and every package below it, apart from the versions that PowerShell or other modules bring
/// (Az, Microsoft.Graph and ExchangeOnlineManagement all ship Microsoft.IdentityModel assemblies).
/// </summary>
internal sealed class DependencyLoadContext : AssemblyLoadContext
{
    private const string Core = "SalesforceJwt.Core";
    private const string Model = "SalesforceJwt.Model";

    private static int s_hooked;

    private readonly string _folder = Path.Combine(Path.GetDirectoryName(typeof(DependencyLoadContext).Assembly.Location)!, "deps");

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
            Default.Resolving += Resolve;
        }
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) => name.Name == Core ? Single.Context.LoadFromAssemblyName(name) : null;

    /// <summary>
    /// Overridden, since it is asked before the default context is. The Resolving event comes after it, when an assembly of
    /// the same name that somebody else has loaded would already have been taken.
    /// </summary>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Model)
        {
            // The copy in the default context that the cmdlets and the user's session have: a type of another copy would be another type.
            return typeof(SfObjectInfo).Assembly;
        }

        var path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    /// <summary>Made with the first call that needs Core: an import alone pays nothing for it.</summary>
    private static class Single
    {
        public static DependencyLoadContext Context { get; } = new();
    }
}
