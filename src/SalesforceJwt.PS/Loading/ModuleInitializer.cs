using System.Management.Automation;
using System.Management.Automation.Runspaces;
using SalesforceJwt.PS.Connections;

namespace SalesforceJwt.PS.Loading;

/// <summary>
/// Runs when the module is imported and removed. The engine makes a new instance for each, so nothing is kept in it.
/// Nothing of Core is touched here: import stays cheap, and the hook has to be there first.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnImport() => DependencyLoadContext.Hook();

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => ConnectionStore.Forget(Runspace.DefaultRunspace);
}
