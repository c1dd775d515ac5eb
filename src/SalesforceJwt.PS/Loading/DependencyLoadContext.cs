using System.Reflection;
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

    private DependencyLoadContext()
        : base("SalesforceJwt.PS")
    {
    }

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

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == Core ? Single.Context.LoadFromAssemblyName(name) : null;

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

        var path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    /// <summary>Created by the first call that needs Core, so that an import does not pay for it.</summary>
    private static class Single
    {
        public static DependencyLoadContext Context { get; } = new();
    }
}
