using System.Management.Automation;
using System.Management.Automation.Runspaces;
using SalesforceJwt.PS.Connections;

namespace SalesforceJwt.PS.Loading;

/// <summary>
/// Runs when the module is imported and removed. The engine creates an instance for each, so it has no state. It uses nothing of Core:
/// import stays fast, and Core cannot be found before the hook.
/// </summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnImport() => DependencyLoadContext.Hook();

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => ConnectionStore.Forget(Runspace.DefaultRunspace);
}
